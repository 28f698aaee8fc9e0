"""A Tryton database with the party module, and transactions in it. Runs in Tryton's environment;
knows nothing of ours.

Which server or folder comes by Tryton's own environment variables (TRYTOND_DATABASE__URI,
TRYTOND_DATABASE__PATH).
"""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from trytond import backend, config
from trytond.pool import Pool
from trytond.transaction import Transaction, TransactionError

NAME = "tryton"
ADMINISTRATOR = 1


def make() -> None:
    """Make the database as `trytond-admin -u party` does."""
    if backend.name == "sqlite":
        _commit_durably()
    with Transaction().start(None, 0, autocommit=True) as transaction:
        backend.Database.create(transaction.connection, NAME)
    if backend.name == "postgresql":
        _add_extensions()
    database = backend.Database(NAME)
    database.connect()
    database.init()
    Pool(NAME).init(update=["party"], lang=["en"], activatedeps=True)


def in_transaction(act: Callable[[], Any]) -> Any:
    """Do something in one transaction as the administrator, as Tryton's dispatcher does; return
    what it returns.
    """
    extras: dict[str, Any] = {}
    while True:
        with Transaction().start(NAME, ADMINISTRATOR, **extras) as transaction:
            try:
                return act()
            except TransactionError as error:
                transaction.rollback()
                error.fix(extras)


def tidy() -> None:
    """Let the database tidy up and count before anybody measures."""
    with Transaction().start(NAME, 0, autocommit=True) as transaction:
        cursor = transaction.connection.cursor()
        cursor.execute("ANALYZE" if backend.name == "sqlite" else "VACUUM ANALYZE")


def size() -> int:
    """Return the bytes of the compacted database."""
    with Transaction().start(NAME, 0, autocommit=True) as transaction:
        cursor = transaction.connection.cursor()
        cursor.execute("VACUUM")
        if backend.name == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (Path(config.get("database", "path")) / f"{NAME}.sqlite").stat().st_size


def versions() -> dict[str, str]:
    """Return the versions of the packages that are compared with."""
    return {package: version(package) for package in ("trytond", "trytond_party")}


def _commit_durably() -> None:
    """Let SQLite write each commit to the disk (FULL), as the product and the raw statements do.

    Tryton itself takes NORMAL, where the last commits are lost with the power.
    """
    connect = backend.Database.connect

    def durable(self: Any) -> Any:
        is_new = self._conn is None
        connect(self)
        if is_new:
            self._conn.execute("PRAGMA synchronous = FULL")
        return self

    backend.Database.connect = durable


def _add_extensions() -> None:
    """Add what Tryton searches with where it finds it."""
    with Transaction().start(NAME, 0, autocommit=True) as transaction:
        for extension in ("unaccent", "pg_trgm"):
            transaction.connection.cursor().execute(f"CREATE EXTENSION {extension}")
