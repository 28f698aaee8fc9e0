"""Filters of lists: which fields there are, what their values are, and the conditions they make."""

from collections.abc import Callable
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
from unisono.common.text import composed, key_of
from unisono.links.kinds import KINDS
from unisono.links.models import Link

RESERVED = ("q", "sort", "limit", "cursor")
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
            return PARSERS[self.kind](text)
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


PARSERS: dict[str, Callable[[str], Any]] = {
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


def filtered(rows: QuerySet[Any], columns: dict[str, Column], query: QueryDict) -> QuerySet[Any]:
    errors = []
    for parameter in query:
        if parameter in RESERVED:
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
        return Q(compare(by_code_point(column, column.path), values[0]))
    return _blank(column) if values[0] == "" else Q(**{column.path: values[0]})


def _blank(column: Column) -> Q:
    """Return the condition of a field without value: NULL for what refers to something."""
    if column.kind in ("reference", "key"):
        return Q(**{f"{column.path}__isnull": True})
    return Q(**{column.path: ""})


def by_code_point(column: Column, path: str) -> Any:
    """Return a column as it is compared on every database: texts by code point, references "" where NULL."""
    expression: Any = F(path)
    if column.kind in ("reference", "key") and path != "no_key":
        expression = Coalesce(expression, Value(""))
    if column.kind == "text" and path != "sort_key" and connection.vendor == "postgresql":
        expression = Collate(expression, "C")
    return expression
