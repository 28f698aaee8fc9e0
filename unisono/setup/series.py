"""Number series [1.4]."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from unisono.common import sql
from unisono.common.errors import Conflict, Refused
from unisono.common.text import NO_LENGTH, key_of
from unisono.setup.models import NumberSeries

_DIGITS = re.compile(r"(\d+)$", re.ASCII)
_MOST_AHEAD = 5000  # numbers that are looked up at once where many are taken


class _Series(NamedTuple):
    """What giving numbers needs of a series."""

    code: str
    first_no: str
    next_no: str
    last_no: str
    increment: int


class SeriesExhausted(Conflict):
    """The series has given its last number."""

    code = "series-exhausted"


class NumberTaken(Conflict):
    """Another record of this kind has the number."""

    code = "number-taken"


def split(no: str) -> tuple[str, str] | None:
    """Return what stands before the digits at the end, and the digits; None where there are
    none.
    """
    match = _DIGITS.search(no)
    return (no[: match.start()], match.group(1)) if match else None


def value_of(no: str) -> int:
    """Return the number of a text's digits at the end."""
    parts = split(no)
    return int(parts[1]) if parts else 0


def after(no: str, step: int) -> str:
    """Return the number that comes after, as wide as this one: CT000009 → CT000010."""
    parts = split(no)
    if parts is None:
        raise ValueError(f"{no!r} has no digits at the end")
    return f"{parts[0]}{int(parts[1]) + step:0{len(parts[1])}d}"


def next_nos(
    series_code: str, count: int, taken: Callable[[Sequence[str]], Collection[str]]
) -> list[str]:
    """Return the next numbers of a series that no record has, and move the series on.

    `taken` is given keys of numbers and returns those that records have. Locks the series' row
    until the transaction ends, so that no number is given twice and none is lost; call it last.
    Raises SeriesExhausted at the end.
    """
    series = _locked(series_code)
    no, found, ahead = series.next_no or series.first_no, list[str](), count
    while len(found) < count:
        some = _following(no, ahead, series.increment)
        used = set(taken(list(some)))
        found += [each for key, each in some.items() if key not in used]
        no, ahead = (
            after(next(reversed(some.values())), series.increment),
            min(2 * ahead, _MOST_AHEAD),
        )
    if found:
        _refuse_end(series, found[count - 1])
        next_no = after(found[count - 1], series.increment)
        sql.execute(
            "UPDATE setup_numberseries SET next_no = %s WHERE code = %s", [next_no, series.code]
        )
    return found[:count]


def _following(no: str, count: int, step: int) -> dict[str, str]:
    """Return numbers from this one on, by their keys; only what stands before the digits has
    case.
    """
    parts = split(no)
    if parts is None:
        raise ValueError(f"{no!r} has no digits at the end")
    prefix, first, width = parts[0], int(parts[1]), len(parts[1])
    key = key_of(f"{prefix}0")[:-1]
    digits = [f"{number:0{width}d}" for number in range(first, first + count * step, step)]
    return {f"{key}{each}": f"{prefix}{each}" for each in digits}


def _locked(series_code: str) -> _Series:
    """Return a series, its row locked until the transaction ends."""
    # Last in the order of locks, and held until the end: a number that is drawn and rolled back is
    # drawn again, so that none is left out or given twice.
    hold = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    text = f"SELECT {', '.join(_Series._fields)} FROM setup_numberseries WHERE code = %s{hold}"
    found = sql.execute(text, [series_code]).fetchall()
    if not found:
        raise NumberSeries.DoesNotExist
    return _Series(*found[0])


def _refuse_end(series: _Series, no: str) -> None:
    """Raise SeriesExhausted for a number that the series does not have any more."""
    last = series.last_no
    if len(no) > NO_LENGTH or (last and value_of(no) > value_of(last)):
        raise SeriesExhausted(
            _("The number series %(code)s has given its last number %(last)s.")
            % {"code": series.code, "last": last or series.next_no},
            field="no",
        )


def refuse_typed(series_code: str | None) -> None:
    """Raise Refused where the series does not allow numbers typed by hand."""
    if series_code and not NumberSeries.objects.get(code=series_code).manual_allowed:
        message = _("The number series %(code)s does not allow typed numbers.") % {
            "code": series_code
        }
        raise Refused(message, field="no", code="manual-not-allowed")
