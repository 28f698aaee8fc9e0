"""The columns for finding and sorting, of many rows: which are out of step with their values, and
mending them.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from unisono.common.kinds import Kind
from unisono.common.sql import Parameters
from unisono.common.text import key_of
from unisono.links.bulk import sql
from unisono.links.kinds import KINDS
from unisono.links.search_columns import DERIVED_FROM, search_columns


class OutOfStep(NamedTuple):
    """A row, and what its columns should be."""

    id: int
    no: str
    no_key: str
    search_text: str
    sort_key: str
    match_keys: str


def out_of_step(kind: Kind, condition: str, parameters: Parameters) -> Iterator[OutOfStep]:
    """Return the rows, of those that fulfil a condition, whose columns are not those of their
    values.
    """
    names = [name for name in DERIVED_FROM if name in KINDS[kind].fields]
    select = (
        f"SELECT id, no, no_key, search_text, sort_key, match_keys, {', '.join(names)} FROM "
        f"{KINDS[kind].table} "
        f"WHERE {condition} ORDER BY id"
    )
    for row in sql.rows(select, parameters):
        (id_, no, *present), in_row = row[:6], row[6:]
        hidden = search_columns({"no": no, **dict(zip(names, in_row, strict=True))})
        right = OutOfStep(id_, no, key_of(no), **hidden)
        if tuple(present) != right[2:]:
            yield right


def refresh(kind: Kind, ids: Sequence[int]) -> int:
    """Bring the columns of these rows into step with their values; return how many were not."""
    condition, parameters = sql.among("id", ids)
    wrong = list(out_of_step(kind, condition, parameters))
    columns = ", ".join(f"{name} = %s" for name in OutOfStep._fields[2:])
    update = f"UPDATE {KINDS[kind].table} SET {columns} WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(update, [(*row[2:], row.id) for row in wrong])
    return len(wrong)
