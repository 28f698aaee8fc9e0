"""A book on disk in which a record finds those that may be the same party: keys, counts and
features.

A working file for one job, by SQLite whatever the product's database is: a million records need no
memory, and thousands of look-ups no statement of the product's database.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from unisono.duplicates.features import MOST_ALIKE, Features, Keys, keys_of
from unisono.duplicates.scoring import Score, score
from unisono.duplicates.tokens import hashed

_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE;
    CREATE TABLE IF NOT EXISTS record (id INTEGER PRIMARY KEY, features TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS meeting (key INTEGER NOT NULL, id INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS meeting_key ON meeting (key, id);
"""
_CHUNK = 5000  # rows per transaction of the working file
_STRONG, _WEAK = max(MOST_ALIKE.values()), min(MOST_ALIKE.values())


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
            self._file.executemany(
                "INSERT INTO meeting VALUES (?, ?)",
                ((key, id_) for id_, features in chunk for key in meeting_keys(features)),
            )
        self._file.execute("COMMIT")

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
            # One more than may be: a key that so many share tells nobody apart.
            most = _WEAK if key & 1 else _STRONG
            rows = self._file.execute(
                "SELECT DISTINCT id FROM meeting WHERE key = ? LIMIT ?", (key, most + 1)
            ).fetchall()
            if len(rows) <= most:
                ids.update(row[0] for row in rows)
        marks = ", ".join("?" * len(ids))
        return self._file.execute(
            f"SELECT id, features FROM record WHERE id IN ({marks})", list(ids)
        ).fetchall()

    def records(self) -> Iterator[tuple[int, Features]]:
        """Return every record of the book."""
        for id_, text in self._file.execute("SELECT id, features FROM record ORDER BY id"):
            yield id_, Features(*json.loads(text))

    def pairs(self) -> Iterator[tuple[int, Features, int, Features]]:
        """Return every two records of the book that share a key, each two once, the smaller key
        first.
        """
        reading = self._file.cursor()
        same = (
            "SELECT DISTINCT a.id, b.id FROM meeting a JOIN meeting b ON b.key = a.key AND b.id > "
            "a.id "
            "WHERE a.key IN (SELECT key FROM meeting GROUP BY key HAVING count(*) BETWEEN 2 AND "
            "CASE WHEN key & 1 THEN ? ELSE ? END) ORDER BY 1, 2"
        )
        wanted = "SELECT features FROM record WHERE id = ?"
        last, left = None, None
        for one, other in reading.execute(same, (_WEAK, _STRONG)):
            if one != last:
                last, left = (
                    one,
                    Features(*json.loads(self._file.execute(wanted, (one,)).fetchone()[0])),
                )
            right = Features(*json.loads(self._file.execute(wanted, (other,)).fetchone()[0]))
            assert left is not None
            yield one, left, other, right


def meeting_keys(features: Features) -> set[int]:
    """Return the keys of a record as whole numbers, which take little room: a hash of the kind of
    key and its text.
    """
    keys = keys_of(features)
    return {_number(kind, text) for kind, text in zip(Keys._fields, keys, strict=True) if text}


def _number(kind: str, text: str) -> int:
    number = int.from_bytes(hashed(kind, text, 8), "big", signed=True)
    # The last bit says how many may share it.
    return (number | 1) if MOST_ALIKE[kind] == _WEAK else (number & ~1)


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
