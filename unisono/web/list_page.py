"""What a list shows: its columns, its rows as people read them, its filters as chips, its views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from unisono.access.queries import saved_views
from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.borders import Stored
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind, is_contact
from unisono.contacts.queries import contacts_by_key
from unisono.links.kinds import KINDS
from unisono.links.queries import contact_numbers, links_shown
from unisono.lists.filters import columns_of
from unisono.web import formatting, labels, paths

_SPECIAL: dict[str, tuple[str, ...]] = {
    "contact": ("links", "company_name", "modified_at"),
    **dict.fromkeys(LINKED_KINDS, ("contact_no", "modified_at")),
}
_UNLISTED = frozenset({"no", "name", "note", "version"})


@dataclass(frozen=True)
class Cell:
    """One value of a row: its column, its text, and what it is besides text."""

    name: str
    text: str
    href: str = ""
    tiles: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Row:
    """A record in a list."""

    no: str
    name: str
    url: str
    cells: list[Cell]
    email: str
    is_person: bool


def choosable(kind: Kind) -> list[tuple[str, str]]:
    """Return the columns that a list of a kind can have beside number and name: (name, what it is
    called).
    """
    fields = [
        name
        for name, field in KINDS[kind].fields.items()
        if field.kind != "codes" and name not in _UNLISTED
    ]
    return [(name, labels.field(name)) for name in dict.fromkeys([*_SPECIAL[kind], *fields])]


def chosen(kind: Kind, wanted: object) -> list[str]:
    """Return the columns that somebody chose, of those that there are; the normal ones where
    nothing was chosen.
    """
    known = {name for name, _label in choosable(kind)}
    names = [name for name in wanted if name in known] if isinstance(wanted, list) else []
    return names or list(FACTS[kind].listed)


def rows_of(
    kind: Kind, records: Sequence[Stored], names: Sequence[str], actor: Actor, query: str
) -> list[Row]:
    """Return records as rows, with a fixed number of statements; `query` leads cards back to this
    list.
    """
    own = _linked(kind, records, names, actor)
    suffix = "?" + urlencode({"in": query})
    return [
        Row(
            record.no,
            record.name,
            paths.card_url(kind, record.no) + suffix,
            [_cell(kind, record, name, own.get(record.pk, {})) for name in names],
            record.email,
            is_contact(kind) and record.type == "person",
        )
        for record in records
    ]


def _cell(kind: Kind, record: Stored, name: str, linked: Mapping[str, Cell]) -> Cell:
    if name in linked:
        return linked[name]
    if name in ("links", "company_name", "contact_no"):
        return Cell(name, "")
    if name == "modified_at":
        return Cell(name, record.modified_at)
    field = KINDS[kind].fields[name]
    text = formatting.value(field, value_of(record, field))
    return Cell(name, text, formatting.href(field, text))


def _linked(
    kind: Kind, records: Sequence[Stored], names: Sequence[str], actor: Actor
) -> dict[int, dict[str, Cell]]:
    """Return the cells that tell of other records, by record."""
    ids = [record.pk for record in records]
    cells: dict[int, dict[str, Cell]] = {}
    if not is_contact(kind):
        for id_, no in (contact_numbers(kind, ids) if "contact_no" in names else {}).items():
            cells[id_] = {"contact_no": Cell("contact_no", no, paths.card_url("contact", no))}
        return cells
    if "company_name" in names:
        companies = {record.company_id for record in records if record.company_id}
        named = contacts_by_key(companies)
        for record in records:
            company = named.get(record.company_id)
            cells[record.pk] = {
                "company_name": Cell("company_name", company.name if company else "")
            }
    if "links" in names:
        for id_, tiles in tiles_of(ids, actor).items():
            cells.setdefault(id_, {})["links"] = Cell("links", "", tiles=tiles)
    return cells


def tiles_of(contact_ids: Sequence[int], actor: Actor) -> dict[int, list[tuple[str, str, str]]]:
    """Return the kind, number and state of what contacts are linked with, as far as the actor may
    see it.
    """
    found: dict[int, list[tuple[str, str, str]]] = {}
    for id_, links in links_shown(contact_ids, actor).items():
        found[id_] = [(link.role, link.record_no, link.state) for link in links]
    return found


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, and the address of the list without it."""

    text: str
    url: str


def chips(kind: Kind, query: Mapping[str, str]) -> list[Chip]:
    """Return the filters of a query, each with the way to take it off."""
    signs = {"": "=", "gte": "≥", "lte": "≤", "in": "∈"}
    found = []
    for parameter, text in query.items():
        if parameter in ("q", "sort"):
            continue
        name, _separator, operator = parameter.partition("__")
        rest = {key: value for key, value in query.items() if key != parameter}
        said = _said(kind, name, text) if operator != "in" else text
        label = f"{labels.field(name)} {signs.get(operator, '=')} {said}"
        found.append(Chip(label, paths.list_url(kind) + "?" + urlencode(rest)))
    return found


def _said(kind: Kind, name: str, text: str) -> str:
    """Return a filter's value as people read it."""
    if text == "":
        return _("(blank)")
    if text in ("true", "false"):
        return _("Yes") if text == "true" else _("No")
    if name in ("type", "business_relation", "blocked"):
        return (
            labels.choice(name, text)
            if name != "business_relation"
            else labels.business_relations().get(text, text)
        )
    field = KINDS[kind].fields.get(name)
    return (
        formatting.value(field, text) if field and field.kind in ("country", "language") else text
    )


def filterable(kind: Kind) -> list[tuple[str, str]]:
    """Return what a list can be filtered by: (name, what it is called), in the order of the
    names.
    """
    names = [name for name in columns_of(kind) if name != "version"]
    return sorted(
        ((name, labels.field(name)) for name in names), key=lambda pair: pair[1].casefold()
    )


@dataclass(frozen=True)
class View:
    """A list with a name: its query, whether it is the one that is shown, and its key if it is
    one's own.
    """

    name: str
    query: str
    is_current: bool
    key: int | None = None
    is_shared: bool = False


def views(kind: Kind, query: Mapping[str, str], actor: Actor) -> list[View]:
    """Return the views of a list: everything, the usual ones, and the saved ones, one's own and
    those shared.
    """
    here = sorted(query.items())
    usual: list[tuple[str, dict[str, str]]] = [(_("All"), {})]
    if is_contact(kind):
        usual += [(_("Companies"), {"type": "company"}), (_("People"), {"type": "person"})]
        usual += [(_("Without relation"), {"business_relation": "none"})]
    else:
        usual += [
            (_("Without contact"), {"contact_no": ""}),
            (_("Newest"), {"sort": "-created_at"}),
        ]
    found = [
        View(name, urlencode(values), here == sorted(values.items())) for name, values in usual
    ]
    for saved in saved_views(kind, actor):
        key = saved.pk if saved.user_id == actor.user_id else None
        found.append(
            View(saved.name, saved.query, saved.query == urlencode(here), key, saved.is_shared)
        )
    return found
