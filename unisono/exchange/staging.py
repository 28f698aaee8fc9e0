"""The working file of one import: its rows, what was mended in them, and what became of each.
SQLite, on disk.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from unisono.common.borders import Content, Given
from unisono.exchange.reading import Number, Row

_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE line (number INTEGER PRIMARY KEY, cells TEXT NOT NULL, problem TEXT NOT NULL DEFAULT '',
        is_mended INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE result (number INTEGER PRIMARY KEY, outcome TEXT NOT NULL, no TEXT NOT NULL, messages TEXT NOT NULL,
        changes TEXT NOT NULL, has_messages INTEGER NOT NULL);
    CREATE INDEX result_outcome ON result (outcome, number);
    CREATE INDEX result_no ON result (upper(no));
"""
_SAMPLES = 3  # cells of each column that the mapping page shows
_LONG = 80  # characters of a sample


@dataclass(frozen=True)
class Result:
    """What became of a row: created, updated …; messages are (column, text), changes (field, old,
    new).
    """

    number: int
    outcome: str
    no: str = ""
    messages: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, object, object], ...] = ()

    @property
    def text(self) -> str:
        """Return what is said of the row in one line."""
        return "; ".join(": ".join(filter(None, message)) for message in self.messages)


class Staged:
    """A working file; it is opened for each look, so that several processes may have it at hand."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(
        cls, path: Path, columns: Sequence[str], rows: Iterable[Row], about: Given
    ) -> "Staged":
        """Make a working file of rows, which are read one by one, and what is known of them."""
        staged, samples = cls(path), _Samples(columns)
        with staged._file() as file:
            file.executescript(_TABLES)
            file.execute("BEGIN")
            file.executemany(
                "INSERT INTO line (number, cells, problem) VALUES (?, ?, ?)",
                (
                    (
                        row.number,
                        _json([_stored(row.cells.get(c, "")) for c in columns]),
                        row.problem,
                    )
                    for row in samples.seen(rows)
                ),
            )
            total = file.execute("SELECT count(*) FROM line").fetchone()[0]
            known = {
                "columns": list(columns),
                "samples": samples.some,
                "filled": samples.filled,
                "total": total,
            }
            file.executemany(
                "INSERT INTO about VALUES (?, ?)",
                [(n, _json(v)) for n, v in {**about, **known}.items()],
            )
            file.execute("COMMIT")
        return staged

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        file = sqlite3.connect(self.path, isolation_level=None, timeout=30)
        try:
            yield file
        finally:
            file.close()

    def about(self) -> Content:
        """Return what is known: columns, samples, filled, total, and what was given or set."""
        with self._file() as file:
            return {
                name: json.loads(value)
                for name, value in file.execute("SELECT name, value FROM about")
            }

    def set_about(self, values: Given) -> None:
        """Set what is known of the import."""
        with self._file() as file:
            rows = [(name, _json(value)) for name, value in values.items()]
            file.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", rows)

    def rows(self, after: int, most: int) -> list[Row]:
        """Return the next rows after a number, with what was mended."""
        with self._file() as file:
            columns = self._columns(file)
            sql = "SELECT number, cells, problem FROM line WHERE number > ? ORDER BY number LIMIT ?"
            return [_row(columns, *each) for each in file.execute(sql, (after, most))]

    def texts(self, name: str) -> Iterator[str]:
        """Return the texts of a column, row by row; cells that hold a number are none."""
        with self._file() as file:
            path = f"$[{self._columns(file).index(name)}]"
            sql = "SELECT json_extract(cells, ?) FROM line WHERE json_type(cells, ?) = 'text'"
            for (text,) in file.execute(sql, (path, path)):
                yield text

    def mend(self, number: int, column: str, text: str) -> None:
        """Change a cell, and forget what became of its row; raise KeyError where there is no such
        cell.
        """
        with self._file() as file:
            columns = self._columns(file)
            found = file.execute("SELECT cells FROM line WHERE number = ?", (number,)).fetchone()
            if found is None or column not in columns:
                raise KeyError(column)
            cells = json.loads(found[0])  # numbers of other cells stay numbers
            cells[columns.index(column)] = text
            file.execute(
                "UPDATE line SET cells = ?, problem = '', is_mended = 1 WHERE number = ?",
                (_json(cells), number),
            )
            file.execute("DELETE FROM result WHERE number = ?", (number,))

    def naming(self, is_wanted: Callable[[str], bool]) -> list[Row]:
        """Return the rows in which a text is wanted: a cell, or a part of one that lists several."""
        return [row for row in self._all_rows() if _names(row, is_wanted)]

    def forget(self, is_wanted: Callable[[str], bool]) -> None:
        """Remove these rows, what became of them, and samples of such texts."""
        gone = [(row.number,) for row in self.naming(is_wanted)]
        if not gone:
            return
        samples = {
            column: [text for text in some if not _lists(text, is_wanted)]
            for column, some in self.about()["samples"].items()
        }
        with self._file() as file:
            file.execute("BEGIN")
            for table in ("line", "result"):
                file.executemany(f"DELETE FROM {table} WHERE number = ?", gone)
            file.execute("COMMIT")
            file.execute("VACUUM")  # what was deleted is in the file no more
        self.set_about({"samples": samples, "total": self.about()["total"] - len(gone)})

    def _all_rows(self) -> Iterator[Row]:
        after = 0
        while some := self.rows(after, 1000):
            yield from some
            after = some[-1].number

    def put_results(self, results: Iterable[Result]) -> None:
        """Keep what became of rows; what was kept of the same rows before is replaced."""
        with self._file() as file:
            file.execute("BEGIN")
            file.executemany(
                "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (
                        each.number,
                        each.outcome,
                        each.no,
                        _json(each.messages),
                        _json(each.changes),
                        bool(each.messages),
                    )
                    for each in results
                ),
            )
            file.execute("COMMIT")

    def clear_results(self) -> None:
        """Forget what became of all rows."""
        with self._file() as file:
            file.execute("DELETE FROM result")

    def created(self, key: str) -> bool:
        """Tell whether a row before would create a record of this number."""
        with self._file() as file:
            sql = (
                "SELECT 1 FROM result WHERE outcome IN ('created', 'updated') AND upper(no) = "
                "? LIMIT 1"
            )
            return file.execute(sql, (key,)).fetchone() is not None

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each outcome."""
        with self._file() as file:
            return dict(file.execute("SELECT outcome, count(*) FROM result GROUP BY outcome"))

    def results(
        self,
        outcomes: Collection[str] = (),
        with_messages: bool = False,
        after: int = 0,
        most: int = 100,
    ) -> list[tuple[Row, Result]]:
        """Return rows with what became of them, in the order of the file: of some outcomes, or with
        messages, only.
        """
        where, values = ["r.number > ?"], [after]
        if outcomes:
            where.append(f"r.outcome IN ({', '.join('?' * len(outcomes))})")
            values += list(outcomes)  # type: ignore[arg-type]
        if with_messages:
            where.append("r.has_messages")
        sql = (
            "SELECT l.number, l.cells, l.problem, r.outcome, r.no, r.messages, r.changes FROM "
            "result r "
            f"JOIN line l ON l.number = r.number WHERE {' AND '.join(where)} ORDER BY r.number "
            "LIMIT ?"
        )
        with self._file() as file:
            columns = self._columns(file)
            return [
                (_row(columns, *each[:3]), _result(each[0], *each[3:]))
                for each in file.execute(sql, (*values, most))
            ]

    def results_of(self, numbers: Collection[int]) -> dict[int, Result]:
        """Return what became of some rows, by their numbers; nothing of those that were not taken
        yet.
        """
        marks = ", ".join("?" * len(numbers))
        sql = f"SELECT number, outcome, no, messages, changes FROM result WHERE number IN ({marks})"
        with self._file() as file:
            return {each[0]: _result(*each) for each in file.execute(sql, list(numbers))}

    def pages(self, outcomes: Collection[str]) -> Iterator[tuple[Row, Result]]:
        """Return all rows of some outcomes, a few hundred in memory at a time."""
        after = 0
        while some := self.results(outcomes, after=after, most=500):
            yield from some
            after = some[-1][0].number

    def _columns(self, file: sqlite3.Connection) -> list[str]:
        found: list[str] = json.loads(
            file.execute("SELECT value FROM about WHERE name = 'columns'").fetchone()[0]
        )
        return found


