"""What the two engines of Splink have in common: which keys meet, and what is compared then."""

from collections.abc import Mapping, Sequence

from unisono.duplicates.features import Features
from unisono.duplicates.keys import AS_FEATURES, COPIES, MOST_ALIKE, Keys, keys_of

# A record as it is made, before its common keys are left out: features, and the keys that are none
# of them.
MADE = (
    *(f"f_{name}" for name in Features._fields),
    *(f"k_{name}" for name in Keys._fields[len(AS_FEATURES) :]),
)
KEYS = (*Keys._fields, "again")
_MADE = {key: f"{'f' if key in AS_FEATURES else 'k'}_{key}" for key in Keys._fields}


def made_of(features: Features) -> tuple[str, ...]:
    """Return the texts of a record in the order of `MADE`."""
    return (*features, *keys_of(features)[len(AS_FEATURES) :])


def common_keys(name: str) -> dict[str, str]:
    """Return per kind of key the query of those that more records of a book share than tell apart;
    copies of one record count once.
    """
    return {
        key: (
            f"SELECT {made} FROM {name} WHERE {made} <> '' GROUP BY {made} HAVING "
            f"count(DISTINCT k_all) > {MOST_ALIKE[key]}"
        )
        for key, made in _MADE.items()
        if key != "all"
    }


def numbered(name: str) -> str:
    """Return the query of a book with the number of each copy of a record."""
    return f"SELECT *, row_number() OVER (PARTITION BY k_all ORDER BY id) AS copy FROM {name}"


def rare_keys(common: Mapping[str, str]) -> str:
    """Return the columns of keys of a numbered book as SQL, NULL where they are blank or among the
    common ones: these meet nobody. Copies of a record beyond the first ones meet those beside them.
    """
    rare = [
        (
            f"CASE WHEN copy <= {COPIES} AND {_MADE[key]} <> '' AND {_MADE[key]} NOT IN ({select}) "
            f"THEN {_MADE[key]} END AS k_{key}"
        )
        for key, select in common.items()
    ]
    half = COPIES // 2
    return ", ".join(
        (
            *rare,
            _window("k_all", f"(copy - 1) / {COPIES}", "all"),
            _window("k_all", f"(copy - 1 + {half}) / {COPIES}", "again"),
        )
    )


def _window(key: str, number: str, name: str) -> str:
    """Return a column by which the copies of some fifty numbers meet."""
    text = f"concat({key}, '#', CAST(CAST(floor({number}) AS INTEGER) AS VARCHAR(20)))"
    return f"CASE WHEN {key} <> '' THEN {text} END AS k_{name}"


def met_pairs(found: str, books: Sequence[str]) -> str:
    """Return the query of what of two records is compared, for each two that Splink found: their
    keys, and the features of both.
    """
    left, right = (books[0], books[-1])
    columns = ", ".join(f"{side}.f_{name}" for side in "lr" for name in Features._fields)
    return (
        f"SELECT p.id_l, p.id_r, {columns} FROM {found} p JOIN {left} l ON l.id = p.id_l "
        f"JOIN {right} r ON r.id = p.id_r"
    )
