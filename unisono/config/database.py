"""Where the book is: `UNISONO_DATABASE_URL`, or a file in the data folder."""

from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

NAME = "UNISONO_DATABASE_URL"
_EXAMPLE = "postgresql://user:password@host:5432/unisono"
_KEPT_OPEN = 60  # seconds that a thread keeps a connection which it does not use
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,  # seconds for another writer, as those wait who queue (unisono/common/turns.py)
    # FULL: what was acknowledged is on the disk, also after a power cut.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
}
_PARTS = ("dbname", "user", "password", "host", "port")  # Django's names: in capitals


def database_settings(text: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings of the database of this address, or of the data folder's file.
    Raises ImproperlyConfigured for what is no address; it is not repeated, for it has a password.
    """
    if text.startswith(("postgresql://", "postgres://")):
        return _postgresql(text)
    try:
        found: dict[str, Any] = dict(
            dj_database_url.parse(text or f"sqlite:///{folder / 'unisono.sqlite3'}")
        )
    except ValueError:
        found = {"ENGINE": ""}
    if not found["ENGINE"].endswith("sqlite3"):
        raise ImproperlyConfigured(f"{NAME} must look like {_EXAMPLE}.")
    engine = "unisono.common.queued_sqlite3"
    return {**found, "ENGINE": engine, "OPTIONS": _SQLITE, "CONN_MAX_AGE": _KEPT_OPEN}


def _postgresql(text: str) -> dict[str, Any]:
    """Read an address as PostgreSQL's own programs do, which know several hosts
    (host1:5432,host2:5432) and all options.
    """
    if text.partition("://")[2].partition("/")[0].count("@") > 1:
        raise ImproperlyConfigured(f"{NAME} has an @ in its password; write it as %40.")
    try:
        given = conninfo_to_dict(text)
    except psycopg.Error:
        given = {}
    if not given.get("dbname"):
        # Without what psycopg says of it: that would have a part of the password.
        raise ImproperlyConfigured(f"{NAME} must look like {_EXAMPLE}.") from None
    parts = {name.upper(): str(given.pop(name, None) or "") for name in _PARTS}
    parts["NAME"] = parts.pop("DBNAME")
    options = {name: value for name, value in given.items() if value is not None}
    # A server that does not answer at all is as away as one that refuses: seconds.
    options.setdefault("connect_timeout", 5)
    if "," in parts["HOST"]:
        options.setdefault("target_session_attrs", "read-write")  # the one that takes writes
    return {
        "ENGINE": "django.db.backends.postgresql",
        **parts,
        "OPTIONS": options,
        "CONN_MAX_AGE": _KEPT_OPEN,
        # One that was cut off meanwhile, or whose server has become the second one, is opened anew.
        "CONN_HEALTH_CHECKS": True,
    }
