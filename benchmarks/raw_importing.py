"""Stores rows that are there already: the floor of any import."""

from typing import Any

from django.db import connection

from benchmarks.bare import Bare, bare
from benchmarks.rounds import seconds
from benchmarks.state import State

# Rows that others point to come first.
_TABLES = (
    "history_changeset",
    "customers_customer",
    "contacts_contact",
    "links_link",
    "history_change",
)


class Copy:
    """All rows that came in since a state, and where the number series stand."""

    def __init__(self, since: State) -> None:
        with bare() as of:
            self._series = of.all("SELECT next_no, code FROM setup_numberseries")
            self._rows = {table: _read(of, table, since.last[table]) for table in _TABLES}

    def store(self) -> float:
        """Store them all in one transaction; return how long it takes."""
        connection.close()
        with bare() as to:
            return seconds(lambda: self._store(to))

    def _store(self, to: Bare) -> None:
        to.begin()
        for table in _TABLES:
            _write(to, table, self._rows[table])
        for series in self._series:
            to.execute("UPDATE setup_numberseries SET next_no = %s WHERE code = %s", series)
        to.execute("COMMIT")


def _read(of: Bare, table: str, last: int) -> list[Any]:
    """Return the rows after a key: as the blocks of COPY on PostgreSQL."""
    if of.is_postgresql:
        with of.cursor.copy(
            f"COPY (SELECT * FROM {table} WHERE id > {last} ORDER BY id) TO STDOUT"
        ) as copy:
            return [bytes(block) for block in copy]
    return of.all(f"SELECT * FROM {table} WHERE id > {last} ORDER BY id")


def _write(to: Bare, table: str, rows: list[Any]) -> None:
    if to.is_postgresql:
        with to.cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for block in rows:
                copy.write(block)
    else:
        # One statement for all rows: with a statement each, FTS5 would write a segment each.
        to.execute(f"CREATE TEMP TABLE rows AS SELECT * FROM {table} WHERE 0")
        to.cursor.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(rows[0]))})", rows)
        to.execute(f"INSERT INTO {table} SELECT * FROM rows")
        to.execute("DROP TABLE rows")
