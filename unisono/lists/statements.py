"""Statements of the schema beside the tables: indexes and triggers, as they are written."""

from collections.abc import Iterable
from typing import Any

from django.db import connection


def execute(sql: str) -> None:
    """Execute a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def rows(sql: str) -> Iterable[Any]:
    """Return what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
