"""The keys of rows from before there were any: filled by the migrations that add their column."""

from typing import Any

from django.db import connection

from unisono.duplicates.tokens import MATCHED, match_keys

_CHUNK = 2000  # rows in memory at a time


def backfill_match_keys(model: type[Any]) -> None:
    """Fill the keys of all rows of a model, a few thousand in memory at a time."""
    names = [
        name for name in MATCHED if name in {field.name for field in model._meta.concrete_fields}
    ]
    update, after = f"UPDATE {model._meta.db_table} SET match_keys = %s WHERE id = %s", 0
    rows = model._default_manager.order_by("pk").values_list("pk", *names)
    while some := list(rows.filter(pk__gt=after)[:_CHUNK]):
        with connection.cursor() as cursor:
            cursor.executemany(
                update,
                [(match_keys(dict(zip(names, row[1:], strict=True))), row[0]) for row in some],
            )
        after = some[-1][0]
