"""The columns for finding and sorting, of many rows: which are out of step with their values, and mending them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from unisono.common.text import key_of
from unisono.links.bulk import sql
from unisono.links.derived import SEARCHED, hidden_columns
from unisono.links.kinds import KINDS


class OutOfStep(NamedTuple):
    """A row, and what its columns should be."""

    id: int
    no: str
    no_key: str
    search_text: str
    sort_key: str


def out_of_step(kind: str, condition: str, parameters: Sequence[Any]) -> Iterator[OutOfStep]:
    """Return the rows, of those that fulfil a condition, whose columns are not those of their values."""
    names = [name for name in SEARCHED if name in KINDS[kind].fields]
    select = (
        f"SELECT id, no, no_key, search_text, sort_key, {', '.join(names)} FROM {KINDS[kind].table} "
        f"WHERE {condition} ORDER BY id"
    )
    for row in sql.rows(select, parameters):
        (id_, no, *present), in_row = row[:5], row[5:]
        hidden = hidden_columns({"no": no, **dict(zip(names, in_row, strict=True))})
        right = OutOfStep(id_, no, key_of(no), hidden["search_text"], hidden["sort_key"])
        if tuple(present) != right[2:]:
            yield right


def refresh(kind: str, ids: Sequence[int]) -> int:
    """Bring the columns of these rows into step with their values; return how many were not."""
    condition, parameters = sql.among("id", ids)
    wrong = list(out_of_step(kind, condition, parameters))
    update = f"UPDATE {KINDS[kind].table} SET no_key = %s, search_text = %s, sort_key = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(update, [(row.no_key, row.search_text, row.sort_key, row.id) for row in wrong])
    return len(wrong)
