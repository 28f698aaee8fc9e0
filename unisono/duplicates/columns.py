"""Features and keys as columns for DuckDB: made by two processes where there are many records."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from unisono.common.borders import Given
from unisono.duplicates.by_many import by_many, packed, unpacked
from unisono.duplicates.features import features_from, texts_of
from unisono.duplicates.predicted import TEXTS, made_of

_SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        *((name, pa.string()) for name in TEXTS),
        ("digest", pa.int64()),
        ("keys", pa.list_(pa.int64())),
    ]
)
_CHUNK = 20_000  # rows that go to DuckDB at a time
_Rows = list[tuple[int, list[str]]]  # texts travel sooner than mappings


def tables(entries: Iterable[tuple[int, Given]]) -> Iterator[Any]:
    """Return the records as tables of some thousand rows."""
    left = ((id_, texts_of(values)) for id_, values in entries)
    yield unpacked(made(list(islice(left, _CHUNK))))  # done before others would have started
    for text in by_many(made, _chunks(left)):
        yield unpacked(text)


def _chunks(left: Iterator[tuple[int, list[str]]]) -> Iterator[_Rows]:
    while some := list(islice(left, _CHUNK)):
        yield some


def made(rows: _Rows) -> bytes:
    """Return records as a table of features and keys, packed to travel between processes."""
    rows_made = [
        (id_, *each.texts, each.digest, each.keys)
        for id_, each in ((id_, made_of(features_from(*texts))) for id_, texts in rows)
    ]
    columns = list(zip(*rows_made, strict=True)) if rows_made else [()] * len(_SCHEMA)
    table = pa.table(
        [pa.array(column, kind.type) for column, kind in zip(columns, _SCHEMA, strict=True)],
        schema=_SCHEMA,
    )
    return packed(table)
