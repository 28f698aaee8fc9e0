"""Rows that share a key, found by the index of keys however many rows there are: who may be the
same party [9.1].
"""

from collections.abc import Sequence

from django.db import connection

from unisono.common.sql import Statement
from unisono.lists.search_index import match_index_of

_AT_ONCE = 200  # words of a statement: SQLite compounds at most 500 queries


def met(table: str, tokens: Sequence[str], most: int) -> set[int]:
    """Return the keys of the rows of a table that have one of these words, so many for each word at
    most.
    """
    ids: set[int] = set()
    for start in range(0, len(tokens), _AT_ONCE):
        some = tokens[start : start + _AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(*_statement(table, some, most))
            ids.update(row[0] for row in cursor.fetchall())
    return ids


def _statement(table: str, tokens: Sequence[str], most: int) -> Statement:
    if connection.vendor == "postgresql":
        found = (
            f"SELECT id FROM {table} WHERE string_to_array(match_keys, ' ') @> "
            f"ARRAY[w.word] LIMIT {most}"
        )
        return f"SELECT m.id FROM unnest(%s::text[]) AS w(word) CROSS JOIN LATERAL ({found}) m", [
            list(tokens)
        ]
    index = match_index_of(table)
    found = f"SELECT * FROM (SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT {most})"
    return " UNION ALL ".join([found] * len(tokens)), list(tokens)
