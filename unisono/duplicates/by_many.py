"""Work on pieces by several processes, which send packed tables of Arrow to each other."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

import pyarrow as pa

Made = TypeVar("Made")
_MOST = 4  # processes: each takes some 100 MB


def by_many(work: Callable[..., Made], pieces: Iterable[Any], *more: Any) -> Iterator[Made]:
    """Return what is made of each piece, in their order; a few are under way at a time. Without
    pieces no process is started.
    """
    processes = min(_MOST, os.cpu_count() or 1)
    # Begun anew rather than forked: this process has connections to databases.
    # They make nothing that refers to itself: collecting would only cost a fifth of their time.
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawned, initializer=gc.disable) as pool:
        under_way: deque[Future[Made]] = deque()
        for piece in pieces:
            under_way.append(pool.submit(work, piece, *more))
            if len(under_way) > processes:
                yield under_way.popleft().result()
        for future in under_way:
            yield future.result()


def packed(table: Any) -> bytes:
    """Return a table or batch as it travels between processes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write(table)
    return bytes(sink.getvalue())


def unpacked(text: bytes) -> Any:
    """Return the table that was packed."""
    return pa.ipc.open_stream(text).read_all()
