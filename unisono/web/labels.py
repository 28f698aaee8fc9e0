"""What things are called on the pages, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.access.roles import ADMINISTRATION, Role
from unisono.audit.models import AuditEntry
from unisono.common.kinds import FACTS, KIND_NAMES, Kind, is_contact
from unisono.common.text import folded
from unisono.links.naming import kind_names, named_by
from unisono.undo.visibility import OTHER
from unisono.web.document_names import statuses, type_names
from unisono.web.field_names import field, fields

__all__ = ["field", "fields"]  # what fields are called stands beside, and is asked for here
ICONS = {kind: facts.icon for kind, facts in FACTS.items()}


def kinds() -> dict[str, str]:
    """Return what one record of each kind is called."""
    return {kind: _(facts.words.one) for kind, facts in FACTS.items()}


def with_article(kind: Kind) -> str:
    """Return a kind of record with its article."""
    return _(FACTS[kind].words.the)


def choice(name: str, value: str) -> str:
    """Return what one of a field's choices is called."""
    if name == "business_relation":
        return business_relations()[value]
    if name == "document_type":
        return type_names().get(value) or _("Every type")
    if name == "phone_deletion":
        return {
            "forbid": _("Is refused"),
            "hide": _("Is hidden from that person's book"),
            "delete": _("Is deleted for everybody"),
        }.get(value, value)
    return {
        "company": _("Company"),
        "person": _("Person"),
        "hard_copy": _("Letter"),
        "email": _("E-mail"),
        "fax": _("Fax"),
        "ship": _("Shipping"),
        "invoice": _("Invoicing"),
        "payment": _("Payments"),
        "all": _("Everything"),
        "warn": _("Store with a warning"),
        "refuse": _("Refuse"),
        "off": _("Do not check"),
        "letter": _("Letter"),
        "phone": _("Phone"),
        "meeting": _("Meeting"),
        "visit": _("Visit"),
        "note": _("Note"),
        "in": _("Incoming"),
        "out": _("Outgoing"),
        "us": _("Us"),
        "them": _("Them"),
        "very_positive": _("Very positive"),
        "positive": _("Positive"),
        "neutral": _("Neutral"),
        "negative": _("Negative"),
        "very_negative": _("Very negative"),
        "quotes": _("Quotes"),
        "orders": _("Orders"),
        "invoices": _("Invoices"),
        "service": _("Service"),
        "formal": _("Formal"),
        "informal": _("Informal"),
        "none": _("None"),
        **statuses(),
        "": "—",
    }.get(value, value)


def business_relations() -> dict[str, str]:
    """Return what each summary of a contact's business relations is called."""
    return {
        "none": _("None"),
        **{kind: name for kind, name in kinds().items() if not is_contact(kind)},
        "multiple": _("Several"),
        "other": _("Other"),
    }


def lists() -> dict[str, str]:
    """Return what each code list is called."""
    return {
        "business-relations": _("Business relations"),
        "number-series": _("Series of numbers"),
        "salespeople": _("Salespeople"),
        "territories": _("Territories"),
        "salutations": _("Salutations"),
        "industry-groups": _("Industry groups"),
        "mailing-groups": _("Mailing groups"),
        "job-responsibilities": _("Job responsibilities"),
        "organizational-levels": _("Organizational levels"),
        "payment-terms": _("Payment terms"),
        "payment-methods": _("Payment methods"),
        "customer-templates": _("Customer templates"),
        "vendor-templates": _("Vendor templates"),
        "interaction-groups": _("Interaction groups"),
        "interaction-templates": _("Interaction templates"),
        "mail-texts": _("Texts of e-mails"),
    }


def periods() -> dict[str, str]:
    """Return what each period that lists are filtered by is called."""
    return {
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "this-week": _("This week"),
        "last-week": _("Last week"),
        "this-month": _("This month"),
        "last-month": _("Last month"),
        "this-year": _("This year"),
        "last-year": _("Last year"),
    }


def sorts_of_entries() -> dict[str, str]:
    """Return what each sort of entries of the log is called."""
    return {
        "calls": _("Calls"),
        "messages": _("Messages"),
        "documents": _("Documents"),
        "failed": _("Not delivered"),
        "archive": _("Archive"),
    }


def with_indefinite_article(kind: Kind) -> str:
    """Return a kind of record with its indefinite article."""
    return _(FACTS[kind].words.a)


def rules(kind: Kind) -> dict[str, str]:
    """Return what each rule of a shared field is called, for a kind of record."""
    return {
        "both": _("Both ways"),
        "contact": _("Contact leads"),
        "role": _(FACTS[kind].words.leads),
        "fill": _("Fill blanks"),
        "separate": _("Separate"),
    }


def rule_sentence(rule: str, kind: Kind) -> str:
    """Return what a rule does, in a sentence."""
    texts = {
        "both": _("A change on either side reaches the other."),
        "contact": _("The contact decides; %(record)s follows and is locked."),
        "role": _("Only %(record)s decides; the contact follows and is locked."),
        "fill": _("A value goes to the other side only where that is blank."),
        "separate": _("Each side keeps its own value."),
    }
    return texts[rule] % {"record": with_article(kind)}


