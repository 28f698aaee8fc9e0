"""A book on disk in which a record finds those that may be the same party: keys, counts and
features.

A working file for one job, by SQLite whatever the product's database is: a million records need no
memory, and thousands of look-ups no statement of the product's database.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from unisono.duplicates.features import Features
from unisono.duplicates.keys import COPIES
from unisono.duplicates.meeting import (
    FEW,
    KIND_BITS,
    MOST,
    WEAK,
    copy_keys,
    digest_of,
    left_out_of,
    meeting_keys,
    most_of,
)
from unisono.duplicates.scoring import Score, score

_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE;
    CREATE TABLE IF NOT EXISTS record (id INTEGER PRIMARY KEY, features TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS meeting (key INTEGER NOT NULL, id INTEGER NOT NULL, digest INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS meeting_key ON meeting (key, id, digest);
    CREATE TABLE IF NOT EXISTS copies (digest INTEGER PRIMARY KEY, count INTEGER NOT NULL);
"""
_CHUNK = 5000  # rows per transaction of the working file
# How many records that differ may share a key, in SQL.
_MOST = f"CASE WHEN key % {1 << KIND_BITS} IN {WEAK} THEN {FEW} ELSE {MOST} END"


class KeyIndex:
    """Records by what they can be found by; opened anew, it is the same as before."""

    def __init__(self, path: Path | str) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, records: Iterable[tuple[int, Features]]) -> None:
        """Add records; one that is there already is replaced."""
        self._file.execute("BEGIN")
        for chunk in _chunks(records):
            self._file.executemany("INSERT OR REPLACE INTO record VALUES (?, ?)", _texts(chunk))
            self._file.executemany("INSERT INTO meeting VALUES (?, ?, ?)", self._meetings(chunk))
        self._file.execute("COMMIT")

    def _meetings(self, chunk: list[tuple[int, Features]]) -> Iterator[tuple[int, int, int]]:
        """Return the keys by which records meet: copies of one beyond the first ones meet those
        beside them alone.
        """
        for id_, features in chunk:
            digest = digest_of(features)
            (copy,) = self._file.execute(
                "INSERT INTO copies VALUES (?, 0) ON CONFLICT DO UPDATE SET count = count + 1 "
                "RETURNING count",
                (digest,),
            ).fetchone()
            keys = meeting_keys(features) if copy < COPIES else set()
            yield from ((key, id_, digest) for key in (*keys, *copy_keys(digest, copy)))

    def alike(self, features: Features, least: int, but: int = 0) -> list[tuple[int, Score]]:
        """Return the records that score at least so many points, the likeliest first; `but` is left
        out.
        """
        found: list[tuple[int, Score]] = []
        for id_, text in self._met(meeting_keys(features)):
            if id_ != but:
                scored = score(features, Features(*json.loads(text)))
                if scored.points >= least:
                    found.append((id_, scored))
        return sorted(found, key=lambda each: (-each[1].points, each[0]))

    def _met(self, keys: Iterable[int]) -> list[tuple[int, str]]:
        ids: set[int] = set()
        for key in keys:
            most = most_of(key)
            rows = self._file.execute(
                # Beyond so many, whoever they are, the key tells nobody apart.
                "SELECT id, digest FROM meeting WHERE key = ? LIMIT ?",
                (key, (most + 1) * COPIES),
            ).fetchall()
            if len({digest for _id, digest in rows}) <= most:
                ids.update(id_ for id_, _digest in rows)
        marks = ", ".join("?" * len(ids))
        return self._file.execute(
            f"SELECT id, features FROM record WHERE id IN ({marks})", list(ids)
        ).fetchall()

    def records(self) -> Iterator[tuple[int, Features]]:
        """Return every record of the book."""
        for id_, text in self._file.execute("SELECT id, features FROM record ORDER BY id"):
            yield id_, Features(*json.loads(text))

    def left_out(self) -> Counter[str]:
        """Return how many values so many records share that nobody meets by them, by what they
        are about.
        """
        return left_out_of(
            self._file.execute(
                f"SELECT key % {1 << KIND_BITS}, count(*) FROM (SELECT key FROM meeting GROUP BY "
                f"key HAVING count(DISTINCT digest) > {_MOST}) GROUP BY 1"
            )
        )

    def pairs(self) -> Iterator[tuple[int, Features, int, Features]]:
        """Return every two records of the book that share a key, each two once, the smaller key
        first.
        """
        reading = self._file.cursor()
        same = (
            "SELECT DISTINCT a.id, b.id FROM meeting a JOIN meeting b ON b.key = a.key AND b.id > "
            "a.id "
            "WHERE a.key IN (SELECT key FROM meeting GROUP BY key HAVING count(*) > 1 AND "
            f"count(DISTINCT digest) <= {_MOST}) ORDER BY 1, 2"
        )
        wanted = "SELECT features FROM record WHERE id = ?"
        last, left = None, None
        for one, other in reading.execute(same):
            if one != last:
                last, left = (
                    one,
                    Features(*json.loads(self._file.execute(wanted, (one,)).fetchone()[0])),
                )
            right = Features(*json.loads(self._file.execute(wanted, (other,)).fetchone()[0]))
            assert left is not None
            yield one, left, other, right


def _texts(chunk: list[tuple[int, Features]]) -> Iterator[tuple[int, str]]:
    for id_, features in chunk:
        yield id_, json.dumps(features, ensure_ascii=False)


def _chunks(records: Iterable[tuple[int, Features]]) -> Iterator[list[tuple[int, Features]]]:
    chunk: list[tuple[int, Features]] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    yield chunk
