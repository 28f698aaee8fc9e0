"""What the two engines of Splink have in common: which records meet, and what is compared then."""

from collections.abc import Sequence
from typing import NamedTuple

from unisono.duplicates.features import Features
from unisono.duplicates.keys import COPIES
from unisono.duplicates.meeting import FEW, KIND_BITS, MOST, WEAK, digest_of, meeting_keys

# The columns of a record's features.
TEXTS = tuple(f"f_{name}" for name in Features._fields)
_KIND = f"key % {1 << KIND_BITS}"
# How many records that differ may share a key.
_MOST = f"CASE WHEN {_KIND} IN {WEAK} THEN {FEW} ELSE {MOST} END"


class Made(NamedTuple):
    """A record as it is stored to be compared: its features, the number of its copies, its keys."""

    texts: Features
    digest: int
    keys: list[int]


def made_of(features: Features) -> Made:
    """Return a record of these features."""
    return Made(features, digest_of(features), list(meeting_keys(features)))


class Step(NamedTuple):
    """A table, and the query that fills it."""

    name: str
    select: str


def meeting_steps(book: str, explode: str, is_alone: bool) -> tuple[Step, ...]:
    """Return how a book of `{book}_all` (id, digest, keys, features) becomes one with the `keys`
    that meet somebody: not those that more records share than tell apart, where copies count once.

    `explode` is the engine's function that makes rows of a list; `is_alone`: the book is compared
    with itself, so that a key of one record alone meets nobody.
    """
    seen = f"{book}_seen"
    step, half = 1 << KIND_BITS, COPIES // 2
    windows = (  # as `meeting.copy_keys`
        f"digest + {2 * step} * CAST(floor(copy / {COPIES}) AS BIGINT)",
        f"digest + {2 * step} * CAST(floor((copy + {half}) / {COPIES}) AS BIGINT) + {step}",
    )
    copies = (
        f"SELECT id, digest, row_number() OVER (PARTITION BY digest ORDER BY id) - 1 AS copy "
        f"FROM {book}_all WHERE digest IN "
        f"(SELECT digest FROM {book}_all GROUP BY digest HAVING count(*) > 1)"
    )
    return (
        Step(f"{book}_copies", copies),
        Step(
            seen,
            f"SELECT id, digest, {explode}(keys) AS key FROM {book}_all WHERE id NOT IN "
            f"(SELECT id FROM {book}_copies WHERE copy >= {COPIES})"
            + "".join(
                f" UNION ALL SELECT id, digest, {window} AS key FROM {book}_copies"
                for window in windows
            ),
        ),
        Step(
            f"{book}_counted",
            f"SELECT key, count(*) AS shared_by FROM {seen} GROUP BY key"
            + (" HAVING count(*) > 1" if is_alone else ""),
        ),
        Step(  # counted again, only those that may be too many: who differs
            shared(book),
            f"SELECT key FROM (SELECT DISTINCT key, digest FROM {seen} WHERE key IN "
            f"(SELECT key FROM {book}_counted WHERE shared_by > {_MOST})) AS differing "
            f"GROUP BY key HAVING count(*) > {_MOST}",
        ),
        Step(
            f"{book}_keys",
            f"SELECT id, array_agg(key) AS keys FROM {seen} WHERE key IN (SELECT key FROM "
            f"{book}_counted) AND key NOT IN (SELECT key FROM {shared(book)}) GROUP BY id",
        ),
        Step(
            book,
            f"SELECT a.id, {', '.join(TEXTS)}, k.keys FROM {book}_all a LEFT JOIN {book}_keys k "
            "ON k.id = a.id",
        ),
    )


def shared(book: str) -> str:
    """Return the name of the table of keys that too many share."""
    return f"{book}_shared"


def shared_by_many(book: str) -> str:
    """Return the query of how many keys of each kind meet nobody, since too many share them."""
    return f"SELECT {_KIND} AS kind, count(*) FROM {shared(book)} GROUP BY {_KIND}"


def met_pairs(found: str, books: Sequence[str]) -> str:
    """Return the query of what of two records is compared, for each two that Splink found: their
    keys, and the features of both.
    """
    left, right = (books[0], books[-1])
    columns = ", ".join(f"{side}.{name}" for side in "lr" for name in TEXTS)
    return (
        f"SELECT p.id_l, p.id_r, {columns} FROM {found} p JOIN {left} l ON l.id = p.id_l "
        f"JOIN {right} r ON r.id = p.id_r"
    )
