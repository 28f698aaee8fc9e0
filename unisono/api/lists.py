"""Lists: search, filters, sorting, pages by cursor, counts (api.md)."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Collate
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from unisono.common.errors import FieldError, Invalid
from unisono.common.text import composed, digits_of, folded, is_control, key_of
from unisono.links.kinds import KINDS
from unisono.links.models import Link

COUNTED = 10_000
_RESERVED = ("q", "sort", "limit", "cursor")
_OPERATORS = ("gte", "lte", "in")
_MOST_VALUES = 500


@dataclass(frozen=True)
class Column:
    """A field that a list can be filtered and sorted by: where it stands and what its values are."""

    path: str
    kind: str = "text"
    sort_path: str = ""
    condition: Callable[[str], Q] | None = None

    def parse(self, name: str, text: str) -> Any:
        """Return a filter's value; raise Invalid where it is none of this field's."""
        try:
            return _PARSERS[self.kind](text)
        except (ValueError, InvalidOperation) as error:
            message = _("This value does not fit the field: %(value)s") % {"value": text}
            raise Invalid([FieldError(name, "filter", message)]) from error


def _moment(text: str) -> datetime:
    at = parse_datetime(text.replace(" ", "+"))
    if at is None:
        raise ValueError(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite() or abs(amount) > 10**15:
        raise ValueError(text)
    return amount


def _whole(text: str) -> int:
    if len(text) > 18:
        raise ValueError(text)
    return int(text)


_PARSERS: dict[str, Callable[[str], Any]] = {
    "text": composed,
    "key": key_of,
    "reference": key_of,
    "flag": _flag,
    "money": _amount,
    "moment": _moment,
    "number": _whole,
}


def columns_of(kind: str) -> dict[str, Column]:
    """Return what a list of this kind of record can be filtered and sorted by."""
    columns = {"no": Column("no_key", "key"), "version": Column("version", "number")}
    for name, field in KINDS[kind].fields.items():
        if field.kind == "codes":
            columns[name] = Column(f"{name}__code", "codes", condition=_has_code(kind, name))
        elif field.is_reference:
            columns[name] = Column(f"{name}_id", "reference")
        elif field.kind in ("flag", "money"):
            columns[name] = Column(name, field.kind)
        elif field.kind != "multiline":
            columns[name] = Column(name, sort_path="sort_key" if name == "name" else "")
    columns["created_at"], columns["modified_at"] = Column("created_at", "moment"), Column("modified_at", "moment")
    if kind == "contact":
        columns["company_no"] = Column("company__no_key", "key")
    else:
        columns["contact_no"] = Column("link__contact__no_key", "key")
    if kind in ("customer", "vendor"):
        columns["primary_contact_no"] = Column("link__primary_contact__no_key", "key")
    if kind == "customer":
        columns["type"] = Column("type")
    return columns


def _has_code(kind: str, name: str) -> Callable[[str], Q]:
    through: Any = getattr(KINDS[kind].model, name).through
    owner = str(KINDS[kind].model._meta.model_name)
    target = getattr(KINDS[kind].model, name).field.m2m_reverse_field_name()

    def condition(code: str) -> Q:
        by_hand = through.objects.filter(**{owner: OuterRef("pk"), f"{target}__code": key_of(code)})
        if name != "business_relation_codes":
            return Q(Exists(by_hand))
        by_link = Link.objects.filter(contact_id=OuterRef("pk"), business_relation__code=key_of(code))
        return Q(Exists(by_hand)) | Q(Exists(by_link))

    return condition


def searched(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the rows in which every word is found, case and accents ignored; phones by their digits."""
    for word in text.split():
        found = Q(search_text__contains=folded(word))
        if all(char.isdecimal() or char in "+()-./" for char in word) and (digits := digits_of(word)):
            found |= Q(search_text__contains=digits)
        rows = rows.filter(found)
    return rows


@dataclass(frozen=True)
class Page:
    """A page of rows: what comes next, and how many there are."""

    rows: Sequence[Any]
    next: str | None
    count: int

    def shown(self, items: list[Any]) -> dict[str, Any]:
        """Return the page as the contract has it."""
        minimum = {"count_is_minimum": True} if self.count > COUNTED else {}
        return {"items": items, "next": self.next, "count": min(self.count, COUNTED), **minimum}


