"""The close look at the pairs that Splink found: by several processes where there are many."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from unisono.duplicates.by_many import by_many, packed, unpacked
from unisono.duplicates.features import Features
from unisono.duplicates.likeness import Likeness, likeness
from unisono.duplicates.many import Forest, evidence_of_many, forest_of
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import matching, points_of, shipped

_WIDTH = len(Features._fields)
_MOST_KNOWN = 262_144  # kinds of likeness whose score is kept: some 100 MB
_known: dict[Likeness, int] = {}


def rescored(batches: Iterable[Any], least: int) -> Iterator[Pair]:
    """Return the pairs that score at least so many points, of batches of Arrow: two keys, and the
    features of both records.
    """
    left = iter(batches)
    for first in left:
        yield from scored(first, least)  # done before others would have started
        break
    for found in by_many(_scored_elsewhere, map(packed, left), least):
        yield from map(Pair._make, found)


def scored(batch: Any, least: int) -> list[Pair]:
    """Return the pairs of one batch that score enough."""
    left, right, *texts = (column.to_pylist() for column in batch.columns)
    features = map(Features._make, zip(*texts[:_WIDTH], strict=True))
    others = map(Features._make, zip(*texts[_WIDTH:], strict=True))
    alike = list(map(likeness, features, others))
    known = _learned(set(alike))
    return [
        Pair(one, other, points, matching(numbers))
        for one, other, numbers in zip(left, right, alike, strict=True)
        if (points := known[numbers]) >= least
    ]


def _learned(alike: set[Likeness]) -> dict[Likeness, int]:
    """Return the scores of these kinds of likeness, and of those before: a book has many pairs that
    are alike in the same way.
    """
    global _known
    known = _known if len(_known) + len(alike) <= _MOST_KNOWN else {}
    new = list(alike - known.keys())
    if new:
        evidence = evidence_of_many(_forest(), new)
        known.update(zip(new, map(points_of, evidence), strict=True))
    _known = known
    return known


@cache
def _forest() -> Forest:
    return forest_of(shipped())


def _scored_elsewhere(text: bytes, least: int) -> list[tuple[Any, ...]]:
    return list(map(tuple, scored(unpacked(text), least)))  # plain ones travel sooner
