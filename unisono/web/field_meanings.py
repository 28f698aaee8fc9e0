"""The tables of what each field means, by kind of record, document, log, setup and list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from unisono.cards.fields import Field, shared_names
from unisono.common.field_help import field_meaning
from unisono.common.kinds import KIND_NAMES, LINKED_KINDS, Kind, is_contact
from unisono.contacts.fields import ALTERNATIVE_ADDRESS_FIELDS
from unisono.documents.fields import DOCUMENT_FIELDS
from unisono.documents.lines import LINE_FIELDS
from unisono.interactions.entry_values import FIELDS as ENTRY_FIELDS
from unisono.interactions.fields import MESSAGE_FIELDS
from unisono.links.naming import kind_names
from unisono.records.code_lists import LISTS
from unisono.usecases.setup.setup import COMPANY_FIELDS, SETUP_FIELDS
from unisono.web import facts, labels


@dataclass(frozen=True)
class Row:
    """A field with its meaning, and whether linked records keep it equal."""

    name: str
    label: str
    meaning: str
    is_shared: bool = False


@dataclass(frozen=True)
class Table:
    """The fields of a kind of record, a document, a list. `key` is the anchor of the table."""

    key: str
    title: str
    rows: list[Row]
    has_shared: bool = False


def tables() -> list[Table]:
    """Return every field of the product with its meaning, in the reader's language."""
    return [
        *(_of_kind(kind) for kind in KIND_NAMES),
        _table("alternative_address", _("Other addresses"), _names(ALTERNATIVE_ADDRESS_FIELDS)),
        _table("document", _("Documents"), ["no", *_names(DOCUMENT_FIELDS)]),
        _table("line", _("Lines"), LINE_FIELDS),
        _table("message", _("E-mail"), MESSAGE_FIELDS),
        _table("interaction", _("Interactions"), ["template_code", "date", *_of_entries()]),
        _table("company", _("Our company"), _names(COMPANY_FIELDS)),
        _table("setup", _("Switches"), _names(SETUP_FIELDS)),
        *(_of_list(collection) for collection in LISTS),
    ]


def _names(fields: Iterable[Field]) -> list[str]:
    return [field.name for field in fields]


def _of_entries() -> list[str]:
    return [*ENTRY_FIELDS, "duration_min"]


def _table(place: str, title: str, names: Iterable[str]) -> Table:
    rows = [Row(name, labels.field(name), _said(field_meaning(place, name))) for name in names]
    return Table(place, title, rows)


def _said(meaning: str) -> str:
    return _(meaning) if meaning else ""


def _of_kind(kind: Kind) -> Table:
    """Return the fields of a kind of record, in the order of its card. All that a contact shares it
    shares with some kind; the other kinds lack some of it.
    """
    with_us = LINKED_KINDS if is_contact(kind) else (kind,)
    shared = {name for each in with_us for name in shared_names(each)}
    fields = {
        field.name: field
        for is_person in (False, True)
        for _title, some in facts.grouped(kind, is_person)
        for field in some
    }
    rows = [
        Row(name, labels.field(name), _said(field_meaning(kind, name)), name in shared)
        for name in fields
    ]
    return Table(kind, kind_names(kind), rows, has_shared=True)


def _of_list(collection: str) -> Table:
    info = LISTS[collection]
    names = ["code", *info.by_name, *(name for name, _least in info.numbers)]
    return _table(collection, labels.lists()[collection], names)
