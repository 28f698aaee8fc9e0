"""Whole books compared at once: all pairs of one book, or of two, that are likely the same party.

With the extra `match`, by Splink on DuckDB; without it by the comparison built in, which knows the same keys and the
same model and takes longer.
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec

from unisono.duplicates.pairs import Entries, Pair

Engine = Callable[[Entries, Entries | None, int], Iterator[Pair]]


def has_splink() -> bool:
    """Tell whether the extra `match` is installed."""
    return all(find_spec(name) is not None for name in ("splink", "duckdb", "pyarrow"))


def pairs_within(entries: Entries, least: int, built_in: bool = False) -> Iterator[Pair]:
    """Return the pairs of one book that score at least so many points, the smaller key left, each once."""
    return _engine(built_in)(entries, None, least)


def pairs_between(left: Entries, right: Entries, least: int, built_in: bool = False) -> Iterator[Pair]:
    """Return the pairs of a record of one book and one of another that score at least so many points."""
    return _engine(built_in)(left, right, least)


def _engine(built_in: bool) -> Engine:
    # Imported when needed: without the extra there is no Splink, and with it half a second that few processes want.
    if has_splink() and not built_in:
        from unisono.duplicates import by_duckdb

        return by_duckdb.pairs
    from unisono.duplicates import built_in as by_hand

    return by_hand.pairs
