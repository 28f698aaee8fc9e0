"""Documents by e-mail: recipients and text proposed, the very PDF kept and sent, all of it logged
[7.5] [8.1].
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid
from unisono.common.outcome import Outcome
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.contacts.salutations import formulas_in_use, salutations_of
from unisono.documents import papers
from unisono.documents.drafting import log_document
from unisono.documents.models import Document
from unisono.documents.queries import find_document
from unisono.interactions.entry_values import File, refuse_blocked, refuse_files
from unisono.interactions.mail import check_message, missing_folder_warning, store_message
from unisono.setup.code_names import name_in
from unisono.setup.models import FORMAL, INFORMAL, MailText, OurCompany
from unisono.setup.queries import setup_now
from unisono.usecases.documents.printing import Printed, paper_of
from unisono.usecases.documents.recipients import Recipient, recipients_of
from unisono.usecases.transaction import writing

_ABOUT = ("text", "person_no")  # what decides how the e-mail is proposed, and is no part of it


@dataclass(frozen=True)
class Proposal:
    """An e-mail as it is proposed: recipient, subject, text; which text it is of, and which others
    there are; whom else it may go to, each address once, and whom it may be addressed to.
    """

    document: Document
    to: str
    subject: str
    body: str
    text: str
    texts: list[MailText]
    recipients: list[Recipient]
    people: list[Recipient]

    @property
    def values(self) -> dict[str, str]:
        """Return what the message would be."""
        return {"to": self.to, "subject": self.subject, "body": self.body}


def proposal(
    type_: str, no: str, text: object = "", person_no: object = "", *, actor: Actor
) -> Proposal:
    """Return a document's e-mail as it is proposed: by the `text` that is named (its code), else
    the one that fits best, addressed to the person that is named among its company's, else to whom
    the document is for. Raises NotAllowed, NotFound, Invalid.
    """
    document = find_document(type_, no, actor, write=True)
    texts = _texts(document)
    chosen = _chosen(texts, text)
    recipients, people = recipients_of(document)
    person = _person(document, person_no)
    to = person.email if person is not None else document.email
    if chosen is None:
        subject = f"{papers.title_of(document)} {document.no}"
        return Proposal(document, to, subject, "", "", texts, recipients, people)
    language = chosen.language_code or papers.language_of(document.language_code)
    names = {
        **papers.placeholders(document, OurCompany.objects.get(), _sender(document, actor)),
        **_salutations(document, person, language),
    }
    if person is not None:
        names["{name}"] = person.name
    subject, body = _filled(chosen.subject, names), _filled(chosen.body, names)
    return Proposal(document, to, subject, body, chosen.code, texts, recipients, people)


def _person(document: Document, no: object) -> Contact | None:
    """Return the person that is named, None for none; raise Invalid for anybody who is not of the
    document's company.
    """
    if not no:
        return None
    company = document.company or document.contact
    found = Contact.objects.filter(no_key=key_of(no)).first() if isinstance(no, str) else None
    if found is None or company is None or company.pk not in (found.pk, found.company_id):
        message = _("This is nobody of the document's company: %(no)s.") % {"no": no}
        raise Invalid([FieldError("person_no", "not-related", message)])
    refuse_blocked(found)
    return found


def _salutations(document: Document, person: Contact | None, language: str) -> dict[str, str]:
    """Return how the e-mail addresses whom it goes to: the person that is named, else the one that
    the document is for.
    """
    setup, contact = setup_now(), person or document.contact
    is_named = contact is not None and contact.name == document.attention
    attention = "" if person is not None or is_named else document.attention
    found = salutations_of(contact, setup, language, formulas_in_use(), attention)
    return {"{salutation}": found[FORMAL], "{salutation_informal}": found[INFORMAL]}


def _chosen(texts: Sequence[MailText], code: object) -> MailText | None:
    """Return the text of this code, or the one that fits best; raise Invalid for one that is not
    there, or for another type of document.
    """
    if not code:
        return next(iter(texts), None)
    found = [each for each in texts if isinstance(code, str) and each.code == key_of(code)]
    if not found:
        message = _("There is no code %(code)s in this list.") % {"code": code}
        raise Invalid([FieldError("text", "unknown", message)])
    return found[0]


def _texts(document: Document) -> list[MailText]:
    """Return the texts for documents of this type, the one that fits best first: of its type before
    every type's, of its tag before its language, before any; then those in other languages.
    """
    tag = document.language_code or "en"
    languages = [tag, tag.partition("-")[0], papers.language_of(tag), ""]
    types = [document.type, ""]

    def rank(row: MailText) -> tuple[int, int, str]:
        known = row.language_code in languages
        place = languages.index(row.language_code) if known else len(languages)
        return place, types.index(row.document_type), row.code

    return sorted(MailText.objects.filter(document_type__in=types), key=rank)


def _sender(document: Document, actor: Actor) -> str:
    seller = document.salesperson_code
    return name_in(seller, papers.language_of(document.language_code)) or actor.name


def _filled(text: str, names: Mapping[str, str]) -> str:
    """Return a text with the names in curly braces replaced; what else is in braces stays as it
    is.
    """
    for name, value in names.items():
        text = text.replace(name, value)
    return text


class Prepared(NamedTuple):
    """A document's e-mail before it is sent: its paper, and what was checked of the message."""

    paper: Printed
    message: Mapping[str, str]
    more: list[File]


def email_document(
    type_: str, no: str, values: Given, some: Sequence[File] = (), *, actor: Actor
) -> Outcome:
    """Send a document's PDF as a job, with `some` files more, and log it with these very files;
    raise what `prepare_email` raises, and NotKept.
    """
    return send_prepared(prepare_email(type_, no, values, some, actor=actor), actor=actor)


def prepare_email(
    type_: str, no: str, values: Given, some: Sequence[File] = (), *, actor: Actor
) -> Prepared:
    """Return a document's e-mail with its paper, and `some` files more; what is not sent along is
    proposed, by `text` and `person_no` as in `proposal`.

    Raises NotAllowed, NotFound, Invalid (no recipient, bad address), Refused (privacy-blocked).
    """
    document = find_document(type_, no, actor, write=True)
    if document.contact is not None:
        refuse_blocked(document.contact)
    given = {name: value for name, value in values.items() if name not in _ABOUT}
    text, person = values.get("text", ""), values.get("person_no", "")
    refuse_files(some, present=1)
    checked = check_message({**proposal(type_, no, text, person, actor=actor).values, **given})
    return Prepared(paper_of(type_, no, actor=actor), checked, list(some))


@writing
def send_prepared(prepared: Prepared, *, actor: Actor) -> Outcome:
    """Send a prepared e-mail as a job, and log it; raise NotKept."""
    printed, checked, more_files = prepared
    now, document, files = clock(), printed.document, [printed.file, *more_files]
    message = store_message(checked, files, actor, now)
    warnings = log_document(document, "emailed", actor, now, files=files, message=message)
    more = {"message": message.pk, "to": message.to}
    return Outcome(
        document.type,
        document.no,
        warnings=[*printed.warnings, *warnings, *missing_folder_warning()],
        more=more,
    )
