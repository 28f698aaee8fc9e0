"""The contact that each of many records looks like: all compared at once, kept on disk while a job
goes on.
"""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from unisono.common.borders import Rows
from unisono.duplicates.all_pairs import pairs_between, pairs_of_new, pairs_within
from unisono.duplicates.pairs import Entries, Pair
from unisono.duplicates.scoring import Score
from unisono.matching.candidates import look
from unisono.matching.compared_records import entries

_TABLE = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE likeliest (
        is_there INTEGER NOT NULL, id INTEGER NOT NULL, other INTEGER NOT NULL, points INTEGER NOT NULL,
        fields TEXT NOT NULL, PRIMARY KEY (is_there, id)
    ) WITHOUT ROWID;
"""
_PUT = """
    INSERT INTO likeliest VALUES (?, ?, ?, ?, ?) ON CONFLICT (is_there, id) DO UPDATE
    SET other = excluded.other, points = excluded.points, fields = excluded.fields
    WHERE (excluded.points, -excluded.other) > (points, -other)
"""
# So few records are looked for one by one in so many: to compare all would take longer.
_FEW, _MANY = 200, 20_000
_SMALL = 5_000  # records that the comparison built in has compared before Splink has begun
Found = Iterator[
    tuple[bool, Pair]
]  # whether the other record is there already, or one of the same that are new


class LookAlike(NamedTuple):
    """The record that another looks like most."""

    id: int
    score: Score


class LookAlikes:
    """Which record each of many looks like most; a working file that goes with its folder."""

    def __init__(self, found: Found) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="unisono-likes-")
        self._file = sqlite3.connect(Path(self._folder.name) / "likes.sqlite", isolation_level=None)
        self._file.executescript(_TABLE)
        self._file.execute("BEGIN")
        self._file.executemany(_PUT, (_columns(*each) for each in found))
        self._file.execute("COMMIT")

    def contacts(self, ids: Collection[int]) -> dict[int, LookAlike]:
        """Return the likeliest contact beside each of a few thousand records that looks like
        any.
        """
        return self._of(True, ids)

    def before(self, ids: Collection[int]) -> dict[int, LookAlike]:
        """Return the likeliest of the new records before it, beside each of a few thousand that
        looks like any.
        """
        return self._of(False, ids)

    def _of(self, is_there: bool, ids: Collection[int]) -> dict[int, LookAlike]:
        marks = ", ".join("?" * len(ids))
        sql = (
            "SELECT id, other, points, fields FROM likeliest WHERE is_there = ? AND id IN "
            f"({marks})"
        )
        rows = self._file.execute(sql, [is_there, *ids])
        return {
            id_: LookAlike(other, Score(points, tuple(json.loads(names))))
            for id_, other, points, names in rows
        }

    def close(self) -> None:
        """Remove the working file."""
        self._file.close()
        self._folder.cleanup()


def _columns(is_there: bool, pair: Pair) -> tuple[bool, int, int, int, str]:
    left, right = (
        (pair.left, pair.right) if is_there else (pair.right, pair.left)
    )  # who is new looks at who was before
    return is_there, left, right, pair.points, json.dumps(pair.fields)


_kept: dict[int, LookAlikes] = {}


def look_alikes_of(job_id: int, find: Callable[[], Found]) -> LookAlikes:
    """Return what a job compared: `find` is called once, and again by another process."""
    if job_id not in _kept:
        for other in list(_kept):
            forget_look_alikes(other)  # a worker has one job at a time
        _kept[job_id] = LookAlikes(find())
    return _kept[job_id]


def forget_look_alikes(job_id: int) -> None:
    """Remove what a job compared."""
    if job_id in _kept:
        _kept.pop(job_id).close()


def likeliest_contacts(
    new: Entries, count: int, contacts: Rows, least: int, alike: bool = False
) -> Found:
    """Return pairs of `count` new records and the contacts that they look like, which score at
    least so many points.

    With `alike`, also pairs of new records that look like each other.
    """
    there = contacts.count()
    built_in = count + there <= _SMALL
    if count <= _FEW and there > _MANY:
        some = list(new)
        yield from ((True, pair) for pair in _one_by_one(some, contacts, least))
        if alike:
            yield from ((False, pair) for pair in pairs_within(some, least, built_in=True))
    elif alike:
        yield from pairs_of_new(new, entries(contacts), least, built_in)
    else:
        yield from ((True, pair) for pair in pairs_between(new, entries(contacts), least, built_in))


def _one_by_one(new: Entries, contacts: Rows, least: int) -> Iterator[Pair]:
    for id_, values in new:
        yield from (
            Pair(id_, each.row.pk, each.score, each.fields)
            for each in look(contacts, values, least)
        )
