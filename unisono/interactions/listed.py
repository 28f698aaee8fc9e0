"""The log as a list: what it can be filtered and sorted by, its sorts, and its file."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Rows, Stored
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.interactions.actions import DOCUMENT_KINDS
from unisono.interactions.models import Interaction
from unisono.interactions.queries import INTERACTION
from unisono.interactions.search_texts import search_entries
from unisono.lists.described import Described
from unisono.lists.filters import Column

MESSAGES = ("email", "letter", "fax")
_PAPERS = tuple(kind for kind in DOCUMENT_KINDS if kind != "cover_sheet")
_SORTS: dict[str, Callable[[], Q]] = {
    "calls": lambda: Q(medium="phone"),
    # What a document logs of itself tells of the document, unless it was sent.
    "messages": lambda: (
        Q(medium__in=MESSAGES) & ~Q(document_type__in=_PAPERS, message__isnull=True)
    ),
    "documents": lambda: ~Q(document_type=""),
    "failed": lambda: Q(message__state="failed"),
    "archive": lambda: Q(contact__isnull=True),
}
SORTS = tuple(_SORTS)


def of_sort(name: str) -> Q:
    """Return the condition of one sort of entries; raise Invalid for one that is none."""
    if name not in _SORTS:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(SORTS)}
        raise Invalid([FieldError("only", "choice", message)])
    return _SORTS[name]()


def _only(names: Sequence[str]) -> Q:
    # Old addresses say only= and mean everything.
    return reduce(or_, (of_sort(name) if name else Q() for name in names), Q())


def _with_contact(numbers: Sequence[str]) -> Q:
    """Return the condition of having happened with contacts, or with people that were a company's
    then [8.1]; of "": with those who are gone.
    """
    keys = [key_of(no) for no in numbers if no]
    # Read beforehand: by their keys an index finds the entries.
    ids = list(Contact.objects.filter(no_key__in=keys).values_list("pk", flat=True)) if keys else []
    found = Q(contact_id__in=ids) | Q(company_id__in=ids)
    return found | Q(contact__isnull=True) if "" in numbers else found


COLUMNS: dict[str, Column] = {
    "id": Column("pk", "number"),
    "date": Column("at", "moment"),
    "created_at": Column("created_at", "moment"),
    "contact_no": Column("", "codes", condition=_with_contact),
    "person_no": Column("contact__no_key", "key"),
    "company_no": Column("company__no_key", "key"),
    "former_contact_no": Column("contact_no"),
    "former_contact_name": Column("contact_name"),
    **{name: Column(name) for name in ("description", "by", "direction", "initiated_by")},
    **{name: Column(name) for name in ("medium", "action", "document_type", "document_no")},
    "template_code": Column("template_id", "key"),
    "group_code": Column("group_id", "reference"),
    "salesperson_code": Column("salesperson_id", "reference"),
    "cost": Column("cost", "money"),
    "duration_min": Column("duration_min", "number"),
    "evaluation": Column("evaluation"),
    "cancelled": Column("cancelled", "flag"),
    "only": Column("", "codes", condition=_only),
}
WORDED = frozenset({"medium", "direction", "initiated_by", "evaluation", "document_type", "state"})
_EXPORTED = (
    "id date former_contact_no former_contact_name company_name description comment by "
    "salesperson_code salesperson_name template_code template_name group_code medium direction "
    "initiated_by document_type document_no state cost duration_min evaluation cancelled"
).split()


def log_rows() -> Rows:
    """Return the log with all that lists show of it."""
    return Interaction.objects.select_related(
        "contact", "company", "message", "salesperson", "template", "group"
    )


def named(row: Stored, name: str) -> str:
    """Return what a list tells of an entry beside its own columns: names instead of codes."""
    if name == "company_name":
        return str(row.company.name) if row.company else ""
    if name == "state":
        return str(row.message.state) if row.message else ""
    coded = getattr(row, name.removesuffix("_name"))
    return str(coded.description or coded.code) if coded else ""


_PATHS = {
    "id": "pk",
    "date": "at",
    "former_contact_no": "contact_no",
    "former_contact_name": "contact_name",
    "salesperson_code": "salesperson_id",
    "template_code": "template_id",
    "group_code": "group_id",
}


def _cell(row: Stored, name: str) -> object:
    if name in ("company_name", "salesperson_name", "template_name", "state"):
        return named(row, name)
    value = getattr(row, _PATHS.get(name, name))
    return float(value) if name == "cost" else "" if value is None else value


def _columns(_actor: Actor) -> dict[str, Column]:
    return COLUMNS


def _in_file(rows: Rows) -> Rows:
    return rows.order_by("-at", "-pk")


LOG_LIST = Described(
    INTERACTION,
    INTERACTION,
    log_rows,
    _columns,
    "-date",
    _EXPORTED,
    _cell,
    _in_file,
    search_entries,
    WORDED,
)
