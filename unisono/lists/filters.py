"""Filters of lists: what their values are, and the conditions they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Collate
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from unisono.common.borders import Given, Rows
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import composed, key_of
from unisono.lists.periods import PERIODS, days_of, moments_of, zone_of

RESERVED = ("q", "sort", "limit", "cursor", "zone")
_OPERATORS = ("gte", "lte", "in")
_NULL = ("reference", "key", "date")  # kinds of columns that have NULL where they have no value
_MOST_VALUES = 500


Condition = Callable[[Sequence[str]], Q]


@dataclass(frozen=True)
class Column:
    """A field that a list can be filtered and sorted by: where it stands and what its values are;
    of a day, whether rows may lack it.
    """

    path: str
    kind: str = "text"
    sort_path: str = ""
    condition: Condition | None = None
    may_lack: bool = False

    def parse(self, name: str, text: str) -> Any:
        """Return a filter's value; raise Invalid where it is none of this field's."""
        try:
            return PARSERS[self.kind](text)
        except (ValueError, InvalidOperation) as error:
            raise unfit(name, text) from error


def unfit(name: str, text: str) -> Invalid:
    """Return the refusal of a filter's value that is none of its field's."""
    message = _("This value does not fit the field: %(value)s") % {"value": text}
    return Invalid([FieldError(name, "filter", message)])


def _moment(text: str) -> datetime:
    at = parse_datetime(text.replace(" ", "+"))
    if at is None:
        raise ValueError(text)
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def _date(text: str) -> date:
    return date.fromisoformat(text)


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite() or not -10 <= (amount or Decimal(1)).adjusted() <= 15:
        raise ValueError(text)
    return amount


def _whole(text: str) -> int:
    if len(text) > 18:
        raise ValueError(text)
    return int(text)


PARSERS: dict[str, Callable[[str], object]] = {
    "text": composed,
    "key": key_of,
    "reference": key_of,
    "flag": _flag,
    "money": _amount,
    "moment": _moment,
    "date": _date,
    "number": _whole,
}


def refuse_unknown(query: QueryDict, known: Sequence[str]) -> None:
    """Raise Invalid naming each parameter that an address does not know."""
    if errors := [unknown_filter(name) for name in query if name not in known]:
        raise Invalid(errors)


def unknown_filter(name: str) -> FieldError:
    """Return the error of a parameter that does not exist."""
    return FieldError(name, "unknown-filter", _("There is no such filter."))


def filtered(
    rows: Rows, columns: dict[str, Column], query: Given, other: Sequence[str] = RESERVED
) -> Rows:
    """Return the rows that fulfil every condition of a query; raise Invalid for unknown ones and
    bad values.

    `other` are parameters that are no conditions; `zone` is the time zone whose days are meant.
    """
    errors, zone = [], zone_of(query)
    for parameter in query:
        if parameter in other:
            continue
        name, separator, operator = parameter.partition("__")
        column = columns.get(name)
        if (
            column is None
            or (separator and operator not in _OPERATORS)
            or (column.condition and operator in ("gte", "lte"))
        ):
            errors.append(unknown_filter(parameter))
            continue
        rows = rows.filter(_condition(column, parameter, operator, str(query[parameter]), zone))
    if errors:
        raise Invalid(errors)
    return rows


def _condition(column: Column, name: str, operator: str, text: str, zone: ZoneInfo) -> Q:
    texts = text.split(",") if operator == "in" else [text]
    if len(texts) > _MOST_VALUES:
        raise Invalid(
            [FieldError(name, "filter", _("At most %(limit)s entries.") % {"limit": _MOST_VALUES})]
        )
    if column.condition:
        return column.condition(texts)
    if operator != "in" and _means_days(column, text):
        return _within(column, name, operator, text, zone)
    values = [column.parse(name, text) if text or column.kind != "date" else "" for text in texts]
    if operator == "in":
        some = [value for value in values if value != "" or column.kind not in _NULL]
        return Q(**{f"{column.path}__in": some}) | (
            _blank(column) if "" in values else Q(pk__in=[])
        )
    if operator:
        compare = GreaterThanOrEqual if operator == "gte" else LessThanOrEqual
        return Q(compare(by_code_point(column, column.path), values[0]))
    return _blank(column) if values[0] == "" else Q(**{column.path: values[0]})


def _means_days(column: Column, text: str) -> bool:
    """Tell whether a value of a date or moment is a period, or a moment's a whole day."""
    is_day = column.kind == "moment" and len(text) == len("2025-03-04")
    return column.kind in ("date", "moment") and (is_day or text in PERIODS)


def _within(column: Column, name: str, operator: str, text: str, zone: ZoneInfo) -> Q:
    """Return the condition of standing within days, not before their first, or not after their
    last.
    """
    try:
        first, last = days_of(text, zone)
        if column.kind == "date":
            since, until = Q(**{f"{column.path}__gte": first}), Q(**{f"{column.path}__lte": last})
        else:
            begin, end = moments_of(first, last, zone)
            since, until = Q(**{f"{column.path}__gte": begin}), Q(**{f"{column.path}__lt": end})
    except ValueError as error:
        raise unfit(name, text) from error
    return {"gte": since, "lte": until}.get(operator, since & until)


def _blank(column: Column) -> Q:
    """Return the condition of a field without value: NULL for what refers to something."""
    if column.kind in _NULL:
        return Q(**{f"{column.path}__isnull": True})
    return Q(**{column.path: ""})


def by_code_point(column: Column, path: str) -> Any:
    """Return a column as it is compared on every database: texts by code point, references "" where
    NULL.
    """
    expression: Any = F(path)
    if column.kind in ("reference", "key") and path != "no_key":
        expression = Coalesce(expression, Value(""))
    if column.kind == "text" and path != "sort_key" and connection.vendor == "postgresql":
        expression = Collate(expression, "C")
    return expression