def page(rows: QuerySet[Any], columns: dict[str, Column], query: QueryDict, default_sort: str) -> Page:
    """Return the page that a query asks for; raise Invalid for unknown filters, sort fields, limits and cursors."""
    limit = limit_of(query)
    rows = _filtered(rows, columns, query)
    if text := query.get("q"):
        rows = searched(rows, text[:200])
    count = rows.order_by()[: COUNTED + 1].count()
    sort = query.get("sort") or default_sort
    rows, order = _sorted(rows, columns, sort)
    if cursor := query.get("cursor"):
        rows = rows.filter(_after(order, _typed(order, _read_cursor(cursor, sort, len(order)))))
    found = list(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(found, _cursor(found[-1], order, sort) if more else None, count)


def limit_of(query: QueryDict, normal: int = 50) -> int:
    """Return the page's size, 1 to 500; raise Invalid."""
    text = query.get("limit") or str(normal)
    if not text.isascii() or not text.isdecimal() or len(text) > 3 or not 1 <= int(text) <= 500:
        raise Invalid(
            [
                FieldError(
                    "limit",
                    "range",
                    _("This must be a whole number from %(least)s to %(most)s.") % {"least": 1, "most": 500},
                )
            ]
        )
    return int(text)


def _filtered(rows: QuerySet[Any], columns: dict[str, Column], query: QueryDict) -> QuerySet[Any]:
    errors = []
    for parameter in query:
        if parameter in _RESERVED:
            continue
        name, _separator, operator = parameter.partition("__")
        column = columns.get(name)
        if (
            column is None
            or (operator and operator not in _OPERATORS)
            or (column.condition and operator in ("gte", "lte"))
        ):
            errors.append(FieldError(parameter, "unknown-filter", _("There is no such filter.")))
            continue
        rows = rows.filter(_condition(column, parameter, operator, str(query[parameter])))
    if errors:
        raise Invalid(errors)
    return rows


def _condition(column: Column, name: str, operator: str, text: str) -> Q:
    texts = text.split(",") if operator == "in" else [text]
    if len(texts) > _MOST_VALUES:
        raise Invalid([FieldError(name, "filter", _("At most %(limit)s entries.") % {"limit": _MOST_VALUES})])
    if column.condition:
        found = Q()
        for code in texts:
            found |= column.condition(code)
        return found
    values = [column.parse(name, text) for text in texts]
    if operator == "in":
        return Q(**{f"{column.path}__in": values}) | (_blank(column) if "" in values else Q(pk__in=[]))
    if operator:
        compare = GreaterThanOrEqual if operator == "gte" else LessThanOrEqual
        return Q(compare(_by_code_point(column, column.path), values[0]))
    return _blank(column) if values[0] == "" else Q(**{column.path: values[0]})


def _blank(column: Column) -> Q:
    """Return the condition of a field without value: NULL for what refers to something."""
    if column.kind in ("reference", "key"):
        return Q(**{f"{column.path}__isnull": True})
    return Q(**{column.path: ""})


def _by_code_point(column: Column, path: str) -> Any:
    """Return a column as it is compared on every database: texts by code point, references "" where NULL."""
    expression: Any = F(path)
    if column.kind in ("reference", "key") and path != "no_key":
        expression = Coalesce(expression, Value(""))
    if column.kind == "text" and path != "sort_key" and connection.vendor == "postgresql":
        expression = Collate(expression, "C")
    return expression


Order = list[tuple[str, bool, str]]  # annotation, descending, kind


def _sorted(rows: QuerySet[Any], columns: dict[str, Column], sort: str) -> tuple[QuerySet[Any], Order]:
    """Return the rows in order; the key breaks ties, in the direction of the first field, so that an index serves."""
    order: Order = []
    parts = sort.split(",")
    for number, part in enumerate(parts):
        name = part.removeprefix("-")
        column = columns.get(name)
        if column is None or column.condition or len(parts) > 5:
            raise Invalid(
                [FieldError("sort", "unknown-sort", _("There is no such field to sort by: %(name)s") % {"name": name})]
            )
        path = column.sort_path or column.path
        expression, alias = _by_code_point(column, path), f"sort_{number}"
        rows = rows.annotate(**{alias: expression})
        order.append((alias, part.startswith("-"), column.kind))
    order.append(("pk", order[0][1], "number"))
    return rows.order_by(*(F(alias).desc() if down else F(alias).asc() for alias, down, _kind in order)), order


def _after(order: Order, values: list[Any]) -> Q:
    """Return the condition of what comes after these values in the order."""
    condition, equal = Q(pk__in=[]), Q()
    for (alias, down, _kind), value in zip(order, values, strict=True):
        condition |= equal & Q(**{f"{alias}__{'lt' if down else 'gt'}": value})
        equal &= Q(**{alias: value})
    return condition


def _cursor(row: Any, order: Order, sort: str) -> str:
    values = [getattr(row, alias) for alias, _down, _kind in order]
    texts = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([sort, *texts]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: str, length: int) -> list[Any]:
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list) or len(parts) != length + 1 or parts[0] != sort:
            raise ValueError(cursor)
        if not all(isinstance(part, str) and not any(map(is_control, part)) for part in parts):
            raise ValueError(cursor)
        return parts[1:]
    except (ValueError, UnicodeDecodeError) as error:
        raise bad_cursor() from error


def bad_cursor(name: str = "cursor") -> Invalid:
    """Return the refusal of a cursor that this list did not give."""
    return Invalid([FieldError(name, "cursor", _("This cursor does not belong to this list."))])


def _typed(order: Order, texts: Iterable[str]) -> list[Any]:
    """Return a cursor's texts as values of their columns."""
    try:
        return [
            text if kind in ("text", "key", "reference") else _PARSERS[kind](text)
            for (_a, _d, kind), text in zip(order, texts, strict=True)
        ]
    except (ValueError, InvalidOperation) as error:
        raise bad_cursor() from error
