"""The lists of records on their pages: contacts, customers, vendors, bank accounts."""

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.borders import Content, Stored
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind, is_contact
from unisono.contacts.queries import contacts_by_key
from unisono.links.kinds import KINDS
from unisono.links.naming import kind_names
from unisono.links.queries import contact_numbers, links_shown
from unisono.usecases.lists.lists import LISTS
from unisono.web import formatting, labels, paths
from unisono.web.list_page import Cell, Choices, ListPage, Row

_SPECIAL: dict[str, tuple[str, ...]] = {
    "contact": ("links", "company_name", "modified_at"),
    **dict.fromkeys(LINKED_KINDS, ("contact_no", "modified_at")),
}
_UNLISTED = frozenset({"no", "name", "note", "version"})


def record_list(kind: Kind) -> ListPage:
    """Return the page of the list of a kind."""
    return ListPage(
        LISTS[kind],
        kind_names(kind),
        paths.list_url(kind),
        ("no", "name"),
        FACTS[kind].listed,
        choosable(kind),
        partial(rows_of, kind),
        _usual(kind),
        "record",
        partial(_choices, kind),
        partial(_said, kind),
        partial(_context, kind),
    )


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


def _usual(kind: Kind) -> list[tuple[str, dict[str, str]]]:
    if is_contact(kind):
        return [
            (_("Companies"), {"type": "company"}),
            (_("People"), {"type": "person"}),
            (_("Without relation"), {"business_relation": "none"}),
        ]
    return [(_("Without contact"), {"contact_no": ""}), (_("Newest"), {"sort": "-created_at"})]


def _context(kind: Kind, actor: Actor) -> Content:
    return {
        "kind": kind,
        "may_write": actor.may_write(kind),
        "may_print_sheets": kind == "contact" and actor.may_write("interaction"),
        "collection": paths.collection(kind),
    }


def _choices(kind: Kind) -> Choices:
    found: dict[str, Mapping[str, str]] = {}
    for name, field in KINDS[kind].fields.items():
        if field.kind == "choice":
            found[name] = {value: labels.choice(name, value) for value in field.choices if value}
    if is_contact(kind):
        found["business_relation"] = labels.business_relations()
    return found


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
            Cell("no", record.no),
            record.no,
            "" if _wants_no_mail(kind, record) else record.email,
            *(("user", labels.choice("type", "person")) if _is_person(kind, record) else ("", "")),
            paths.card_url(kind, record.no, "peek"),
            left_out=record.name if record.email and _wants_no_mail(kind, record) else "",
        )
        for record in records
    ]


def _is_person(kind: Kind, record: Stored) -> bool:
    return is_contact(kind) and record.type == "person"


def _cell(
    kind: Kind,
    record: Stored,
    name: str,
    linked: Mapping[str, Cell],
) -> Cell:
    if name in linked:
        return linked[name]
    if name in ("links", "company_name", "contact_no"):
        return Cell(name, "")
    if name == "modified_at":
        return Cell(name, record.modified_at, look="moment")
    field = KINDS[kind].fields[name]
    text = formatting.value(field, value_of(record, field))
    return Cell(name, text, formatting.href(field, text))


def _wants_no_mail(kind: Kind, record: Stored) -> bool:
    """Tell whether a contact is left out where several are written to: it wants no mailings, or
    letters or faxes.
    """
    if not is_contact(kind):
        return False
    return bool(record.exclude_from_segment or record.correspondence_type in ("hard_copy", "fax"))


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


def _said(kind: Kind, name: str, text: str) -> str:
    """Return a filter's value as people read it, where it is no choice."""
    field = KINDS[kind].fields.get(name)
    return (
        formatting.value(field, text) if field and field.kind in ("country", "language") else text
    )
