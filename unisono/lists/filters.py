"""Filters of lists: which fields there are, what their values are, and the conditions they make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Collate
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from unisono.common.borders import Given, Rows
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind, is_contact
from unisono.common.text import composed, key_of
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.lists.periods import PERIODS, days_of, moments_of, zone_of

RESERVED = ("q", "sort", "limit", "cursor", "zone")
_OPERATORS = ("gte", "lte", "in")
_NULL = ("reference", "key", "date")  # kinds of columns that have NULL where they have no value
_MOST_VALUES = 500


Condition = Callable[[Sequence[str]], Q]


@dataclass(frozen=True)
class Column:
    """A field that a list can be filtered and sorted by: where it stands and what its values
    are.
    """

    path: str
    kind: str = "text"
    sort_path: str = ""
    condition: Condition | None = None

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


def columns_of(kind: Kind, roles: Sequence[str] = LINKED_KINDS) -> dict[str, Column]:
    """Return what a list of this kind of record can be filtered and sorted by.

    `roles` are the kinds of role records that the reader may see: filters tell nothing of others.
    """
    columns = {"no": Column("no_key", "key"), "version": Column("version", "number")}
    for name, field in KINDS[kind].fields.items():
        if field.kind == "codes":
            columns[name] = Column(f"{name}__code", "codes", condition=_has_code(kind, name, roles))
        elif field.is_reference:
            columns[name] = Column(f"{name}_id", "reference")
        elif field.kind in ("flag", "money"):
            columns[name] = Column(name, field.kind)
        elif field.kind != "multiline":
            columns[name] = Column(name, sort_path="sort_key" if name == "name" else "")
    columns["created_at"], columns["modified_at"] = (
        Column("created_at", "moment"),
        Column("modified_at", "moment"),
    )
    if is_contact(kind):
        columns["company_no"] = Column("company__no_key", "key")
        columns["business_relation"] = Column("", "codes", condition=_business_relation(roles))
    else:
        columns["contact_no"] = Column("link__contact__no_key", "key")
    if FACTS[kind].has_contact_person:
        columns["primary_contact_no"] = Column("link__primary_contact__no_key", "key")
    if FACTS[kind].follows_type:
        columns["type"] = Column("type")
    return columns


def _has_code(kind: Kind, name: str, roles: Sequence[str]) -> Condition:
    """Return the condition of having one of some codes: set by hand, or through links that the
    actor may see.
    """

    def condition(codes: Sequence[str]) -> Q:
        keys = [key_of(code) for code in codes]
        found = Q(_by_hand(kind, name, keys))
        if name == "business_relation_codes":
            links = Link.objects.filter(
                contact_id=OuterRef("pk"), role__in=roles, business_relation__code__in=keys
            )
            found |= Q(Exists(links))
        return found

    return condition


def _by_hand(kind: Kind, name: str, keys: Sequence[str] | None = None) -> Exists:
    through: Any = getattr(KINDS[kind].model, name).through
    owner = str(KINDS[kind].model._meta.model_name)
    target = getattr(KINDS[kind].model, name).field.m2m_reverse_field_name()
    rows = through.objects.filter(**{owner: OuterRef("pk")})
    return Exists(rows if keys is None else rows.filter(**{f"{target}__code__in": keys}))


def _business_relation(roles: Sequence[str]) -> Condition:
    """Return the condition of the summary: one kind alone, `none`, or `multiple`, of what the actor
    may see.
    """
    nobody = Q(pk__in=[])

    def condition(values: Sequence[str]) -> Q:
        owner = Q(contact_id=OuterRef("pk")) | Q(contact_id=OuterRef("company_id"))
        kinds = {kind: Q(Exists(Link.objects.filter(owner, role=kind))) for kind in roles}
        kinds["other"] = Q(_by_hand("contact", "business_relation_codes"))
        none = reduce(and_, (~present for present in kinds.values()))
        summaries = {name: _alone(name, kinds) for name in kinds}
        summaries["multiple"] = ~none & ~reduce(or_, summaries.values())
        summaries["none"] = none
        return reduce(or_, (summaries.get(value, nobody) for value in values), nobody)

    return condition


def _alone(name: str, kinds: Mapping[str, Q]) -> Q:
    """Return the condition of having this kind and no other."""
    return reduce(
        and_, (~present for other, present in kinds.items() if other != name), kinds[name]
    )


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
