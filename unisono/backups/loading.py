"""Loading a backup's tables into a database that has none of its rows yet."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.db import connection
from django.db.utils import DataError, IntegrityError
from django.utils.translation import gettext as _

from unisono.backups.columns import INTEGER, to_sqlite
from unisono.backups.manifest import BadBackup, Member
from unisono.backups.reading import Backup

_ROWS = 2000  # of SQLite at a time


def load(backup: Backup) -> None:
    """Load all tables; raise BadBackup where a row or a table does not fit the schema that the
    backup says it has.
    """
    manifest = backup.manifest
    present = set(connection.introspection.table_names())
    for name, table in manifest.tables.items():
        if name not in present:
            raise BadBackup(_("This backup is damaged: %(member)s.") % {"member": name})
        _empty(name)
        columns = [str(column) for column, _sort in table.columns]
        _require_columns(name, columns)
        try:
            _load_table(name, table, columns, backup.table(name))
        except (DataError, IntegrityError, ValueError, KeyError) as error:
            raise BadBackup(_("This backup is damaged: %(member)s.") % {"member": name}) from error
    _renumber(manifest.last_keys, manifest.tables)


def _empty(name: str) -> None:
    """Remove what the steps of the schema put into a table themselves."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")


def _require_columns(name: str, columns: list[str]) -> None:
    """Raise BadBackup for columns that are none: their names go into a statement."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, name)
    if set(columns) != {column.name for column in found}:
        raise BadBackup(_("This backup is damaged: %(member)s.") % {"member": name})


def _load_table(name: str, table: Member, columns: list[str], pieces: Iterable[bytes]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {quote(name)} ({names}) FROM STDIN") as copy,
        ):
            for piece in pieces:
                copy.write(piece)
        return
    makers = [to_sqlite(sort) for _column, sort in table.columns]
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(name)} ({names}) VALUES ({marks})"
    rows = (
        [make(text) for make, text in zip(makers, line.split("\t"), strict=True)]
        for line in _lines(pieces)
    )
    with connection.cursor() as cursor:
        while some := list(islice(rows, _ROWS)):
            cursor.executemany(statement, some)


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """Return the lines that pieces are made of; a line end within a value is escaped."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line.decode() for line in lines)
    if rest:
        raise ValueError("a line without an end")


def _renumber(last_keys: Mapping[str, int], tables: Mapping[str, Member]) -> None:
    """Let new rows have keys that no row ever had, also none that went: its history is there."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name in (name for name, table in tables.items() if ["id", INTEGER] in table.columns):
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {quote(name)}")
            last = max(cursor.fetchone()[0], int(last_keys.get(name, 0)))
            if last and connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [name, last])
            elif last:
                # Rows that were loaded with their keys have brought it as far as their highest.
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                row = [name, last]
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", row)
