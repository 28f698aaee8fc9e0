"""All tables as of one moment, while others write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

from django.db import connection, transaction

from unisono.backups.columns import from_sqlite
from unisono.backups.tables import Table

_LINES = 1000  # rows of SQLite that become one piece


class Snapshot(Protocol):
    """A book as it stands at one moment."""

    def rows(self, table: Table) -> Iterator[bytes]:
        """Return a table's rows as COPY writes them, in pieces of whole lines."""

    def values(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a statement selects."""

    def last_keys(self, names: list[str]) -> dict[str, int]:
        """Return the highest key that each of these tables ever gave, also to rows that went."""


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Give the book as it stands now, for as long as it is read."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            # All statements see what stood when the first of them began, and hold nobody up.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL TIME ZONE 'UTC'")
            yield _OnPostgreSQL(cursor)
        return
    with _sqlite() as book:
        yield _OnSQLite(book)


@contextmanager
def _sqlite() -> Iterator[sqlite3.Connection]:
    """Give a connection of our own that reads one moment: Django's would begin to write."""
    name = str(connection.settings_dict["NAME"])
    if name.startswith("file:") or name == ":memory:":  # tests, which have one connection
        connection.ensure_connection()
        with closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(connection.connection.serialize())
            yield copy
        return
    with closing(sqlite3.connect(name, isolation_level=None)) as book:
        book.execute("PRAGMA query_only = 1")
        book.execute("BEGIN")
        try:
            yield book
        finally:
            book.execute("ROLLBACK")


class _OnPostgreSQL:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def rows(self, table: Table) -> Iterator[bytes]:
        """Return a table's rows as COPY writes them."""
        with self._cursor.copy(f"COPY ({_select(table)}) TO STDOUT") as copy:
            for piece in copy:
                yield bytes(piece)

    def values(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a statement selects."""
        self._cursor.execute(statement)
        return list(self._cursor.fetchall())

    def last_keys(self, names: list[str]) -> dict[str, int]:
        """Return the highest key that each table ever gave."""
        # Counted by sequences, which know of no moments: they may be ahead, which does no harm.
        self._cursor.execute(
            "SELECT name, pg_sequence_last_value(pg_get_serial_sequence(name, 'id')::regclass) "
            "FROM unnest(%s::text[]) AS name",
            [names],
        )
        return {name: int(last) for name, last in self._cursor.fetchall() if last is not None}


class _OnSQLite:
    def __init__(self, book: sqlite3.Connection) -> None:
        self._book = book

    def rows(self, table: Table) -> Iterator[bytes]:
        """Return a table's rows as COPY would write them."""
        makers = [from_sqlite(sort) for _name, sort in table.columns]
        # A cursor by itself: Django's would make dates of texts.
        cursor = self._book.cursor()
        cursor.execute(_select(table))
        while rows := cursor.fetchmany(_LINES):
            lines = (
                "\t".join(make(value) for make, value in zip(makers, row, strict=True))
                for row in rows
            )
            yield ("\n".join(lines) + "\n").encode()

    def values(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a statement selects."""
        return list(self._book.execute(statement))

    def last_keys(self, names: list[str]) -> dict[str, int]:
        """Return the highest key that each table ever gave."""
        found = dict(self.values("SELECT name, seq FROM sqlite_sequence"))
        return {name: int(found[name]) for name in names if name in found}


def _select(table: Table) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name, _sort in table.columns)
    return f"SELECT {names} FROM {quote(table.name)} ORDER BY {quote(table.columns[0][0])}"
