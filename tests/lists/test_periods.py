"""Periods of filters: which days they are, and when those begin and end where somebody is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from unisono.lists import periods
from unisono.lists.periods import days_of, known_zone, moments_of

pytestmark = pytest.mark.pure
MADRID, AUCKLAND = ZoneInfo("Europe/Madrid"), ZoneInfo("Pacific/Auckland")


@pytest.fixture(autouse=True)
def _on_new_years_eve(monkeypatch):
    """It is Thursday, the last day of 2026, at noon in Madrid; in Auckland it is Friday."""
    monkeypatch.setattr(periods, "clock", lambda: datetime(2026, 12, 31, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", "2026-12-31", "2026-12-31"),
        ("yesterday", "2026-12-30", "2026-12-30"),
        ("this-week", "2026-12-28", "2027-01-03"),
        ("last-week", "2026-12-21", "2026-12-27"),
        ("this-month", "2026-12-01", "2026-12-31"),
        ("last-month", "2026-11-01", "2026-11-30"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_period_is_these_days(period, first, last):
    assert days_of(period, MADRID) == (date.fromisoformat(first), date.fromisoformat(last))


def test_today_is_the_reader_s_day():
    assert days_of("today", AUCKLAND) == (date(2027, 1, 1), date(2027, 1, 1))


def test_a_day_has_as_many_hours_as_the_clock_says():
    """Summer time begins."""
    begin, end = moments_of(date(2026, 3, 29), date(2026, 3, 29), MADRID)

    assert begin == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end == datetime(2026, 3, 29, 22, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Nowhere/Town", "../../etc/passwd", "Europe", "", "a" * 9000])
def test_a_zone_that_is_none_is_not_known(name):
    assert known_zone(name) is None


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_end_of_the_calendar_are_refused(day):
    with pytest.raises(ValueError, match=str(day)):
        moments_of(day, day, AUCKLAND if day == date.min else MADRID)
