"""Storing many new records whose values are planned already, with one history row each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from unisono.common.borders import Given
from unisono.common.kinds import Kind
from unisono.history.recording import Recorder
from unisono.links import storing
from unisono.links.bulk.sql import insert_rows, new_ids
from unisono.links.kinds import KINDS
from unisono.links.values import Value


@dataclass(frozen=True)
class NewRecord:
    """A record to store: number, all its values, why it has them (typed, if left out), further
    columns.
    """

    no: str
    values: Mapping[str, Value]
    causes: Mapping[str, str] = field(default_factory=dict)
    columns: Given = field(default_factory=dict)


def insert_records(kind: Kind, records: Sequence[NewRecord], recorder: Recorder) -> list[int]:
    """Store records of one kind and record their creation; return their keys in the same order."""
    if not records:
        return []
    table, now = KINDS[kind].table, connection.ops.adapt_datetimefield_value(recorder.now)
    ids = new_ids(table, len(records))
    stored = [
        storing.new_columns(kind, record.no, record.values, now, {"id": id_, **record.columns})
        for id_, record in zip(ids, records, strict=True)
    ]
    insert_rows(table, list(stored[0]), (tuple(row.values()) for row in stored))
    for id_, record in zip(ids, records, strict=True):
        storing.set_codes(kind, id_, record.values)
        storing.record_creation(kind, id_, record.no, 1, record.values, recorder, record.causes)
    recorder.write()
    return ids