def right_names(kind: str) -> str:
    """Return what a role reads or writes is called: a kind of record, papers of a side, the log."""
    rights = {
        ADMINISTRATION: _("Administration"),
        "sales_document": _("Sales and service documents"),
        "purchase_document": _("Purchase documents"),
        "interaction": _("Interactions"),
    }
    return rights.get(kind) or kind_names(kind)


def roles() -> dict[str, str]:
    """Return what each role of a user is called."""
    return {str(role.value): str(role.label) for role in Role}


def audit_detail(entry: AuditEntry) -> str:
    """Return what else an entry of the audit tells: what was changed from what to what."""
    return "; ".join(
        f"{_AUDITED.get(name, name)}: {_told(value)}"
        for name, value in entry.detail.items()
        if value not in ("", None) and (name, value) != ("may_write", True)
    )


# What is told beside an entry, where it is no field of a user.
_AUDITED = {
    "by": gettext_lazy("way"),
    "times": gettext_lazy("times"),
    "count": gettext_lazy("how many"),
    "format": gettext_lazy("format"),
    "fields": gettext_lazy("fields"),
    "token": gettext_lazy("token"),
    "may_write": gettext_lazy("writes"),
    "rights": gettext_lazy("only for"),
    "ends": gettext_lazy("until"),
    "role": gettext_lazy("role"),
    "email": gettext_lazy("e-mail"),
    "salesperson": gettext_lazy("salesperson"),
    "disabled": gettext_lazy("locked out"),
}


def _told(value: object) -> str:
    """Return a value, or fields by what they are called, as people read them."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and len(value) == 2 and not all(isinstance(v, str) for v in value):
        return " → ".join(_told(each) for each in value)
    if isinstance(value, list):
        return ", ".join(fields().get(str(each), str(each)) for each in value)
    return str(value)


def way(via: str, source: str) -> str:
    """Return by which way a change set came, and from which device, connection or file: by an
    import (customers.csv).

    "" where somebody changed a record on the page or by a program, as they normally do.
    """
    if via in KIND_NAMES:
        return ""
    name = ways().get(via, via)
    return f"{name} ({source})" if source else name


def ways() -> dict[str, str]:
    """Return by which way a change set came, as the history says it."""
    return {
        **{kind: _("on the page or by a program") for kind in kinds()},
        "company": _("taken over from the company"),
        "link": _("by linking"),
        "import": _("by an import"),
        "carddav": _("by a phone"),
        "merge": _("by merging"),
        "undo": _("by undoing"),
        "repair": _("by a repair"),
        "rules": _("by a changed rule"),
        "setup": _("in setup"),
        "document": _("in a document"),
        "interaction": _("in the log"),
        "erasure": _("by an erasure"),
        OTHER: _("from elsewhere"),
    }


def cause(text: str) -> str:
    """Return why a field changed: typed, link, customer:C00010 …"""
    kind, colon, no = text.partition(":")
    if colon:
        record = _("the company %(no)s") % {"no": no} if kind == "company" else named_by(kind, no)
        return _("came from %(record)s") % {"record": record}
    return {
        "typed": _("typed"),
        "link": _("by linking"),
        "template": _("from the template"),
        "default": _("by default"),
        "derived": _("follows the name"),
        "undo": _("by undoing"),
        "restore": _("restored on unlinking"),
        "repair": _("by a repair"),
        "company-deleted": _("the company was deleted"),
        "deleted": _("the record was deleted"),
        "erased": _("a person was erased"),
        "ordered": _("became an order"),
        OTHER: _("from elsewhere"),
    }.get(text, text)


def events() -> dict[str, str]:
    """Return what somebody did to a record, as a verb after a name."""
    return {
        "created": _("created"),
        "deleted": _("deleted"),
        "erased": _("erased"),
        "changed": _("changed"),
        "linked": _("linked"),
        "unlinked": _("unlinked"),
        "link_state": _("paused or resumed a link of"),
    }


def job_kinds() -> dict[str, str]:
    """Return what each kind of job is called."""
    return {
        "create_contacts": _("Create contacts"),
        "undo": _("Undo"),
        "email": _("Send an e-mail"),
        "backup": _("Backup"),
        "find_duplicates": _("Look for duplicates"),
        "suggest_links": _("Look for suggestions"),
        "link_suggested": _("Link what is suggested"),
        "import": _("Import"),
    }


def job_states() -> dict[str, str]:
    """Return what each state of a job is called."""
    return {
        "queued": _("Waiting"),
        "running": _("Running"),
        "done": _("Done"),
        "failed": _("Failed"),
        "cancelled": _("Cancelled"),
    }


def sortable(text: str) -> str:
    """Return a text as lists of names are sorted by it."""
    return folded(text)
