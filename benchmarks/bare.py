"""A bare connection, as durable as the product's, and what the two databases say differently in
sets of rows.
"""

import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks.raw import sqlite_text
from unisono.access.roles import Actor


class Bare:
    """Statements with %s for parameters, on either database."""

    def __init__(self, cursor: Any, is_postgresql: bool) -> None:
        self.cursor, self.is_postgresql = cursor, is_postgresql

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement."""
        self.cursor.execute(sql if self.is_postgresql else sql.replace("%s", "?"), parameters)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        """Return the first row of a query."""
        return self.all(sql, parameters)[0]

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        self.execute(sql, parameters)
        return list(self.cursor.fetchall())

    def begin(self) -> None:
        """Begin a transaction that writes."""
        self.execute("BEGIN" if self.is_postgresql else "BEGIN IMMEDIATE")

    def moment(self, moment: datetime) -> Any:
        """Return a moment as a column holds it."""
        return moment if self.is_postgresql else sqlite_text(moment)

    def json(self, text: str) -> str:
        """Return an expression of JSON text as a value of a JSON column."""
        return f"({text})::jsonb" if self.is_postgresql else text

    def quoted(self, column: str) -> str:
        """Return a text column as JSON text."""
        return f"to_json({column}::text)::text" if self.is_postgresql else f"json_quote({column})"

    def change_set(self, actor: Actor, via: str, now: datetime, undoes: int | None = None) -> int:
        """Insert a change set; return its key."""
        position = "pg_current_xact_id()::text::bigint" if self.is_postgresql else "0"
        act = uuid.uuid4() if self.is_postgresql else uuid.uuid4().hex
        sql = (
            'INSERT INTO history_changeset (at, user_id, "by", via, act, undoes_id, position) '
            f"VALUES (%s, %s, %s, %s, %s, %s, {position}) RETURNING id"
        )
        return int(
            self.one(sql, [self.moment(now), actor.user_id, actor.name, via, act, undoes])[0]
        )

    def add_changes(self, select: str, parameters: Sequence[Any] = ()) -> None:
        """Insert rows of history: change set, event, kind, record, number, version, values,
        detail.
        """
        columns = '(change_set_id, event, kind, record_id, no, version_after, "values", detail)'
        self.execute(f"INSERT INTO history_change {columns} {select}", parameters)


@contextmanager
def bare() -> Iterator[Bare]:
    """Connect with the database of this process."""
    if connection.vendor == "postgresql":
        with psycopg.connect(settings.DATABASE_URL, autocommit=True) as postgresql:
            yield Bare(postgresql.cursor(), True)
        return
    sqlite = sqlite3.connect(
        settings.DATABASES["default"]["NAME"], isolation_level=None, timeout=30
    )
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            sqlite.execute(f"PRAGMA {pragma}")
        yield Bare(sqlite.cursor(), False)
    finally:
        sqlite.close()
