"""The close look at the pairs that Splink found: by two processes where there are many."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from typing import Any

import pyarrow as pa

from unisono.duplicates.features import Features
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import close_score

_FEW = 20_000  # pairs that are scored before others would have started
_WIDTH = len(Features._fields)


def rescored(batches: Iterable[Any], least: int) -> Iterator[Pair]:
    """Return the pairs that score at least so many points, of batches of Arrow: two keys, and the
    features of both records.
    """
    left = iter(batches)
    first = next(left, None)
    if first is None:
        return
    yield from scored(first, least)
    if first.num_rows >= _FEW or (more := next(left, None)) is not None:
        rest = left if first.num_rows >= _FEW else chain([more], left)
        yield from _by_many(rest, least)


def scored(batch: Any, least: int) -> list[Pair]:
    """Return the pairs of one batch that score enough."""
    columns = [column.to_pylist() for column in batch.columns]
    found = []
    for one, other, *texts in zip(*columns, strict=True):
        score = close_score(Features(*texts[:_WIDTH]), Features(*texts[_WIDTH:]))
        if score.points >= least:
            found.append(Pair(one, other, *score))
    return found


def _by_many(batches: Iterator[Any], least: int) -> Iterator[Pair]:
    processes = min(4, os.cpu_count() or 1)
    # Begun anew rather than forked: this process has connections to databases.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[list[Pair]]] = deque()
        for batch in batches:
            under_way.append(pool.submit(_unpacked, _packed(batch), least))
            if len(under_way) > processes:
                yield from under_way.popleft().result()
        for future in under_way:
            yield from future.result()


def _packed(batch: Any) -> bytes:
    """Return a batch as it travels between processes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _unpacked(packed: bytes, least: int) -> list[Pair]:
    (batch,) = pa.ipc.open_stream(packed)
    return scored(batch, least)
