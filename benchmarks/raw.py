"""The least that a bare driver does for one edit of a customer's phone number.

It finds, locks, reads and writes what the product does: customer with its link, contact and people,
links, records; four rows changed, a change set with four changes; one transaction. Own connection,
same database, same durability.
"""

import json
import sqlite3
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg

from unisono.access.roles import Actor
from unisono.common.kinds import LINKED_KINDS
from unisono.duplicates.features import phone_of
from unisono.duplicates.tokens import token
from unisono.links.kinds import KINDS

STATEMENTS = 12  # besides BEGIN and COMMIT

_FIND = (
    "SELECT r.id, l.contact_id FROM customers_customer r "
    "LEFT JOIN links_link l ON l.customer_id = r.id AND l.state = 'active' WHERE r.no_key = %s"
)
_PARTY = "id = %s OR company_id = %s ORDER BY company_id IS NOT NULL, id"
_LINKS = (
    "SELECT role, COALESCE(customer_id, vendor_id, bank_account_id) FROM links_link "
    "WHERE state = 'active' AND contact_id IN ({}) ORDER BY id"
)
_UPDATE = (
    "UPDATE {} SET phone_no = %s, search_text = %s, match_keys = %s, modified_at = %s, version = "
    "version + 1 "
    "WHERE id = %s AND version = %s"
)
_CHANGE_SET = (
    'INSERT INTO history_changeset (at, user_id, "by", via, act, undoes_id, position) '
    "VALUES (%s, %s, %s, 'customer', %s, NULL, {}) RETURNING id"
)
_CHANGES = (
    "INSERT INTO history_change (change_set_id, event, kind, record_id, no, version_after, "
    '"values", detail) VALUES '
) + ", ".join(["(%s, 'changed', %s, %s, %s, %s, %s, NULL)"] * 4)


class Row(NamedTuple):
    """A record as it was read; further columns were fetched and are not needed."""

    kind: str
    id: int
    no: str
    version: int
    phone_no: str
    search_text: str
    match_keys: str


class RawEdit:
    """The statements of an edit, written once; `adapt` and `unique` make a moment and a UUID fit
    for the driver.
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
        lock = " FOR UPDATE" if on_postgresql else ""
        self._begin = "BEGIN" if on_postgresql else "BEGIN IMMEDIATE"
        self._find, self._links = self._sql(_FIND), self._sql(_LINKS)
        self._party = self._sql(_select("contact", _PARTY) + lock)
        self._records = {role: self._sql(_select(role, "id = %s") + lock) for role in LINKED_KINDS}
        self._updates = {
            kind: self._sql(_UPDATE.format(info.table)) for kind, info in KINDS.items()
        }
        self._change_set = self._sql(
            _CHANGE_SET.format("pg_current_xact_id()::text::bigint" if on_postgresql else "0")
        )
        self._changes = self._sql(_CHANGES)

    def __call__(self, no: str, phone_no: str) -> None:
        """Change the phone number of a customer whose contact has a vendor and a bank account,
        too.
        """
        self._cursor.execute(self._begin)
        rows, now = self._load(no), self._adapt(datetime.now(UTC))
        old, new = _digits(rows[0].phone_no), _digits(phone_no)
        former, key = (
            token("phone", phone_of(rows[0].phone_no, "")),
            token("phone", phone_of(phone_no, "")),
        )
        for row in rows:
            columns = (row.search_text.replace(old, new), row.match_keys.replace(former, key))
            self._cursor.execute(
                self._updates[row.kind], (phone_no, *columns, now, row.id, row.version)
            )
        self._record(rows, no, phone_no, now)
        self._cursor.execute("COMMIT")

    def _load(self, no: str) -> list[Row]:
        _, contact = self._rows(self._find, (no,))[0]
        people = self._rows(self._party, (contact, contact))
        links = self._rows(
            self._links.format(", ".join([self._mark] * len(people))),
            tuple(row[0] for row in people),
        )
        found = [
            ("contact", people[0]),
            *((role, self._rows(self._records[role], (id_,))[0]) for role, id_ in links),
        ]
        return [Row(kind, *row[:6]) for kind, row in found]

    def _record(self, rows: list[Row], no: str, phone_no: str, now: Any) -> None:
        actor = self._actor
        change_set = self._rows(self._change_set, (now, actor.user_id, actor.name, self._unique()))[
            0
        ][0]
        values: list[Any] = []
        for row in rows:
            cause = "typed" if row.kind == "customer" else f"customer:{no}"
            change = json.dumps({"phone_no": [row.phone_no, phone_no, cause]}, ensure_ascii=False)
            values += (change_set, row.kind, row.id, row.no, row.version + 1, change)
        self._cursor.execute(self._changes, values)

    def _rows(self, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return list(self._cursor.fetchall())

    def _sql(self, text: str) -> str:
        return text.replace("%s", self._mark)


def on_sqlite(path: str, actor: Actor) -> RawEdit:
    """Return raw edits of the SQLite file, with the product's durability and Django's foreign
    keys.
    """
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return RawEdit(connection.cursor(), actor, sqlite_text, lambda: uuid.uuid4().hex, "?")


def on_postgresql(url: str, actor: Actor) -> RawEdit:
    """Return raw edits of the PostgreSQL database, by psycopg as it comes (it prepares statements
    used often).
    """
    connection = psycopg.connect(url, autocommit=True)
    return RawEdit(connection.cursor(), actor, lambda moment: moment, uuid.uuid4, "%s")


def _select(kind: str, where: str) -> str:
    info = KINDS[kind]
    names = [
        name
        for name in (*(field.name for field in info.shared), *info.always)
        if name != "phone_no"
    ]
    columns = ("id", "no", "version", "phone_no", "search_text", "match_keys", *names)
    return f"SELECT {', '.join(columns)} FROM {info.table} WHERE {where}"


def _digits(phone_no: str) -> str:
    return phone_no.lstrip("+").replace(" ", "")


def sqlite_text(moment: datetime) -> str:
    """Return a moment as Django stores it in SQLite."""
    return moment.replace(tzinfo=None).isoformat(" ")
