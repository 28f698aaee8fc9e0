"""Locks on records, in one order, so that nobody waits for each other.

Companies, their people, then each kind, each by key; number series come last (setup/series.py).
Records that a use case is about are locked as they are loaded, in the same order (network.py).
"""

from collections.abc import Collection

from django.db import connection

from unisono.common import sql
from unisono.common.kinds import Key, is_contact
from unisono.links.kinds import KINDS


def lock(keys: Collection[Key]) -> None:
    """Lock records of several networks at once, in the order of locks; nothing to do on SQLite."""
    if connection.vendor != "postgresql":
        return
    for kind in KINDS:
        if ids := [key.id for key in keys if key.kind == kind]:
            # Everybody locks companies, then their people, then the kinds in their order, each by
            # key: whoever comes second waits, and nobody waits for each other.
            order = "(company_id IS NOT NULL), id" if is_contact(kind) else "id"
            where, parameters = sql.among("id", ids)
            sql.execute(
                f"SELECT id FROM {KINDS[kind].table} WHERE {where} ORDER BY {order} FOR UPDATE",
                parameters,
            ).fetchall()
