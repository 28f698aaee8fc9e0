"""Number series [1.4]: as wide as they began, past what is taken, to their end and no further."""

import pytest

from unisono.setup import series
from unisono.setup.models import NumberSeries
from unisono.setup.series import SeriesExhausted, after, next_nos, split, value_of


@pytest.mark.parametrize(
    ("no", "step", "next_no"),
    [
        ("CT000009", 1, "CT000010"),
        ("A-1", 9, "A-10"),
        ("99", 1, "100"),
        ("2026/007", 10, "2026/017"),
        ("王1", 1, "王2"),
    ],
)
@pytest.mark.pure
def test_a_number_is_followed_by_one_as_wide(no, step, next_no):
    assert after(no, step) == next_no


@pytest.mark.pure
def test_what_does_not_end_in_digits_is_no_number_of_a_series():
    assert split("CT") is None
    assert value_of("CT") == 0
    with pytest.raises(ValueError, match="CT"):
        after("CT", 1)


@pytest.fixture
def of_three(db):
    """A series of three numbers, of which somebody typed the second."""
    NumberSeries.objects.create(code="T", description="", first_no="t8", last_no="t10", increment=1)
    return lambda keys: [key for key in keys if key == "T9"]


def test_numbers_that_are_taken_are_skipped_and_the_last_is_the_last(of_three):
    assert next_nos("T", 2, of_three) == ["t8", "t10"]

    with pytest.raises(SeriesExhausted, match="t10"):
        next_nos("T", 1, of_three)


def test_who_asks_for_too_many_gets_none(of_three):
    with pytest.raises(SeriesExhausted):
        next_nos("T", 3, of_three)

    assert next_nos("T", 1, of_three) == ["t8"]


def test_many_that_are_taken_are_looked_up_at_once(of_three, monkeypatch):
    asked = []
    monkeypatch.setattr(series, "_MOST_AHEAD", 4)
    NumberSeries.objects.filter(code="T").update(last_no="")

    def taken(keys):
        asked.append(len(keys))
        return [key for key in keys if int(key[1:]) < 20]

    assert next_nos("T", 1, taken) == ["t20"]
    assert asked == [1, 2, 4, 4, 4]
