"""What the two engines of Splink have in common: which keys meet, and what a predicted row is."""

from collections.abc import Mapping

from unisono.common.borders import Stored
from unisono.duplicates.comparing import COMPARISONS
from unisono.duplicates.features import AS_FEATURES, MOST_ALIKE, Features, Keys, keys_of
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import named, points_of

# A record as it is made, before its common keys are left out: features, and the keys that are none
# of them.
MADE = (
    *(f"f_{name}" for name in Features._fields),
    *(f"k_{name}" for name in Keys._fields[len(AS_FEATURES) :]),
)
_MADE = {key: f"{'f' if key in AS_FEATURES else 'k'}_{key}" for key in Keys._fields}


def made_of(features: Features) -> tuple[str, ...]:
    """Return the texts of a record in the order of `MADE`."""
    return (*features, *keys_of(features)[len(AS_FEATURES) :])


def common_keys(name: str) -> dict[str, str]:
    """Return per kind of key the query of those that more records of a book share than tell
    apart.
    """
    return {
        key: (
            f"SELECT {made} FROM {name} WHERE {made} <> '' GROUP BY {made} HAVING count(*) > "
            f"{MOST_ALIKE[key]}"
        )
        for key, made in _MADE.items()
    }


def rare_keys(common: Mapping[str, str]) -> str:
    """Return the columns of keys as SQL, NULL where they are blank or among the common ones: these
    meet nobody.
    """
    return ", ".join(
        (
            f"CASE WHEN {_MADE[key]} <> '' AND {_MADE[key]} NOT IN ({select}) THEN {_MADE[key]} "
            f"END AS k_{key}"
        )
        for key, select in common.items()
    )


def pair_of(row: Stored, swap: bool) -> Pair:
    """Return a predicted row as a pair; Splink counts levels from unlike (0) up, and silence is
    -1.
    """
    fields: list[str] = []
    for comparison, gamma in zip(COMPARISONS, row[3:], strict=True):
        if gamma > 0:
            fields += comparison.levels[len(comparison.levels) - gamma].fields
    left, right = (row[1], row[0]) if swap else (row[0], row[1])
    return Pair(left, right, points_of(row[2]), named(fields))
