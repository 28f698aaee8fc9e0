"""What the two databases say differently, for statements about thousands of rows."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from unisono.common.sql import Parameters, SqlRow, Statement

_TEMPORARY = (
    "CREATE TEMP TABLE IF NOT EXISTS bulk_pairs (record_id BIGINT PRIMARY KEY, "
    "contact_id BIGINT, no TEXT)"
)
_PARAMETERS_PER_INSERT = 30_000  # SQLite takes 32,766
Pair = tuple[int, int, str]  # a record, the contact that is made for it, that contact's number


def is_postgresql() -> bool:
    """Tell which of the two databases it is."""
    return bool(connection.vendor == "postgresql")


def execute(sql: str, parameters: Parameters = ()) -> int:
    """Run a statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def rows(sql: str, parameters: Parameters = ()) -> list[SqlRow]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def unique(key: UUID) -> object:
    """Return a UUID as a column holds it."""
    return key if is_postgresql() else key.hex


def among(column: str, ids: Sequence[int]) -> Statement:
    """Return the condition that a column is one of these keys, and its parameters."""
    if is_postgresql():
        return f"{column} = ANY(%s::bigint[])", [list(ids)]
    # As one parameter: a list of marks has its limit, and every length would be a statement of its
    # own.
    return f"{column} IN (SELECT value FROM json_each(%s))", [str(list(ids))]


def new_ids(table: str, count: int) -> list[int]:
    """Return keys that no row of the table has or will get, for rows that are inserted with
    them.
    """
    if is_postgresql():
        sequence = "pg_get_serial_sequence(%s, 'id')"
        return [
            row[0]
            for row in rows(
                f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [table, count]
            )
        ]
    # The writing transaction is alone, and AUTOINCREMENT goes on after the highest key that was
    # inserted.
    last = rows("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])[0][0]
    return list(range(last + 1, last + 1 + count))


def keep_pairs(pairs: Sequence[Pair]) -> None:
    """Keep pairs where the statements of this transaction find them, as bulk_pairs (record_id,
    contact_id, no).
    """
    execute(_TEMPORARY + (" ON COMMIT DELETE ROWS" if is_postgresql() else ""))
    execute("DELETE FROM bulk_pairs")
    insert_rows("bulk_pairs", ("record_id", "contact_id", "no"), pairs)
    if is_postgresql():
        execute(
            "ANALYZE bulk_pairs"
        )  # else it takes them for a handful, or for a thousand, and reads whole tables


def from_pairs(table: str) -> str:
    """Return what stands in FROM for the kept pairs, m, and their records, r."""
    if is_postgresql():
        return f"bulk_pairs m JOIN {table} r ON r.id = m.record_id"
    # In this order: otherwise SQLite, which knows nothing of the pairs' number, reads the whole
    # table for each chunk.
    return f"bulk_pairs m CROSS JOIN {table} r ON r.id = m.record_id"


def json_text(column: str) -> str:
    """Return a text column as JSON: with its quotation marks, and with what stands in it
    escaped.
    """
    return f"to_json(({column})::text)::text" if is_postgresql() else f"json_quote({column})"


def or_null(text: str) -> str:
    """Return JSON text that is null where there is no value."""
    # Not COALESCE(json_quote(x), …) alone: PostgreSQL's to_json of NULL is NULL, SQLite's
    # json_quote is 'null'.
    return f"COALESCE(({text}){'::text' if is_postgresql() else ''}, 'null')"


def json_money(column: str) -> str:
    """Return an amount as JSON text: decimal text with two places."""
    amount = f"{column}::numeric(15, 2)::text" if is_postgresql() else f"printf('%%.2f', {column})"
    return f"""'"' || {amount} || '"'"""


def json_moment(column: str) -> str:
    """Return a moment as JSON text: ISO 8601 in UTC, as Python writes it."""
    if is_postgresql():
        return f"""'"' || to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00"'"""
    return f"""'"' || replace({column}, ' ', 'T') || '+00:00"'"""


def json_object(members: Mapping[str, str], end: str = "'}'") -> str:
    """Return an object of expressions of JSON text, itself as such an expression; `end` is one,
    too.
    """
    parts = [
        f"""'{", " if n else "{"}"{name}": ' || {text}"""
        for n, (name, text) in enumerate(members.items())
    ]
    return f"{' || '.join(parts)} || {end}"


def json_array(select: str, column: str) -> str:
    """Return the values of a sorted subquery as JSON text."""
    if is_postgresql():
        return f"(SELECT COALESCE(json_agg({column})::text, '[]') FROM {select} s)"
    return f"(SELECT COALESCE(json_group_array({column}), '[]') FROM {select} s)"


def as_json(text: str) -> str:
    """Return an expression of JSON text as a value of a JSON column."""
    return f"({text})::jsonb" if is_postgresql() else text


def rest_of(column: str) -> str:
    """Return a search text from the end of its first line, which is the number."""
    position = "strpos" if is_postgresql() else "instr"
    newline = "chr(10)" if is_postgresql() else "char(10)"
    return f"substr({column}, {position}({column}, {newline}))"


def insert_rows(table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Insert rows as fast as the driver can: COPY on PostgreSQL, many rows to a statement on
    SQLite.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        # Many rows to a statement: after each statement, FTS5 writes what it has collected.
        left, mark = iter(values), f"({', '.join(['%s'] * len(columns))})"
        while some := list(islice(left, _PARAMETERS_PER_INSERT // len(columns))):
            sql = f"INSERT INTO {table} ({names}) VALUES {', '.join([mark] * len(some))}"
            cursor.execute(sql, [value for row in some for value in row])
