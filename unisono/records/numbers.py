"""The numbers of records: typed, or the next of their series [1.4]."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from unisono.cards.validation import Bad, check_no
from unisono.common import sql
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import Kind
from unisono.common.text import key_of
from unisono.links.kinds import KINDS
from unisono.setup import series
from unisono.setup.models import Setup
from unisono.setup.queries import series_code
from unisono.setup.required import setup_missing


def number_for(kind: Kind, typed: str, setup: Setup, own_series: str | None = None) -> str:
    """Return the number of a new record: the typed one, or the next of its series (else setup's).

    Call it last before storing, since it locks the series. Raises Refused, NumberTaken,
    SetupMissing.
    """
    code = own_series or series_code(setup, kind)
    if typed:
        series.refuse_typed(code)
        return free_no(kind, typed)
    if code is None:
        raise setup_missing(f"{kind}_nos")
    return numbers(kind, 1, code)[0]


def numbers(kind: Kind, count: int, code: str) -> list[str]:
    """Return the next free numbers of a series for new records of a kind; locks the series. Raises
    SeriesExhausted.
    """

    def taken(keys: Collection[str]) -> list[str]:
        where, parameters = sql.among("no_key", keys)
        text = f"SELECT no_key FROM {KINDS[kind].table} WHERE {where}"
        return [row[0] for row in sql.execute(text, parameters).fetchall()]

    return series.next_nos(code, count, taken)


def free_no(kind: Kind, typed: object, except_id: int | None = None) -> str:
    """Return a typed number; raise Invalid where it is none, NumberTaken where another record has
    it.
    """
    try:
        no = check_no(typed)
    except Bad as bad:
        raise Invalid([FieldError("no", bad.code, bad.message)]) from bad
    others = KINDS[kind].model._default_manager.filter(no_key=key_of(no)).exclude(pk=except_id)
    if others.exists():
        raise number_taken(no)
    return no


def number_taken(no: str) -> series.NumberTaken:
    """Return the refusal of a number that another record of the kind has."""
    return series.NumberTaken(_("The number %(no)s is taken.") % {"no": no}, field="no")
