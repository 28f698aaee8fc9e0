"""The working file of a reading: its rows, and what is known of them. SQLite, on disk, since rows
of a large file do not fit into memory.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from unisono.common.borders import Content, Given
from unisono.exchange.reading import Number, Row

_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE line (
        number INTEGER PRIMARY KEY, cells TEXT NOT NULL, problem TEXT NOT NULL, said TEXT NOT NULL
    );
"""
_SAMPLES = 3  # cells of each column that the mapping page shows
_LONG = 80  # characters of a sample
Line = tuple[int, str, str, str]  # a row as it is stored: number, cells, problem, what befell it


class WorkingFile:
    """A working file, opened for each look."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(
        cls, path: Path, columns: Sequence[str], rows: Iterable[Row], about: Given
    ) -> "WorkingFile":
        """Make a working file of rows, which are read one by one, and what is known of them."""
        made, samples = cls(path), _Samples(columns)
        with made._file() as file:
            file.executescript(_TABLES)
            file.execute("BEGIN")
            file.executemany(
                "INSERT INTO line (number, cells, problem, said) VALUES (?, ?, ?, ?)",
                (_stored_row(columns, row) for row in samples.seen(rows)),
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
                [(n, json_text(v)) for n, v in {**about, **known}.items()],
            )
            file.execute("COMMIT")
        return made

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        file = sqlite3.connect(self.path, isolation_level=None, timeout=30)
        try:
            yield file
        finally:
            file.close()

    def about(self) -> Content:
        """Return what is known: columns, samples, filled, total, and what was given."""
        with self._file() as file:
            return {
                name: json.loads(value)
                for name, value in file.execute("SELECT name, value FROM about")
            }

    def lines(self, after: int, most: int) -> list[Line]:
        """Return the next rows after a number as they are stored."""
        with self._file() as file:
            sql = "SELECT number, cells, problem, said FROM line WHERE number > ? ORDER BY number LIMIT ?"
            return file.execute(sql, (after, most)).fetchall()

    def rows(self, after: int, most: int) -> list[Row]:
        """Return the next rows after a number."""
        columns = self.about()["columns"]
        return [row_of(columns, *line) for line in self.lines(after, most)]

    def texts(self, name: str) -> Iterator[str]:
        """Return the texts of a column, row by row; cells that hold a number are none."""
        path = f"$[{self.about()['columns'].index(name)}]"
        with self._file() as file:
            sql = "SELECT json_extract(cells, ?) FROM line WHERE json_type(cells, ?) = 'text'"
            for (text,) in file.execute(sql, (path, path)):
                yield text


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


def json_text(value: object) -> str:
    """Return a value as it is stored beside rows."""
    return json.dumps(value, ensure_ascii=False)


def cells_text(columns: Sequence[str], row: Row) -> str:
    """Return a row's cells as they are stored: a number as one."""
    return json_text([_stored(row.cells.get(column, "")) for column in columns])


def row_of(columns: Sequence[str], number: int, cells: str, problem: str, said: str = "") -> Row:
    """Return a row from how it is stored."""
    texts = json.loads(cells, parse_float=_number, parse_int=_number)
    befell = json.loads(said) if said else {}
    return Row(number, dict(zip(columns, texts, strict=True)), problem, befell)


def _stored_row(columns: Sequence[str], row: Row) -> Line:
    said = json_text(dict(row.said)) if row.said else ""
    return row.number, cells_text(columns, row), row.problem, said


def _stored(text: str) -> str | int | float:
    if not isinstance(text, Number):
        return text
    return float(text) if "." in text else int(text)


def _number(literal: str) -> Number:
    return Number(format(Decimal(literal), "f"))
