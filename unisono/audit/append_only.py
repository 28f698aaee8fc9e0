"""What keeps the audit append only: triggers that refuse to change or delete what is on record,
whoever asks.

A database's owner can take triggers away again; `unisono doctor` and `serve` miss them then. Django
drops them when it rebuilds the table on SQLite, so `install` has to follow every migration.
"""

from django.db import connection, transaction

from unisono.audit.models import AuditEntry

_TABLE = AuditEntry._meta.db_table
_EVENTS = ("UPDATE", "DELETE")
_SENTENCE = "what is on record stays as it is"
_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {_TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; "
    "END $$"
)


def _name(event: str) -> str:
    return f"{_TABLE}_no_{event.lower()}"


def missing() -> list[str]:
    """Return the names of the triggers that are not there."""
    source = "pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgname"
    column = "tgname"
    if connection.vendor != "postgresql":
        source, column = "sqlite_master WHERE type = 'trigger' AND name", "name"
    with connection.cursor() as cursor:
        # Raw, since triggers are no models: their names are constants of ours.
        cursor.execute(f"SELECT {column} FROM {source} LIKE '{_TABLE}_no_%%'", [])
        present = {name for (name,) in cursor.fetchall()}
    return [_name(event) for event in _EVENTS if _name(event) not in present]


def install() -> None:
    """Make the triggers that are missing."""
    lacking = missing()
    with transaction.atomic(), connection.cursor() as cursor:
        for event in _EVENTS:
            if _name(event) in lacking:
                for statement in _statements(event):
                    cursor.execute(statement)


def _statements(event: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            _FUNCTION,
            f"CREATE TRIGGER {_name(event)} BEFORE {event} ON {_TABLE} FOR EACH ROW "
            f"EXECUTE FUNCTION {_TABLE}_stays()",
        ]
    return [
        f"CREATE TRIGGER {_name(event)} BEFORE {event} ON {_TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
    ]
