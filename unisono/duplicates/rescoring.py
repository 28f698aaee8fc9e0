"""The close look at the pairs that Splink found: by several processes where there are many."""

from collections.abc import Iterable, Iterator
from typing import Any

from unisono.duplicates.by_many import by_many, packed, unpacked
from unisono.duplicates.features import Features
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import close_score

_WIDTH = len(Features._fields)


def rescored(batches: Iterable[Any], least: int) -> Iterator[Pair]:
    """Return the pairs that score at least so many points, of batches of Arrow: two keys, and the
    features of both records.
    """
    left = iter(batches)
    for first in left:
        yield from scored(first, least)  # done before others would have started
        break
    for found in by_many(_scored_elsewhere, map(packed, left), least):
        yield from found


def scored(batch: Any, least: int) -> list[Pair]:
    """Return the pairs of one batch that score enough."""
    columns = [column.to_pylist() for column in batch.columns]
    found = []
    for one, other, *texts in zip(*columns, strict=True):
        score = close_score(Features(*texts[:_WIDTH]), Features(*texts[_WIDTH:]))
        if score.points >= least:
            found.append(Pair(one, other, *score))
    return found


def _scored_elsewhere(text: bytes, least: int) -> list[Pair]:
    return scored(unpacked(text), least)
