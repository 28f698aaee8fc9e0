"""The lists of documents, one of each type: what they can be filtered and sorted by, and their
files.
"""

from functools import partial

from unisono.access.roles import Actor
from unisono.common.borders import Rows, Stored
from unisono.documents.fields import fields_of
from unisono.documents.queries import document_rows, search_documents
from unisono.documents.types import TYPES
from unisono.lists.described import Described
from unisono.lists.filters import Column

_SORTABLE = {"text": "text", "choice": "text", "date": "date", "code": "reference"}
_MAY_LACK = ("due_date", "valid_until_date")
_MONEY = ("subtotal", "vat_total", "total")


def document_columns(type_: str) -> dict[str, Column]:
    """Return what a list of documents can be filtered and sorted by."""
    role = TYPES[type_].role
    columns = {
        "no": Column("no_key", "key"),
        "status": Column("status"),
        "contact_no": Column("contact__no_key", "key"),
        "company_no": Column("company__no_key", "key"),
        f"{role}_no": Column(f"{role}__no_key", "key"),
        "party_no": Column("party_no"),
        "subtotal": Column("subtotal", "money"),
        "vat_total": Column("vat_total", "money"),
        "total": Column("total", "money"),
        "version": Column("version", "number"),
        "created_at": Column("created_at", "moment"),
        "modified_at": Column("modified_at", "moment"),
        "created_by": Column("created_by"),
    }
    for field in fields_of(type_):
        if field.kind != "multiline":
            path = f"{field.name}_id" if field.is_reference else field.name
            kind, may_lack = _SORTABLE.get(field.kind, "text"), field.name in _MAY_LACK
            columns[field.name] = Column(path, kind, may_lack=may_lack)
    return columns


def _exported(type_: str) -> list[str]:
    first = ["no", "status", "document_date", "due_date", "name", "contact_no"]
    seller = ["salesperson_code", "salesperson_name"]
    known = {*first, *seller, "currency_code"}
    rest = [each.name for each in fields_of(type_) if each.name not in known]
    sums = ["currency_code", *_MONEY]
    return [*first, f"{TYPES[type_].role}_no", *seller, *sums, *rest, "created_at", "created_by"]


def _cell(row: Stored, name: str) -> object:
    if name == "salesperson_name":
        return row.salesperson_code.description if row.salesperson_code else ""
    if name in ("contact_no", "customer_no", "vendor_no"):
        tied = getattr(row, name.removesuffix("_no"))
        return tied.no if tied else ""
    if name in _MONEY:
        return float(getattr(row, name))
    if name.endswith("_code") and hasattr(row, f"{name}_id"):
        return getattr(row, f"{name}_id") or ""
    value = getattr(row, name)
    return "" if value is None else value


def listed_rows(type_: str) -> Rows:
    """Return the documents of a type with all that lists show of them."""
    return document_rows().filter(type=type_).select_related("salesperson_code")


def _in_file(rows: Rows) -> Rows:
    return rows.order_by("-created_at", "-pk")


def _described(type_: str) -> Described:
    def columns(_actor: Actor) -> dict[str, Column]:
        return document_columns(type_)

    return Described(
        type_,
        TYPES[type_].right,
        partial(listed_rows, type_),
        columns,
        "-created_at",
        _exported(type_),
        _cell,
        _in_file,
        search_documents,
        frozenset({"status"}),
    )


DOCUMENT_LISTS: dict[str, Described] = {type_: _described(type_) for type_ in TYPES}
