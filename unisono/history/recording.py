"""Writes change sets: one row for the transaction, one statement for all its changes."""

import uuid
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from unisono.access.roles import Actor
from unisono.common import sql
from unisono.common.borders import Content
from unisono.common.clock import clock
from unisono.common.sql import Parameters
from unisono.history.models import MOST_SOURCE

_encode = DjangoJSONEncoder(ensure_ascii=False).encode
_ROWS_PER_INSERT = 2000  # SQLite takes 32,766 parameters in a statement; a change has eight
_COLUMNS = '(change_set_id, event, kind, record_id, no, version_after, "values", detail)'


class Recorder:
    """Collects what a use case changes and writes it as one change set; nothing changed: nothing is
    written.
    """

    def __init__(self, actor: Actor, via: str, now: datetime, undoes: int | None = None) -> None:
        self.actor, self.via, self.now = actor, actor.via or via, now
        self.act, self.undoes = actor.act or uuid.uuid4(), undoes
        self._id: int | None = None
        self._rows: list[list[Any]] = []

    @property
    def change_set(self) -> int:
        """Return the key of the change set, which is written when it is first asked for."""
        if self._id is None:
            self._id = self._insert_set()
        return self._id

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing has been recorded."""
        return self._id is None and not self._rows

    def add(
        self,
        event: str,
        kind: str,
        record_id: int,
        no: str,
        version_after: int,
        values: Content | None = None,
        detail: Content | None = None,
    ) -> None:
        """Record one event of one record; `values` is {field: [old, new, cause]}."""
        texts = [_encode(part) if part is not None else None for part in (values or {}, detail)]
        self._rows.append([event, kind, record_id, no, version_after, *texts])

    def finish(self) -> int | None:
        """Write what was recorded; return the key of the change set, None where nothing changed."""
        if self.is_empty:
            return None
        self.write()
        return self.change_set

    def write(self) -> None:
        """Write what was recorded up to now, so that what follows stands behind it in the
        history.
        """
        for start in range(0, len(self._rows), _ROWS_PER_INSERT):
            rows = self._rows[start : start + _ROWS_PER_INSERT]
            mark = "(%s, %s, %s, %s, %s, %s, %s, %s)"
            if connection.vendor == "postgresql":
                mark = "(%s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb)"
            text = f"INSERT INTO history_change {_COLUMNS} VALUES {', '.join([mark] * len(rows))}"
            sql.execute(text, [value for row in rows for value in (self.change_set, *row)])
        self._rows = []

    def add_selected(self, select: str, parameters: Parameters) -> None:
        """Record what a SELECT returns: a row per event, with the columns that `add` takes, values
        and detail as JSON.

        For sets of records; `select` has no parameter before its FROM but those given.
        """
        self.write()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO history_change {_COLUMNS} SELECT {self.change_set}, {select}",
                parameters,
            )

    def _insert_set(self) -> int:
        # The transaction's number lets the feed serve only what no open transaction can still
        # precede.
        position = (
            "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"
        )
        act = self.act if connection.vendor == "postgresql" else self.act.hex
        text = (
            'INSERT INTO history_changeset (at, user_id, "by", via, act, undoes_id, source, '
            "position) "
            f"VALUES (%s, %s, %s, %s, %s, %s, %s, {position}) RETURNING id"
        )
        source = self.actor.source[:MOST_SOURCE]
        values = [
            sql.moment(self.now),
            self.actor.user_id,
            self.actor.name,
            self.via,
            act,
            self.undoes,
            source,
        ]
        return int(sql.execute(text, values).fetchall()[0][0])


running = ContextVar[list[Recorder]]("recorders of the use case that runs")


def recorder_for(actor: Actor, via: str, undoes: int | None = None) -> Recorder:
    """Return what takes down the history of the use case that runs, which writes it at its end.

    `via` is the way of the change where the actor has no other; `undoes` the change set that is
    undone. Raises LookupError outside of any use case.
    """
    recorder = Recorder(actor, via, clock(), undoes)
    running.get().append(recorder)
    return recorder
