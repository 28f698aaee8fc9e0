"""Books that others made, where they are there: as much is found as the documents say, and of the
pairs at 80 points eight in ten are true.
"""

import os
from functools import cache

import pytest

from benchmarks.matching_data.books import OWN_PAIRS, REAL, SHARED, book, hard_pairs
from benchmarks.matching_data.curves import calibration_error
from benchmarks.matching_data.meetings import meetings_by_hand, meetings_of, quality
from unisono.duplicates.scoring import evidence, points_of

pytestmark = pytest.mark.pure
with_books = pytest.mark.skipif(not SHARED.exists(), reason="the books are not here")

QUICK = ("restaurants", "fodors_zagats")
BOOKS = [name for name in REAL if name in QUICK or os.environ.get("UNISONO_BOOKS")]


def scored(some):
    """The points of pairs, and the pairs."""
    return [points_of(evidence(numbers)) for numbers in some.alike], some


@cache
def of_book(name):
    """The same of a book."""
    return scored(meetings_of(book(name)))


@with_books
@pytest.mark.parametrize("name", BOOKS)
def test_what_a_book_has_twice_is_found(name):
    assert quality(*of_book(name), 60).f1 >= REAL[name]


@with_books
def test_a_score_is_what_it_says():
    assert calibration_error([of_book(name) for name in BOOKS]) <= 5


@pytest.mark.parametrize(
    ("path", "precision"),
    [pytest.param(SHARED / "hard_pairs.csv", 0.9, marks=with_books), (OWN_PAIRS, 0.89)],
)
def test_hard_pairs_by_hand_are_told(path, precision):
    found = quality(*scored(meetings_by_hand(hard_pairs(path))), 60)

    assert found.precision >= precision
    assert found.recall >= 0.9
