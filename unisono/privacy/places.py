"""The one registry of the places that hold personal data: what is found in each, and what becomes
of it when a person is erased.

Every column that holds text, JSON or bytes belongs to one of PLACES or to KEPT; a test plants a
mark in each and looks for it afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unisono.common.borders import Content
from unisono.history.recording import Recorder
from unisono.privacy import elsewhere, log, mail_files, parties, phones, traces
from unisono.privacy.person import Person


@dataclass(frozen=True)
class Place:
    """A place: `name` in the answer, `title` for people, the models whose rows it covers; `find`
    what is there, `erase` it, and `fate`, what becomes of it.
    """

    name: str
    title: str | Promise
    models: tuple[str, ...]
    find: Callable[[Person], list[Content]]
    erase: Callable[[Person, Recorder], None]
    fate: str | Promise


GOES = _("Goes.")
# In the order in which they are erased: what points to the person before the person.
PLACES: tuple[Place, ...] = (
    Place(
        "imports_waiting",
        _("Files that wait to be imported"),
        (
            "imports.WaitingFile",
            "imports.WaitingPiece",
            "imports.WaitingRow",
            "imports.WaitingResult",
        ),
        elsewhere.find_waiting_rows,
        elsewhere.erase_waiting_rows,
        _("Rows that name the person go; the rest of the file stays."),
    ),
    Place(
        "answers_kept",
        _("Answers kept for retries"),
        ("access.RequestKey",),
        elsewhere.find_kept_answers,
        elsewhere.erase_kept_answers,
        GOES,
    ),
    Place(
        "saved_views",
        _("Saved views"),
        ("access.SavedView",),
        elsewhere.find_views,
        elsewhere.erase_views,
        _("Those that look for the person go."),
    ),
    Place(
        "jobs",
        _("What jobs told"),
        ("jobs.Job", "jobs.JobError", "jobs.JobMatch"),
        elsewhere.find_jobs,
        elsewhere.erase_jobs,
        _("What they told of the person goes; that they ran stays."),
    ),
    Place(
        "look_alikes",
        _("Duplicates and suggestions"),
        ("duplicates.DuplicatePair", "duplicates.LinkSuggestion", "contacts.MergedRecord"),
        elsewhere.find_look_alikes,
        elsewhere.erase_look_alikes,
        GOES,
    ),
    Place(
        "phones",
        _("Cards on phones"),
        ("copies.Card", "copies.HeldChange", "copies.BookEntry"),
        phones.find_cards,
        phones.erase_cards,
        _("What phones keep goes, and is taken from the phones when they next ask."),
    ),
    Place(
        "attachments",
        _("Attachments"),
        ("interactions.Attachment",),
        log.find_attachments,
        log.erase_attachments,
        _("Go, but for the paper of a document that is kept."),
    ),
    Place(
        "messages",
        _("E-mails sent"),
        ("interactions.Message",),
        log.find_messages,
        log.erase_messages,
        _("Recipients, subject and text go; that something was sent stays."),
    ),
    Place(
        "mail_files",
        _("E-mails in the data folder"),
        (),
        mail_files.find_mail_files,
        mail_files.erase_mail_files,
        GOES,
    ),
    Place(
        "interactions",
        _("Interactions"),
        ("interactions.Interaction",),
        log.find_entries,
        log.erase_entries,
        _("Date, template, company and document number stay; texts and the name go."),
    ),
    Place(
        "documents",
        _("Documents"),
        ("documents.Document", "documents.DocumentLine"),
        parties.find_documents,
        parties.let_go_of_documents,
        _("Stay, with their own copy of name and address: they have to be kept."),
    ),
    Place(
        "named_on",
        _("Cards of others that name the person"),
        (),
        parties.find_named,
        parties.erase_named,
        _("Stay; the name goes from them."),
    ),
    Place(
        "linked_records",
        _("Customers and vendors"),
        ("customers.Customer", "vendors.Vendor", "links.Link"),
        parties.find_records,
        parties.erase_records,
        _("Go; one with documents stays, without name, address and texts."),
    ),
    Place(
        "other_addresses",
        _("Other addresses"),
        ("contacts.AlternativeAddress",),
        parties.find_addresses,
        parties.erase_addresses,
        _("Go; from those of its company, the name goes."),
    ),
    Place(
        "contact",
        _("The contact"),
        ("contacts.Contact",),
        parties.find_contact,
        parties.erase_contact,
        GOES,
    ),
    Place(
        "history",
        _("History"),
        ("history.Change", "history.ChangeSet"),
        traces.find_changes,
        traces.erase_changes,
        _("Who changed what and when stays; the values go, and nothing can be undone."),
    ),
)


def in_reading_order() -> list[Place]:
    """Return the places as people read of them: the contact first, its history last."""
    return [*reversed(PLACES[:-1]), PLACES[-1]]


# What holds no personal data of contacts, and why.
KEPT: dict[str, str] = {
    "access.User": "of our users",
    "access.ApiToken": "of our users",
    "access.Failures": "addresses of machines",
    "audit.AuditEntry": "of our users; persons by number alone",
    "access.SavedMapping": "headings of files and our fields",
    "account.EmailAddress": "of our users",
    "account.EmailConfirmation": "of our users",
    "auth.Group": "not used",
    "bank_accounts.BankAccount": "of companies: a person has none",
    "auth.Permission": "names of rights",
    "axes.AccessAttempt": "of our users",
    "axes.AccessFailureLog": "of our users",
    "axes.AccessLog": "of our users",
    "contenttypes.ContentType": "names of models",
    "copies.Book": "of our users",
    "copies.Device": "of our users",
    "customers.CustomerTemplate": "setup",
    "interactions.InteractionGroup": "setup",
    "interactions.InteractionTemplate": "setup",
    "interactions.TemplateAssignment": "setup",
    "interactions.KeptFile": "the content of attachments, which goes with them",
    "interactions.Told": "of our users",
    "jobs.Schedule": "options of jobs that come again",
    "jobs.WorkerSign": "names of processes",
    "links.FieldRule": "setup",
    "mfa.Authenticator": "of our users",
    "socialaccount.SocialAccount": "of our users",
    "socialaccount.SocialApp": "not used",
    "socialaccount.SocialToken": "not used",
    "sessions.Session": "of our users",
    "setup.BusinessRelation": "setup",
    "setup.CodeName": "setup",
    "setup.SalutationFormula": "setup",
    "setup.Installation": "how computed columns were computed, and the key's fingerprint",
    "setup.IndustryGroup": "setup",
    "setup.JobResponsibility": "setup",
    "setup.MailText": "setup",
    "setup.MailingGroup": "setup",
    "setup.NumberSeries": "setup",
    "setup.OrganizationalLevel": "setup",
    "setup.OurCompany": "of our company",
    "setup.PaymentMethod": "setup",
    "setup.PaymentTerms": "setup",
    "setup.PostCode": "names of places",
    "setup.Salesperson": "of our users",
    "setup.Salutation": "setup",
    "setup.Setup": "setup",
    "setup.Territory": "setup",
    "vendors.VendorTemplate": "setup",
}
