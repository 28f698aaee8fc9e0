"""Days of filters: a day typed, or a period by its name, as days and moments of the reader's time
zone.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid

PERIODS = (
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-year",
    "last-year",
)


def zone_of(query: Mapping[str, str]) -> ZoneInfo:
    """Return the time zone whose days a query means: its `zone`, or UTC; raise Invalid."""
    name = query.get("zone") or "UTC"
    found = known_zone(name)
    if found is None:
        message = _("There is no such time zone: %(name)s") % {"name": name[:60]}
        raise Invalid([FieldError("zone", "unknown", message)])
    return found


def known_zone(name: str) -> ZoneInfo | None:
    """Return the time zone of this name, None where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # a path, an unknown name, a folder
        return None


def days_of(text: str, zone: ZoneInfo) -> tuple[date, date]:
    """Return the first and the last day that a text means: a day (ISO), or a period; raise
    ValueError.

    Weeks begin on Monday (ISO 8601).
    """
    if text not in PERIODS:
        day = date.fromisoformat(text)
        return day, day
    today = clock().astimezone(zone).date()
    which, _dash, unit = text.partition("-")
    if not unit:
        day = today if text == "today" else today - timedelta(days=1)
        return day, day
    first = _first(today, unit)
    if which == "last":
        first = _first(first - timedelta(days=1), unit)
    return first, _first(first + timedelta(days=_LONGEST[unit]), unit) - timedelta(days=1)


_LONGEST = {"week": 7, "month": 31, "year": 366}


def _first(day: date, unit: str) -> date:
    """Return the first day of the week, month or year that a day is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def moments_of(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the first of some days begins, and when the last of them has ended, in UTC; raise
    ValueError for days that no calendar has on both sides.
    """
    try:
        begin = datetime.combine(first, time(), zone).astimezone(UTC)
        return begin, datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(first) from error
