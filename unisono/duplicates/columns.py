"""Features and keys as columns for DuckDB: made by two processes where there are many records."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any

import pyarrow as pa

from unisono.common.borders import Given
from unisono.duplicates.features import features_from, texts_of
from unisono.duplicates.predicted import MADE, made_of

_SCHEMA = pa.schema([("id", pa.int64()), *((name, pa.string()) for name in MADE)])
_CHUNK = 20_000  # rows that go to DuckDB at a time
_Rows = list[tuple[int, list[str]]]  # texts travel sooner than mappings


def tables(entries: Iterable[tuple[int, Given]]) -> Iterator[Any]:
    """Return the records as tables of some thousand rows."""
    left = ((id_, texts_of(values)) for id_, values in entries)
    first = list(islice(left, _CHUNK))
    yield pa.ipc.open_stream(packed(first)).read_all()
    if len(first) == _CHUNK:  # else it is done before others would have started
        yield from _by_many(left)


def _by_many(left: Iterator[tuple[int, list[str]]]) -> Iterator[object]:
    processes = min(4, os.cpu_count() or 1)
    # Begun anew rather than forked: this process has connections to databases.
    # They make nothing that refers to itself: collecting would only cost a fifth of their time.
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawned, initializer=gc.disable) as pool:
        under_way: deque[Future[bytes]] = deque()
        while some := list(islice(left, _CHUNK)):
            under_way.append(pool.submit(packed, some))
            if len(under_way) > processes:
                yield pa.ipc.open_stream(under_way.popleft().result()).read_all()
        for future in under_way:
            yield pa.ipc.open_stream(future.result()).read_all()


def packed(rows: _Rows) -> bytes:
    """Return records as a table of features and keys, packed to travel between processes."""
    made = [(id_, *made_of(features_from(*texts))) for id_, texts in rows]
    columns = list(zip(*made, strict=True)) if made else [()] * len(_SCHEMA)
    table = pa.table(
        [pa.array(column, kind.type) for column, kind in zip(columns, _SCHEMA, strict=True)],
        schema=_SCHEMA,
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, _SCHEMA) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
