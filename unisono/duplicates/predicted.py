"""What the two engines of Splink have in common: which keys meet, and what a predicted row is."""

from typing import Any

from unisono.duplicates.comparing import COMPARISONS
from unisono.duplicates.features import MOST_ALIKE, Keys
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import named, points_of


def rare_keys() -> str:
    """Return the columns of keys as SQL, NULL where they are blank or more records than tell apart share them."""
    parts = []
    for key in Keys._fields:
        count = f"count(*) OVER (PARTITION BY k_{key})"
        parts.append(f"CASE WHEN k_{key} <> '' AND {count} <= {MOST_ALIKE[key]} THEN k_{key} END AS k_{key}")
    return ", ".join(parts)


def pair_of(row: Any, swap: bool) -> Pair:
    """Return a predicted row as a pair; Splink counts levels from unlike (0) up, and silence is -1."""
    fields: list[str] = []
    for comparison, gamma in zip(COMPARISONS, row[3:], strict=True):
        if gamma > 0:
            fields += comparison.levels[len(comparison.levels) - gamma].fields
    left, right = (row[1], row[0]) if swap else (row[0], row[1])
    return Pair(left, right, points_of(row[2]), named(fields))
