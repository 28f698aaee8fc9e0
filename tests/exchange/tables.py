"""Whole tables of files, as they are read."""

from typing import NamedTuple

from unisono.exchange.opening import open_table


class Table(NamedTuple):
    """A table's columns and rows."""

    columns: tuple
    rows: tuple


def read_table(path):
    """Return a whole table in memory; raises Unreadable."""
    table = open_table(path)
    return Table(table.columns, tuple(table.rows))
