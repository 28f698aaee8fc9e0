"""Where a backup is restored to: a place that is whole before, and whole afterwards, whenever it
stops in between.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from unisono.common.errors import Conflict

_WAL = ("-wal", "-shm", "-journal")


def is_empty() -> bool:
    """Tell whether there is no book yet."""
    if connection.vendor != "postgresql" and not _file().exists():
        return True
    return not _ours()


def _ours() -> list[str]:
    """Return the tables that are ours, by any version: a database may have others beside them."""
    own = {*connection.introspection.django_table_names(), "django_migrations", "unisono_cache"}
    own |= {
        str(operation.options.get("db_table") or f"{app}_{operation.name_lower}")
        for (app, _name), step in MigrationLoader(None).graph.nodes.items()
        for operation in step.operations
        if isinstance(operation, CreateModel)
    }
    return [name for name in connection.introspection.table_names() if name in own]


@contextmanager
def fresh_place() -> Iterator[None]:
    """Let what is done meanwhile happen in an empty database that takes the place of the present
    one at the end: in one transaction on PostgreSQL, as a file beside it on SQLite. Raises Conflict
    where a program has the present one open.
    """
    place = _on_postgresql() if connection.vendor == "postgresql" else _beside()
    with place:
        yield


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            # Whoever has one of them open is waited for, and waits: the lock of DROP.
            if names := [connection.ops.quote_name(name) for name in _ours()]:
                # Together, since they refer to each other; not what others hung on them.
                cursor.execute(f"DROP TABLE {', '.join(names)}")
        yield


@contextmanager
def _beside() -> Iterator[None]:
    """Give a database file of its own, which is renamed at the end."""
    final = _file()
    building = final.with_name(f"{final.name}.restoring")
    _remove(building)  # what a killed one left
    connection.close()
    connection.settings_dict["NAME"] = str(building)
    try:
        yield
        with connection.cursor() as cursor:
            # All of it into the one file that is renamed.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        _take_the_place(building, final)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(final)
        _remove(building)


def _remove(database: Path) -> None:
    for suffix in ("", *_WAL):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _take_the_place(building: Path, final: Path) -> None:
    if not final.exists():
        # The log of a book that was removed by hand would be played into the new one.
        _remove(final)
        building.replace(final)
        return
    with closing(sqlite3.connect(final, isolation_level=None)) as present:
        try:
            # Leaving WAL needs that nobody else has it open, and leaves one file; nobody opens it
            # until the other one stands there.
            present.execute("PRAGMA journal_mode = DELETE")
            present.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Conflict(_("A program has the book open. Stop it, then restore.")) from error
        building.replace(final)


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
