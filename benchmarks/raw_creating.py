"""The least that a bare driver does for a new customer with its automatic contact; one
transaction.
"""

import json
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks.filling import blanks
from benchmarks.raw import sqlite_text
from unisono.access.roles import Actor
from unisono.links.kinds import KINDS

_SERIES = {"customer": "CUST", "contact": "CONT"}
_LOCK = "SELECT code, next_no FROM setup_numberseries WHERE code IN ('CUST', 'CONT')"
_MOVE_ON = (
    "UPDATE setup_numberseries SET next_no = CASE code WHEN 'CUST' THEN %s ELSE %s END "
    "WHERE code IN ('CUST', 'CONT')"
)
_CHANGE_SET = (
    'INSERT INTO history_changeset (at, user_id, "by", via, act, undoes_id, position) '
    "VALUES (%s, %s, %s, 'customer', %s, NULL, {}) RETURNING id"
)
_LINK = (
    "INSERT INTO links_link (contact_id, role, customer_id, slot, state, business_relation_id, "
    "linked_at, linked_by, "
    "linked_by_user_id, origin, change_set_id) "
    "VALUES (%s, 'customer', %s, 0, 'active', 'CUST', %s, %s, %s, 'automatic', %s)"
)
_CHANGES = (
    "INSERT INTO history_change (change_set_id, event, kind, record_id, no, version_after, "
    '"values", detail) VALUES '
) + ", ".join(["(%s, %s, %s, %s, %s, 1, %s, %s)"] * 4)
_CARD = (
    "no",
    "no_key",
    "version",
    "created_at",
    "modified_at",
    "search_text",
    "sort_key",
    "match_keys",
)


class RawCreate:
    """The statements, written once; `adapt` and `unique` make a moment and a UUID fit for the
    driver.
    """

    def __init__(
        self,
        cursor: Any,
        actor: Actor,
        adapt: Callable[[datetime], Any],
        unique: Callable[[], Any],
        mark: str,
    ) -> None:
        self._cursor, self._actor, self._adapt, self._unique, self._mark = (
            cursor,
            actor,
            adapt,
            unique,
            mark,
        )
        on_postgresql = mark == "%s"
        self._begin = "BEGIN" if on_postgresql else "BEGIN IMMEDIATE"
        self._lock = _LOCK + (" FOR UPDATE" if on_postgresql else "")
        self._move_on, self._link, self._changes = (
            text.replace("%s", mark) for text in (_MOVE_ON, _LINK, _CHANGES)
        )
        position = "pg_current_xact_id()::text::bigint" if on_postgresql else "0"
        self._change_set = _CHANGE_SET.format(position).replace("%s", mark)
        self._blanks = {kind: blanks(kind, with_shared=True) for kind in _SERIES}
        self._inserts = {kind: self._insert(kind) for kind in _SERIES}

    def __call__(self, values: dict[str, Any], searched: dict[str, str]) -> None:
        """Create a customer and its contact from filled values and the search columns, which lack
        the number.
        """
        moment = datetime.now(UTC)
        self._cursor.execute(self._begin)
        self._cursor.execute(self._lock)
        series = dict(self._cursor.fetchall())
        nos = {kind: series[code] for kind, code in _SERIES.items()}
        self._cursor.execute(self._move_on, [after(no) for no in nos.values()])
        ids = {
            kind: self._store(kind, no, values, searched, self._adapt(moment))
            for kind, no in nos.items()
        }
        self._record(nos, ids, values, moment)
        self._cursor.execute("COMMIT")

    def _store(
        self, kind: str, no: str, values: dict[str, Any], searched: dict[str, str], now: Any
    ) -> int:
        text = no.lower() + searched["search_text"]
        row = {**self._blanks[kind], **values}
        columns = [no, no, 1, now, now, text, searched["sort_key"], searched["match_keys"]]
        return self._returned(self._inserts[kind], [*columns, *row.values()])

    def _record(
        self, nos: dict[str, str], ids: dict[str, int], values: dict[str, Any], moment: datetime
    ) -> None:
        now, actor = self._adapt(moment), self._actor
        change_set = self._returned(
            self._change_set, [now, actor.user_id, actor.name, self._unique()]
        )
        link = [ids["contact"], ids["customer"], now, actor.name, actor.user_id, change_set]
        self._cursor.execute(self._link, link)
        filled = json.dumps(
            {name: ["", value, "typed"] for name, value in values.items() if value},
            ensure_ascii=False,
        )
        detail = json.dumps(_detail(nos, ids, actor, moment, change_set), ensure_ascii=False)
        rows: list[Any] = []
        for event, kind, texts in (
            ("created", "customer", (filled, None)),
            ("created", "contact", (filled, None)),
            ("linked", "contact", ("{}", detail)),
            ("linked", "customer", ("{}", detail)),
        ):
            rows += (change_set, event, kind, ids[kind], nos[kind], *texts)
        self._cursor.execute(self._changes, rows)

    def _insert(self, kind: str) -> str:
        """Return the INSERT of a kind; the columns that it leaves out are NULL."""
        columns = (*_CARD, *self._blanks[kind])
        marks = ", ".join([self._mark] * len(columns))
        return (
            f"INSERT INTO {KINDS[kind].table} ({', '.join(columns)}) VALUES ({marks}) RETURNING id"
        )

    def _returned(self, sql: str, parameters: Sequence[Any]) -> int:
        self._cursor.execute(sql, parameters)
        return int(self._cursor.fetchall()[0][0])


def connect(actor: Actor) -> RawCreate:
    """Return raw creations on a connection of its own to the database of this process, as durable
    as the product's.
    """
    if connection.vendor == "postgresql":
        cursor = psycopg.connect(settings.DATABASE_URL, autocommit=True).cursor()
        return RawCreate(cursor, actor, lambda moment: moment, uuid.uuid4, "%s")
    file = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None, timeout=30)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        file.execute(f"PRAGMA {pragma}")
    return RawCreate(file.cursor(), actor, sqlite_text, lambda: uuid.uuid4().hex, "?")


def after(no: str, step: int = 1) -> str:
    """Return the number that comes after, as wide as this one."""
    prefix = no.rstrip("0123456789")
    return f"{prefix}{int(no[len(prefix) :]) + step:0{len(no) - len(prefix)}d}"


def _detail(
    nos: dict[str, str], ids: dict[str, int], actor: Actor, moment: datetime, change_set: int
) -> dict[str, Any]:
    """Return what history keeps of the new link."""
    return {
        "role": "customer",
        "contact_id": ids["contact"],
        "contact_no": nos["contact"],
        "record_id": ids["customer"],
        "record_no": nos["customer"],
        "business_relation": "CUST",
        "state": "active",
        "former_state": "",
        "slot": 0,
        "primary_contact_id": None,
        "linked_at": moment.isoformat(),
        "linked_by": actor.name,
        "linked_by_user_id": actor.user_id,
        "origin": "automatic",
        "change_set": change_set,
    }
