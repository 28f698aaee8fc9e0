"""The contact that each of many records looks like: all compared at once, kept on disk while a job goes on."""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from unisono.duplicates.pairs import Entries, Pair
from unisono.duplicates.scoring import Score
from unisono.duplicates.whole import pairs_between
from unisono.usecases.matching.candidates import look
from unisono.usecases.matching.entries import entries

_TABLE = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE likeliest (
        id INTEGER PRIMARY KEY, other INTEGER NOT NULL, points INTEGER NOT NULL, fields TEXT NOT NULL
    );
"""
_PUT = """
    INSERT INTO likeliest VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
    SET other = excluded.other, points = excluded.points, fields = excluded.fields
    WHERE (excluded.points, -excluded.other) > (points, -other)
"""
# So few records are looked for one by one in so many: to compare all would take longer.
_FEW, _MANY = 200, 20_000
_SMALL = 5_000  # records that the comparison built in has compared before Splink has begun


class Likeliest(NamedTuple):
    """The record that another looks like most."""

    id: int
    score: Score


class Likes:
    """Which record each of many looks like most; a working file that goes with its folder."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="unisono-likes-")
        self._file = sqlite3.connect(Path(self._folder.name) / "likes.sqlite", isolation_level=None)
        self._file.executescript(_TABLE)
        self._file.execute("BEGIN")
        self._file.executemany(_PUT, ((left, right, score, json.dumps(names)) for left, right, score, names in pairs))
        self._file.execute("COMMIT")

    def of(self, ids: Collection[int]) -> dict[int, Likeliest]:
        """Return the likeliest beside each of a few thousand records that looks like any."""
        marks = ", ".join("?" * len(ids))
        rows = self._file.execute(f"SELECT * FROM likeliest WHERE id IN ({marks})", list(ids))
        return {id_: Likeliest(other, Score(points, tuple(json.loads(names)))) for id_, other, points, names in rows}

    def close(self) -> None:
        """Remove the working file."""
        self._file.close()
        self._folder.cleanup()


_kept: dict[int, dict[str, Likes]] = {}


def likes_of(job_id: int, make: Callable[[], Mapping[str, Iterable[Pair]]]) -> dict[str, Likes]:
    """Return what a job compared, by the names that it gives: `make` is called once, and again by another process."""
    if job_id not in _kept:
        for other in list(_kept):
            forget_likes(other)  # a worker has one job at a time
        _kept[job_id] = {name: Likes(pairs) for name, pairs in make().items()}
    return _kept[job_id]


def forget_likes(job_id: int) -> None:
    """Remove what a job compared."""
    for likes in _kept.pop(job_id, {}).values():
        likes.close()


def is_small(count: int) -> bool:
    """Tell whether so many records are compared sooner by the comparison built in."""
    return count <= _SMALL


def likeliest_contacts(left: Entries, count: int, contacts: QuerySet[Any], least: int) -> Iterator[Pair]:
    """Return pairs of `count` records and the contacts that they look like, which score at least so many points."""
    there = contacts.count()
    if count <= _FEW and there > _MANY:
        return _one_by_one(left, contacts, least)
    return pairs_between(left, entries(contacts), least, built_in=is_small(count + there))


def _one_by_one(left: Entries, contacts: QuerySet[Any], least: int) -> Iterator[Pair]:
    for id_, values in left:
        yield from (Pair(id_, each.row.pk, each.score, each.fields) for each in look(contacts, values, least))
