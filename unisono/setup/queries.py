"""Reads setup."""

from collections.abc import Sequence

from django.db import connection, models
from django.db.models import Count

from unisono.common import sql
from unisono.common.kinds import SEVERAL, Kind
from unisono.common.text import key_of
from unisono.setup.models import (
    Installation,
    NumberSeries,
    OurCompany,
    PostCode,
    Setup,
)

_FIELDS = Setup._meta.concrete_fields
_NAMES = [field.attname for field in _FIELDS]
_FLAGS = [isinstance(field, models.BooleanField) for field in _FIELDS]
_SELECT = (
    f"SELECT {', '.join(str(field.column) for field in _FIELDS)} FROM setup_setup WHERE id = 1"
)


def setup_now() -> Setup:
    """Return setup as it is now.

    Every edit reads it, and the ORM would cost a fifth of the edit (benchmarks/edit.py): hence
    plain SQL. Within a transaction on PostgreSQL the row is held, so that no switch or rule changes
    under an edit's feet.
    """
    return setup_of(sql.execute(*setup_statement()).fetchall())


def timeline_now() -> str:
    """Return since which restore places in the feed count, as they begin: "" where there was
    none.
    """
    found = Installation.objects.filter(pk=1).values_list("timeline", flat=True).first()
    return f"{found}." if found else ""


def setup_statement() -> sql.Statement:
    """Return the statement that reads and holds setup, for those who read more in one round
    trip.
    """
    hold = " FOR SHARE" if connection.vendor == "postgresql" and connection.in_atomic_block else ""
    return _SELECT + hold, ()


def may_have_several(setup: Setup, kind: Kind) -> bool:
    """Tell whether a contact may have several records of this kind [2.6]."""
    return kind not in SEVERAL or bool(getattr(setup, SEVERAL[kind]))


def setup_of(rows: Sequence[Sequence[object]]) -> Setup:
    """Return setup as the statement read it."""
    if not rows:
        raise Setup.DoesNotExist
    values = [bool(value) if flag else value for value, flag in zip(rows[0], _FLAGS, strict=True)]
    return Setup.from_db("default", _NAMES, values)


def our_company() -> OurCompany:
    """Return our own company, which every installation has."""
    return OurCompany.objects.get()


def next_numbers() -> dict[str, str]:
    """Return the number that each series gives next."""
    return dict(NumberSeries.objects.values_list("code", "next_no"))


def relation_code(setup: Setup, kind: Kind) -> str | None:
    """Return the business relation code of a role kind, None where it is switched off [1.1]."""
    return getattr(setup, f"{kind}_relation_code_id") or None


def series_code(setup: Setup, kind: Kind) -> str | None:
    """Return setup's number series for a kind of record."""
    return getattr(setup, f"{kind}_nos_id") or None


def post_code_key(text: str) -> str:
    """Return a post code as the table of codes has it: in capitals, without blanks and hyphens."""
    return "".join(char for char in key_of(text) if not char.isspace() and char != "-")


def places_of(post_code: str, country: str = "") -> models.QuerySet[PostCode]:
    """Return the places that a post code stands for, of one country or of all."""
    found = PostCode.objects.filter(post_code=post_code_key(post_code))
    found = found.filter(country_code=country) if country else found
    return found.order_by("country_code", "city")


def countries_with_post_codes() -> dict[str, int]:
    """Return the countries whose post codes are there, with how many places each has."""
    found = PostCode.objects.values_list("country_code").annotate(places=Count("id"))
    return dict(found.order_by("country_code"))
