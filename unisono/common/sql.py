"""Runs the few statements that every edit is made of, past what Django's cursors cost.

On PostgreSQL, Django binds parameters in the client, so that every statement is parsed and planned
anew. Here the server binds them, and psycopg prepares statements; their texts should recur,
therefore. Not for searches: a plan made for any parameter ruins LIKE. Where Django watches
statements (tests, debugging), they go its way.
"""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

_MOST_PREPARED = (
    100  # parameters; what has more writes many rows, and its plan would take much memory
)
Parameters = Sequence[Any]  # what a statement is given for its %s
SqlRow = tuple[Any, ...]  # what it returns
Statement = tuple[str, Parameters]


def execute(sql: str, parameters: Parameters = ()) -> Any:
    """Return the cursor of a statement; fetch all that it returns."""
    return together([(sql, parameters)])[0]


def together(statements: Sequence[Statement]) -> list[Any]:
    """Return the cursors of statements that do not need each other's results: one round trip on
    PostgreSQL.
    """
    now = connections[
        DEFAULT_DB_ALIAS
    ]  # `connection` would look it up for each attribute, which costs
    if not _is_direct(now):
        return [_by_django(*statement) for statement in statements]
    now.validate_no_broken_transaction()
    with now.wrap_database_errors:
        if now.vendor == "postgresql":
            return _on_postgresql(now.connection, statements)
        return [
            now.connection.execute(sql.replace("%s", "?"), values) for sql, values in statements
        ]


def among(column: str, values: Collection[int] | Collection[str]) -> Statement:
    """Return the condition that a column has one of these values; on PostgreSQL, its text is
    constant.
    """
    if connection.vendor == "postgresql" and len(values) > 1:
        return f"{column} = ANY(%s)", [list(values)]
    return f"{column} IN ({', '.join(['%s'] * len(values))})", list(values)


def moment(at: datetime) -> Any:
    """Return a moment as the database stores it (SQLite: UTC text without zone, as Django writes
    it).
    """
    return (
        at
        if connection.vendor == "postgresql"
        else at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    )


def _is_direct(now: Any) -> bool:
    """Tell whether the connection is open for sure, and nobody watches it."""
    watched = now.queries_logged or now.execute_wrappers
    return now.in_atomic_block and now.connection is not None and not watched


def _by_django(sql: str, parameters: Parameters) -> Any:
    cursor = connection.cursor()
    cursor.execute(sql, parameters)
    return cursor


def _on_postgresql(driver: Any, statements: Sequence[Statement]) -> list[Any]:
    # Off again afterwards: nothing else is to be prepared on this connection.
    driver.prepare_threshold = 0 if settings.PREPARED_STATEMENTS else None
    try:
        with driver.pipeline() if len(statements) > 1 else nullcontext():
            return [_by_server(driver, *statement) for statement in statements]
    finally:
        driver.prepare_threshold = None


def _by_server(driver: Any, sql: str, parameters: Parameters) -> Any:
    # At once, not after some executions: psycopg does not forget a statement that it counted where
    # a pipeline with its preparation breaks off, and would execute what the server does not know.
    return psycopg.Cursor(driver).execute(
        sql, parameters, prepare=len(parameters) <= _MOST_PREPARED
    )
