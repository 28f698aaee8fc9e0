"""The records that are compared, read as values, however many there are."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from unisono.cards.fields import SHARED
from unisono.common.borders import Content, Given, Rows, Stored
from unisono.common.kinds import FACTS, Kind
from unisono.common.sql import SqlRow
from unisono.duplicates.features import READ
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.setup.queries import may_have_several, setup_now

_CHUNK = 5000  # rows that the cursor holds at a time: some megabytes, whatever the book's size
# What people have from their company [5.2] tells nobody who they are.
_INHERITED = tuple(
    field.name
    for field in SHARED
    if field.compared not in ("", "country") and field.group in ("address", "communication")
)


def contacts() -> Rows:
    """Return all contacts, as they are compared with each other."""
    return KINDS["contact"].model._default_manager.order_by("pk")


def linkable_contacts(kind: Kind) -> Rows:
    """Return the contacts that one more record of this kind can be linked with [2.5] [2.6]
    [2.7].
    """
    rows = contacts().filter(company__isnull=True, privacy_blocked=False)
    if FACTS[kind].of_companies:
        return rows.filter(type="company")
    if may_have_several(setup_now(), kind):
        return rows
    return rows.filter(~Exists(Link.objects.filter(contact_id=OuterRef("pk"), role=kind)))


def unlinked(kind: Kind) -> Rows:
    """Return the records of a kind that have no link."""
    rows: Rows = KINDS[kind].model._default_manager.order_by("pk")
    return rows.filter(~Exists(Link.objects.filter(**{f"{kind}_id": OuterRef("pk")})))


def entries(rows: Rows) -> Iterator[tuple[int, Given]]:
    """Return (key, values) of each row, a few thousand in memory at a time."""
    columns = {field.name for field in rows.model._meta.concrete_fields}
    names = ["id", "search_text", *(name for name in READ if name in columns)]
    former = [f"company__{name}" for name in _INHERITED] if "company" in columns else []
    for row in rows.values_list(*names, *former).iterator(chunk_size=_CHUNK):
        values = dict(zip(names, row, strict=False))
        if former and any(row[len(names) :]):
            _without_inherited(values, row[len(names) :])
        yield row[0], values


def _without_inherited(values: Content, company: SqlRow) -> None:
    for name, theirs in zip(_INHERITED, company, strict=True):
        if theirs and values[name] == theirs:
            values[name] = ""


def values_of(row: Stored) -> Content:
    """Return the values of one row as they are compared."""
    values = {name: getattr(row, name) for name in (*READ, "search_text") if hasattr(row, name)}
    company = getattr(row, "company", None)
    if company is not None:
        _without_inherited(values, tuple(getattr(company, name) for name in _INHERITED))
    return values
