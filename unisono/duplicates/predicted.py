"""What the two engines of Splink have in common: which keys meet, and what a predicted row is."""

from collections.abc import Mapping
from typing import Any

from unisono.duplicates.comparing import COMPARISONS
from unisono.duplicates.features import MOST_ALIKE, Keys
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import named, points_of


def common_keys(name: str) -> dict[str, str]:
    """Return per kind of key the query of those that more records of a book share than tell apart."""
    return {
        key: f"SELECT k_{key} FROM {name} WHERE k_{key} <> '' GROUP BY k_{key} HAVING count(*) > {MOST_ALIKE[key]}"
        for key in Keys._fields
    }


def rare_keys(common: Mapping[str, str]) -> str:
    """Return the columns of keys as SQL, NULL where they are blank or among the common ones: these meet nobody."""
    return ", ".join(
        f"CASE WHEN k_{key} <> '' AND k_{key} NOT IN ({select}) THEN k_{key} END AS k_{key}"
        for key, select in common.items()
    )


def pair_of(row: Any, swap: bool) -> Pair:
    """Return a predicted row as a pair; Splink counts levels from unlike (0) up, and silence is -1."""
    fields: list[str] = []
    for comparison, gamma in zip(COMPARISONS, row[3:], strict=True):
        if gamma > 0:
            fields += comparison.levels[len(comparison.levels) - gamma].fields
    left, right = (row[1], row[0]) if swap else (row[0], row[1])
    return Pair(left, right, points_of(row[2]), named(fields))