def _names(row: Row, is_wanted: Callable[[str], bool]) -> bool:
    return any(_lists(text, is_wanted) for text in row.cells.values())


def _lists(text: str, is_wanted: Callable[[str], bool]) -> bool:
    return any(is_wanted(part) for part in (text, *text.split(";")))


class _Samples:
    """The first texts of each column, and in how many rows it has one."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.some: dict[str, list[str]] = {column: [] for column in columns}
        self.filled = dict.fromkeys(columns, 0)

    def seen(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Return the rows, looked at."""
        for row in rows:
            for column, text in row.cells.items():
                if text:
                    self.filled[column] += 1
                    some = self.some[column]
                    if len(some) < _SAMPLES and (short := text[:_LONG]) not in some:
                        some.append(short)
            yield row


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _stored(text: str) -> str | int | float:
    """Return a cell as JSON keeps it: a number as one."""
    if not isinstance(text, Number):
        return text
    return float(text) if "." in text else int(text)


def _number(literal: str) -> Number:
    return Number(format(Decimal(literal), "f"))


def _row(columns: Sequence[str], number: int, cells: str, problem: str) -> Row:
    texts = json.loads(cells, parse_float=_number, parse_int=_number)
    return Row(number, dict(zip(columns, texts, strict=True)), problem)


def _result(number: int, outcome: str, no: str, messages: str, changes: str) -> Result:
    said = tuple((column, text) for column, text in json.loads(messages))
    return Result(
        number, outcome, no, said, tuple((name, old, new) for name, old, new in json.loads(changes))
    )
