"""The lists of documents on their pages, one of each type."""

from collections.abc import Sequence
from functools import partial

from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.borders import Content, Stored
from unisono.documents.fields import BY_NAME, fields_of
from unisono.documents.types import TYPES
from unisono.usecases.documents.many import MOST_PRINTED
from unisono.usecases.lists.lists import LISTS
from unisono.web import code_names, document_names, formatting, labels, paths
from unisono.web.list_page import Cell, Choices, ListPage, Row

_MONEY = ("subtotal", "vat_total", "total")
_MOMENTS = ("created_at", "modified_at")


def document_list(type_: str) -> ListPage:
    """Return the page of the list of a type of document."""
    return ListPage(
        LISTS[type_],
        document_names.types_names()[type_],
        document_names.list_url(type_),
        ("no",),
        ("name", "document_date", "status", "salesperson_code", "total"),
        _choosable(type_),
        partial(_rows_of, type_),
        [(name.capitalize(), {"status": key}) for key, name in document_names.statuses().items()],
        "document",
        _choices,
        _said,
        partial(_context, type_),
        dates="document_date",
        picks=("salesperson_code",),
        numbers=frozenset(_MONEY),
    )


def _choosable(type_: str) -> list[tuple[str, str]]:
    first = ["name", "document_date", "status", "salesperson_code", *_MONEY, "contact_no"]
    fields = [field.name for field in fields_of(type_) if field.kind != "multiline"]
    names = [*first, f"{TYPES[type_].role}_no", "company_no", *fields, *_MOMENTS, "created_by"]
    return [(name, labels.field(name)) for name in dict.fromkeys(names)]


def _choices() -> Choices:
    return {
        "status": document_names.statuses(),
        "salesperson_code": code_names.choices("setup.Salesperson"),
    }


def _context(type_: str, actor: Actor) -> Content:
    return {
        "type": type_,
        "may_write": actor.may_write(TYPES[type_].right),
        "most_printed": MOST_PRINTED,
    }


def _said(name: str, text: str) -> str:
    field = BY_NAME.get(name)
    return formatting.value(field, text) if field and field.kind != "code" else text


def _rows_of(
    type_: str, documents: Sequence[Stored], names: Sequence[str], _actor: Actor, _query: str
) -> list[Row]:
    return [
        Row(
            each.no,
            each.no,
            document_names.document_url(type_, each.no),
            [_cell(each, name) for name in names],
            said=f"{each.no} {each.name}",
            email=each.email,
        )
        for each in documents
    ]


def _cell(document: Stored, name: str) -> Cell:
    if name == "status":
        text = document_names.statuses()[document.status]
        return Cell(name, text, look="badge", classes=f"status-{document.status}")
    if name in _MONEY:
        text = formatting.money(getattr(document, name), document.currency_code)
        return Cell(name, text, look="number")
    if name in _MOMENTS:
        return Cell(name, getattr(document, name), look="moment")
    if name in ("contact_no", "customer_no", "vendor_no", "company_no"):
        return _tie(document, name)
    if name == "created_by":
        return Cell(name, document.created_by)
    text = formatting.value(BY_NAME[name], value_of(document, BY_NAME[name]))
    return Cell(name, text, formatting.href(BY_NAME[name], text))


def _tie(document: Stored, name: str) -> Cell:
    """Return what a document is tied to: a person or company by name, a customer or vendor by
    number.
    """
    kind = name.removesuffix("_no")
    tied = getattr(document, kind)
    if tied is None:
        return Cell(name, "")
    is_contact = kind in ("contact", "company")
    url = paths.card_url("contact" if is_contact else kind, tied.no)
    return Cell(name, tied.name if is_contact else tied.no, url)
