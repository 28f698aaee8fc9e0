"""What every way of comparing whole books takes and gives."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unisono.common.borders import Given
from unisono.duplicates.features import Features, features_of

Entries = Iterable[tuple[int, Given]]  # a record's key and its values


class Pair(NamedTuple):
    """Two records that are likely the same party: their keys, the score, the fields that match."""

    left: int
    right: int
    points: int
    fields: tuple[str, ...]


def featured(entries: Entries) -> Iterator[tuple[int, Features]]:
    """Return the features of records."""
    for id_, values in entries:
        yield id_, features_of(values)
