"""Whole books compared at once: all pairs of one book, or of two, that are likely the same party.

With the extra `match`, by Splink on DuckDB; without it by the comparison built in, which knows the
same keys and the same model and takes longer.
"""

from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Protocol

from unisono.duplicates.pairs import Entries, Pair


class Engine(Protocol):
    """A module that compares."""

    def pairs(
        self,
        left: Entries,
        right: Entries | None,
        least: int,
        left_out: Counter[str] | None = None,
    ) -> Iterator[Pair]:
        """Return the pairs of a book, or of two."""

    def pairs_of_new(self, new: Entries, there: Entries, least: int) -> Iterator[tuple[bool, Pair]]:
        """Return pairs of a new record and one that is there, and of two new ones."""


def has_splink() -> bool:
    """Tell whether the extra `match` is installed."""
    return all(find_spec(name) is not None for name in ("splink", "duckdb", "pyarrow", "numpy"))


def pairs_within(
    entries: Entries, least: int, built_in: bool = False, left_out: Counter[str] | None = None
) -> Iterator[Pair]:
    """Return the pairs of one book that score at least so many points, the smaller key left, each
    once. `left_out` is filled with how many values so many share that nobody was compared by them
    alone: `number`, `phone`, `email`, `name`, `place`.
    """
    return _engine(built_in).pairs(entries, None, least, left_out)


def pairs_between(
    left: Entries, right: Entries, least: int, built_in: bool = False
) -> Iterator[Pair]:
    """Return the pairs of a record of one book and one of another that score at least so many
    points.
    """
    return _engine(built_in).pairs(left, right, least)


def pairs_of_new(
    new: Entries, there: Entries, least: int, built_in: bool = False
) -> Iterator[tuple[bool, Pair]]:
    """Return pairs of a new record and one that is there (True), and of two new ones (False, the
    smaller key left).
    """
    return _engine(built_in).pairs_of_new(new, there, least)


def _engine(built_in: bool) -> Engine:
    # Imported when needed: without the extra there is no Splink, and with it half a second that few
    # processes want.
    if has_splink() and not built_in:
        from unisono.duplicates import by_duckdb

        return by_duckdb
    from unisono.duplicates import built_in as by_hand

    return by_hand
