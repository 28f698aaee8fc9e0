"""How values stand in a backup: as PostgreSQL's COPY writes them, wherever they came from.

https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". What differs on SQLite is
brought into that form, and back: truth values, moments, keys of acts, amounts, bytes.
"""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models

NULL = "\\N"
_ESCAPES = str.maketrans(
    {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
)
_UNESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}
# What a column holds, as the manifest says it.
BOOL, MOMENT, DECIMAL, UUID, BYTES, INTEGER, FLOAT, TEXT = (
    "bool",
    "moment",
    "decimal",
    "uuid",
    "bytes",
    "integer",
    "float",
    "text",
)
_SORTS: "tuple[tuple[type[models.Field[Any, Any]], str], ...]" = (
    (models.BooleanField, BOOL),
    (models.DateTimeField, MOMENT),  # before DateField, whose child it is
    (models.DecimalField, DECIMAL),
    (models.UUIDField, UUID),
    (models.BinaryField, BYTES),
    (models.IntegerField, INTEGER),
    (models.FloatField, FLOAT),
)


def sort_of(field: "models.Field[Any, Any]") -> str:
    """Return what a column holds: `decimal:2` with its decimals. A reference holds what it refers
    to.
    """
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    sort = next((name for kind, name in _SORTS if isinstance(field, kind)), TEXT)
    return f"{DECIMAL}:{field.decimal_places}" if isinstance(field, models.DecimalField) else sort


def from_sqlite(sort: str) -> Callable[[Any], str]:
    """Return what makes a value of SQLite one of a backup, None being NULL."""
    name, _colon, places = sort.partition(":")
    step = Decimal(1).scaleb(-int(places or 0))
    makers: dict[str, Callable[[Any], str]] = {
        BOOL: lambda value: "t" if value else "f",
        MOMENT: lambda value: f"{value.rstrip('0') if '.' in value else value}+00",
        DECIMAL: lambda value: str(Decimal(str(value)).quantize(step)),
        UUID: lambda value: str(uuid.UUID(value)),
        BYTES: lambda value: f"\\\\x{bytes(value).hex()}",
        INTEGER: str,
        FLOAT: repr,
    }
    make = makers.get(name, lambda value: str(value).translate(_ESCAPES))
    return lambda value: NULL if value is None else make(value)


def to_sqlite(sort: str) -> Callable[[str], Any]:
    """Return what makes a value of a backup one of SQLite; ValueError where it is none."""
    makers: dict[str, Callable[[str], Any]] = {
        BOOL: lambda text: {"t": 1, "f": 0}[text],
        MOMENT: _moment,
        DECIMAL: lambda text: str(Decimal(text)),
        UUID: lambda text: uuid.UUID(text).hex,
        BYTES: lambda text: bytes.fromhex(_plain(text).removeprefix("\\x")),
        INTEGER: int,
        FLOAT: float,
    }
    make = makers.get(sort.partition(":")[0], _plain)
    return lambda text: None if text == NULL else make(text)


def _moment(text: str) -> str:
    """Return a moment in UTC as Django writes it on SQLite, which compares them as texts."""
    whole, _dot, fraction = text.removesuffix("+00").partition(".")
    return f"{whole}.{fraction:0<6}" if fraction else whole


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    found, parts = [], iter(text)
    for char in parts:
        if char == "\\":
            escaped = next(parts, "")
            char = _UNESCAPES.get(escaped, escaped)
        found.append(char)
    return "".join(found)
