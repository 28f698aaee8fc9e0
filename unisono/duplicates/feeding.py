"""Features and keys as columns for DuckDB: made by two processes where there are many records."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any

import pyarrow as pa

from unisono.duplicates.features import Features, Keys, features_of, keys_of

COLUMNS = ("id", *(f"f_{name}" for name in Features._fields), *(f"k_{name}" for name in Keys._fields))
_SCHEMA = pa.schema([("id", pa.int64()), *((name, pa.string()) for name in COLUMNS[1:])])
_CHUNK = 20_000
_ALONE = 3 * _CHUNK  # records that one process makes before others would have started
_Rows = list[tuple[int, Mapping[str, Any]]]


def tables(entries: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[Any]:
    """Return the records as tables of some thousand rows."""
    left = iter(entries)
    first = list(islice(left, _ALONE))
    for start in range(0, len(first), _CHUNK):
        yield pa.ipc.open_stream(packed(first[start : start + _CHUNK])).read_all()
    if len(first) == _ALONE:
        yield from _by_many(left)


def _by_many(left: Iterator[tuple[int, Mapping[str, Any]]]) -> Iterator[Any]:
    processes = min(4, os.cpu_count() or 1)
    # Begun anew rather than forked: this process has connections to databases.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        under_way: deque[Future[bytes]] = deque()
        while some := list(islice(left, _CHUNK)):
            under_way.append(pool.submit(packed, some))
            if len(under_way) > processes:
                yield pa.ipc.open_stream(under_way.popleft().result()).read_all()
        for future in under_way:
            yield pa.ipc.open_stream(future.result()).read_all()


def packed(rows: _Rows) -> bytes:
    """Return records as a table of features and keys, packed to travel between processes."""
    made = [(id_, *features, *keys_of(features)) for id_, features in ((i, features_of(v)) for i, v in rows)]
    columns = list(zip(*made, strict=True)) if made else [()] * len(COLUMNS)
    table = pa.table(
        [pa.array(column, kind.type) for column, kind in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, _SCHEMA) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
