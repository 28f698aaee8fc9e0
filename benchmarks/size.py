"""Bytes per party

The size of the compacted database after filling, divided by the parties. With the product, a party
is a contact with its customer, every fifth one with a vendor and a bank account, too, and the
history of all of them; with Tryton, a party with an address, a phone and an e-mail. What an empty
database has is counted in, which weighs on the small size.
"""

from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.prepared import prepared
from benchmarks.results import Goal, Result

NAME = "size"
GOALS: tuple[Goal, ...] = ()


def measure(rounds: int) -> list[Result]:
    """Measure once, whatever the rounds: sizes do not vary."""
    now = prepared()
    tryton = [now.tryton.ask("size")["bytes"] / now.parties] if now.tryton else []
    return [Result("a party on the disk", "bytes", product=[_bytes() / now.parties], tryton=tryton)]


def _bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(settings.DATABASES["default"]["NAME"]).stat().st_size
