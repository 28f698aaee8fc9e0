"""Finds, locks and loads what an edit can reach, in a fixed number of statements whatever the size.

Plain SQL written from the registry: the ORM costs two to three times the statements themselves here
(benchmarks/edit.py). Lock order: company, its people, customers, vendors, bank accounts, each by
key.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from unisono.common import sql
from unisono.common.borders import Content
from unisono.common.errors import Outdated
from unisono.common.kinds import LINKED_KINDS, Key, Kind, is_contact
from unisono.common.money import money_text
from unisono.common.sql import Parameters, SqlRow
from unisono.common.text import key_of
from unisono.links.kinds import KINDS, RECORD_OF_LINK
from unisono.links.values import Network, Party, Record, Value

_CASTS: Content = {"flag": bool, "money": money_text}


@dataclass(frozen=True)
class Place:
    """Where a record stands: its key, the contact of its active link (a contact: itself), that
    contact's company.
    """

    key: Key
    contact_id: int | None
    company_id: int | None = None


def find(kind: Kind, no: str) -> Place | None:
    """Return where the record of this number stands, unlocked; None if there is none."""
    return next(iter(_places(kind, "r.no_key = %s", [key_of(no)])), None)


def find_ids(kind: Kind, ids: Collection[int]) -> list[Place]:
    """Return where the records of these keys stand, unlocked."""
    return _places(kind, *sql.among("r.id", ids)) if ids else []


def _places(kind: Kind, where: str, parameters: Parameters) -> list[Place]:
    table = KINDS[kind].table
    if is_contact(kind):
        select = f"SELECT r.id, r.id, r.company_id FROM {table} r WHERE {where}"
    else:
        select = (
            f"SELECT r.id, l.contact_id, NULL FROM {table} r "
            f"LEFT JOIN links_link l ON l.{kind}_id = r.id AND l.state = 'active' WHERE {where}"
        )
    return [Place(Key(kind, row[0]), row[1], row[2]) for row in _rows(select, parameters)]


def find_many(kind: Kind, numbers: Collection[str]) -> dict[str, Place]:
    """Return where the records of these numbers stand, unlocked, by the keys of the numbers."""
    keys = list({key_of(no) for no in numbers})
    if not keys:
        return {}
    where, parameters = sql.among("r.no_key", keys)
    table = KINDS[kind].table
    ids = _rows(f"SELECT r.id, r.no_key FROM {table} r WHERE {where}", parameters)
    places = {place.key.id: place for place in find_ids(kind, [row[0] for row in ids])}
    return {row[1]: places[row[0]] for row in ids}


def load_many(places: Sequence[Place], extra: Collection[str] = ()) -> dict[Key, Network]:
    """Return the networks around several places of one kind, locked, each as `load` does, by the
    keys of the places; no two of them have a contact or a company in common.

    Raises Outdated when a link came or went between finding and locking.
    """
    kind = places[0].key.kind
    heads = {place.contact_id: place for place in places if place.contact_id is not None}
    contact_extra = extra if is_contact(kind) else ()
    contacts = _contacts_of(list(heads), contact_extra)
    ties = _ties([contact.key.id for contact, _company in contacts])
    alone = [place.key.id for place in places if place.contact_id is None]
    ids: dict[str, list[int]] = {
        linked: [record_id for _, tied, record_id in ties if tied == linked]
        + (alone if linked == kind else [])
        for linked in LINKED_KINDS
    }
    records = {record.key: record for record in _load_kinds(ids, {kind: extra}, True)}
    by_contact: dict[int, list[Record]] = {}
    for owner, tied, id_ in ties:
        by_contact.setdefault(owner, []).append(records[Key(tied, id_)])
    parties: dict[int, list[Party]] = {}
    for contact, company in contacts:
        party = Party(contact, tuple(by_contact.get(contact.key.id, ())))
        root = contact.key.id if contact.key.id in heads else company
        parties.setdefault(root or 0, []).append(party)
    now = {place.key: place for place in find_ids(kind, alone)}
    return {place.key: _network_of(place, parties, records, now) for place in places}


def _network_of(
    place: Place,
    parties: Mapping[int, list[Party]],
    records: Mapping[Key, Record],
    now: Mapping[Key, Place],
) -> Network:
    if place.contact_id is None:
        if place.key not in records or now.get(place.key) != place:
            raise Outdated
        return Network(Party(None, (records[place.key],)))
    some = parties.get(place.contact_id, [])
    head = next((p for p in some if p.contact and p.contact.key.id == place.contact_id), None)
    if head is None or all(place.key != record.key for record in head.members):
        raise Outdated
    return Network(head, tuple(party for party in some if party is not head))


def load(place: Place, extra: Collection[str] = (), lock: bool = True) -> Network:
    """Return the network around a place, locked unless told otherwise.

    `extra` names own fields to load of the place's kind. Raises Outdated when a link came or went
    between finding and locking: the caller finds again.
    """
    if place.contact_id is None:
        return _load_alone(place, extra, lock)
    contact_extra = extra if place.key.is_contact else ()
    contacts = _contacts(place.contact_id, contact_extra, lock)
    ties = _ties([contact.key.id for contact in contacts])
    ids: dict[str, list[int]] = {
        linked: [record_id for _, kind, record_id in ties if kind == linked]
        for linked in LINKED_KINDS
    }
    records = {record.key: record for record in _load_kinds(ids, {place.key.kind: extra}, lock)}
    parties = [
        Party(
            contact,
            tuple(records[Key(kind, id_)] for owner, kind, id_ in ties if owner == contact.key.id),
        )
        for contact in contacts
    ]
    head = next(
        (party for party in parties if party.contact and party.contact.key.id == place.contact_id),
        None,
    )
    if head is None or all(place.key != record.key for record in head.members):
        raise Outdated
    return Network(head, tuple(party for party in parties if party is not head))


def _load_alone(place: Place, extra: Collection[str], lock: bool) -> Network:
    records = load_records(place.key.kind, [place.key.id], extra, lock)
    now = find_ids(place.key.kind, [place.key.id]) if lock else [place]
    if not records or now != [place]:
        raise Outdated
    return Network(Party(None, tuple(records)))


def _contacts_of(
    contact_ids: Collection[int], extra: Collection[str]
) -> list[tuple[Record, int | None]]:
    """Return these contacts and their people, locked, with the company of each."""
    if not contact_ids:
        return []
    names, select, casts = _columns("contact", _known("contact", extra))
    here, parameters = sql.among("id", contact_ids)
    below, _same = sql.among("company_id", contact_ids)
    statement = (
        f"SELECT id, no, version, {select}, company_id FROM contacts_contact WHERE {here} OR "
        f"{below} ORDER BY (company_id IS NOT NULL), id{_for_update(True)}"
    )
    rows = _rows(statement, [*parameters, *parameters])
    return [(_record("contact", names, casts, row[:-1]), row[-1]) for row in rows]


def _contacts(contact_id: int, extra: Collection[str], lock: bool) -> list[Record]:
    names, select, casts = _columns("contact", _known("contact", extra))
    statement = (
        f"SELECT id, no, version, {select} FROM contacts_contact WHERE id = %s OR company_id = %s "
        f"ORDER BY (company_id IS NOT NULL), id{_for_update(lock)}"
    )
    return [
        _record("contact", names, casts, row) for row in _rows(statement, [contact_id, contact_id])
    ]


def _ties(contact_ids: Collection[int]) -> list[tuple[int, str, int]]:
    """Return (contact, role, record) of the active links of these contacts.

    By their keys: a condition on their company would make PostgreSQL read the whole table of links.
    """
    if not contact_ids:
        return []
    where, parameters = sql.among("contact_id", contact_ids)
    statement = (
        f"SELECT contact_id, role, {RECORD_OF_LINK} FROM links_link WHERE state = "
        f"'active' AND {where} ORDER BY id"
    )
    return [(row[0], row[1], row[2]) for row in _rows(statement, parameters)]


def load_records(
    kind: Kind, ids: Collection[int], extra: Collection[str] = (), lock: bool = True
) -> list[Record]:
    """Return the records of these keys, by key, locked unless told otherwise."""
    return _load_kinds({kind: ids}, {kind: extra}, lock)


def _load_kinds(
    wanted: Mapping[str, Collection[int]], extra: Mapping[str, Collection[str]], lock: bool
) -> list[Record]:
    """Return the records of these keys by kind, as load_records does; the kinds are locked one
    after the other.
    """
    columns = {
        kind: _columns(kind, _known(kind, extra.get(kind, ())))
        for kind, ids in wanted.items()
        if ids
    }
    statements = []
    for kind, (_, select, _) in columns.items():
        where, parameters = sql.among("id", wanted[kind])
        text = (
            f"SELECT id, no, version, {select} FROM {KINDS[kind].table} WHERE {where} ORDER "
            f"BY id{_for_update(lock)}"
        )
        statements.append((text, parameters))
    return [
        _record(kind, names, casts, row)
        for (kind, (names, _, casts)), cursor in zip(
            columns.items(), sql.together(statements), strict=True
        )
        for row in cursor.fetchall()
    ]


@lru_cache(maxsize=512)
def _columns(
    kind: Kind, extra: frozenset[str]
) -> tuple[tuple[str, ...], str, tuple[tuple[str, type | None], ...]]:
    """Return the fields to load, their columns as SQL, and which of them need a cast.

    Loaded are the shared fields, those always needed, and existing extra ones.
    """
    fields, info = KINDS[kind].fields, KINDS[kind]
    plain = sorted(name for name in extra if name in fields and fields[name].kind != "codes")
    names = tuple(dict.fromkeys([*(field.name for field in info.shared), *info.always, *plain]))
    select = ", ".join(
        f"COALESCE({n}, '')" if n in fields and fields[n].is_reference else n for n in names
    )
    kinds = {name: fields[name].kind for name in names if name in fields}
    casts = tuple((name, _CASTS[each]) for name, each in kinds.items() if each in _CASTS)
    return names, select, casts


def _known(kind: Kind, extra: Collection[str]) -> frozenset[str]:
    """Return those extra names that are fields, so that what is remembered has bounds."""
    fields = KINDS[kind].fields
    return frozenset(name for name in extra if name in fields)


def _record(
    kind: Kind, names: tuple[str, ...], casts: tuple[tuple[str, Any], ...], row: SqlRow
) -> Record:
    values: dict[str, Value] = dict(zip(names, row[3:], strict=True))
    for name, cast in casts:
        values[name] = cast(values[name])
    return Record(Key(kind, row[0]), row[1], row[2], values)


def with_values(network: Network, key: Key, values: Mapping[str, Value]) -> Network:
    """Return the network with more values known of one record (what stands in other tables)."""

    def seen(record: Record) -> Record:
        if record.key != key:
            return record
        return Record(record.key, record.no, record.version, {**record.values, **values})

    def party_seen(party: Party) -> Party:
        return Party(
            seen(party.contact) if party.contact else None, tuple(map(seen, party.records))
        )

    return Network(party_seen(network.party), tuple(map(party_seen, network.people)))


def _for_update(lock: bool) -> str:
    # SQLite has one writer at a time: its transaction holds everything from the beginning.
    return " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""


def _rows(statement: str, parameters: Parameters) -> list[SqlRow]:
    return list(sql.execute(statement, parameters).fetchall())
