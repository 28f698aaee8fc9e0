"""Rows that come and go: records and links. Returns what was stored; says it to the recorder."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache

from unisono.cards.models import value_of
from unisono.common import sql
from unisono.common.borders import Content, Given, Stored
from unisono.common.kinds import FACTS, Key, Kind, is_contact
from unisono.common.text import key_of
from unisono.history.recording import Recorder
from unisono.links.kinds import KINDS, blank_values
from unisono.links.models import Link
from unisono.links.search_columns import search_columns
from unisono.links.values import Record, Value


def insert(
    kind: Kind,
    no: str,
    values: Mapping[str, Value],
    recorder: Recorder,
    causes: Mapping[str, str] | None = None,
    columns: Given | None = None,
) -> Record:
    """Store a new record and record its creation.

    `causes` says why a field has its value (typed, if left out); `columns` are further columns
    (company_id, type, or id, version and created_at of a record that comes back).
    """
    row = new_columns(kind, no, values, recorder.now, columns)
    id_ = _insert_row(KINDS[kind].table, {**_defaults(kind), **row})
    set_codes(kind, id_, values)
    record_creation(kind, id_, no, int(row["version"]), values, recorder, causes or {})
    return Record(Key(kind, id_), no, int(row["version"]), dict(values))


def new_columns(
    kind: Kind, no: str, values: Mapping[str, Value], now: object, columns: Given | None = None
) -> Content:
    """Return the columns of a new row with these values, by their names in the database; `now` as
    that takes it.
    """
    row: Content = {
        "no": no,
        "no_key": key_of(no),
        "version": 1,
        "created_at": now,
        "modified_at": now,
    }
    row.update(columns or {})
    for name, field in KINDS[kind].fields.items():
        if name in values and field.kind != "codes":
            row[name] = values[name] or None if field.is_reference else values[name]
    row.update(search_columns({"no": no, **values}))
    return row


@cache
def _defaults(kind: Kind) -> Content:
    """Return what a model's columns have where nothing is given; without the key, which the
    database gives.
    """
    fields = KINDS[kind].model._meta.concrete_fields
    return {str(field.column): field.get_default() for field in fields if not field.primary_key}


def _insert_row(table: str, row: Given) -> int:
    """Insert a row, given by column, and return its key."""
    values = [sql.moment(value) if isinstance(value, datetime) else value for value in row.values()]
    marks = ", ".join(["%s"] * len(row))
    text = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) RETURNING id"
    return int(sql.execute(text, values).fetchall()[0][0])


def set_codes(kind: Kind, id_: int, values: Mapping[str, Value]) -> None:
    """Store a new record's sets of codes, which stand in tables of their own."""
    for name, field in KINDS[kind].fields.items():
        if field.kind == "codes" and values.get(name):
            codes = getattr(KINDS[kind].row(id_), name)
            codes.set(
                codes.model.objects.filter(code__in=values[name]).values_list("pk", flat=True)
            )


def record_creation(
    kind: Kind,
    id_: int,
    no: str,
    version: int,
    values: Mapping[str, Value],
    recorder: Recorder,
    causes: Mapping[str, str],
) -> None:
    """Record that a record was created, with those of its values that are not blank."""
    blank = blank_values(kind)
    filled = {
        name: [blank.get(name, ""), value, causes.get(name, "typed")]
        for name, value in values.items()
        if value != blank.get(name, "")
    }
    recorder.add("created", kind, id_, no, version, filled)


def delete(record: Record, recorder: Recorder) -> None:
    """Delete a record's row, keeping a snapshot of it in the history."""
    kind, id_ = record.key
    model = KINDS[kind].model
    row: Stored = model._default_manager.get(pk=id_)
    values = {name: value_of(row, field) for name, field in KINDS[kind].fields.items()}
    gone = {name: [value, None, "deleted"] for name, value in values.items()}
    columns = {"type": row.type} if FACTS[kind].follows_type else {}
    if is_contact(kind):
        columns = {"company_id": row.company_id}
    detail = {"created_at": row.created_at.isoformat(), "columns": columns}
    recorder.add("deleted", kind, id_, record.no, record.version + 1, gone, detail)
    for name, field in KINDS[kind].fields.items():
        if field.kind == "codes":
            getattr(KINDS[kind].row(id_), name).clear()
    model._default_manager.filter(pk=id_)._raw_delete(using="default")


def connect(
    contact: Record,
    record: Record,
    recorder: Recorder,
    relation: str | None,
    slot: int = 0,
    origin: str = "link",
    **columns: object,
) -> Link:
    """Store a link between a contact and a role record, and record it on both."""
    fields: Content = {
        "linked_at": recorder.now,
        "linked_by": recorder.actor.name,
        "linked_by_user_id": recorder.actor.user_id,
        "change_set_id": recorder.change_set,
        **columns,
    }
    link = Link(
        contact_id=contact.key.id,
        role=record.key.kind,
        slot=slot,
        business_relation_id=relation,
        origin=origin,
        **{f"{record.key.kind}_id": record.key.id},
        **fields,
    )
    row = {str(field.column): getattr(link, field.attname) for field in Link._meta.concrete_fields}
    if link.pk is None:
        del row["id"]
    link.pk, link._state.adding = _insert_row(Link._meta.db_table, row), False
    record_link("linked", link, contact, record, recorder)
    return link


def disconnect(
    link: Link, contact: Record, record: Record, recorder: Recorder, sides: Collection[str] = ()
) -> None:
    """Remove a link and record it on both, with all that is needed to bring it back; on `sides`
    alone, where given.
    """
    record_link("unlinked", link, contact, record, recorder, sides=sides)
    Link.objects.filter(pk=link.pk)._raw_delete(using="default")


def record_link(
    event: str,
    link: Link,
    contact: Record,
    record: Record,
    recorder: Recorder,
    former_state: str = "",
    sides: Collection[str] = (),
) -> None:
    """Record what happened to a link, once for each side; only for the kinds of `sides`, where
    given.
    """
    detail = {
        "role": link.role,
        "contact_id": contact.key.id,
        "contact_no": contact.no,
        "record_id": record.key.id,
        "record_no": record.no,
        "business_relation": link.business_relation_id,
        "state": link.state,
        "former_state": former_state,
        "slot": link.slot,
        "primary_contact_id": link.primary_contact_id,
        "linked_at": link.linked_at.isoformat(),
        "linked_by": link.linked_by,
        "linked_by_user_id": link.linked_by_user_id,
        "origin": link.origin,
        "change_set": link.change_set_id,
    }
    for side in (contact, record):
        if sides and side.key.kind not in sides:
            continue
        recorder.add(event, side.key.kind, side.key.id, side.no, side.version, None, detail)


def free_slot(contact_id: int, kind: Kind) -> int:
    """Return the first free slot for one more link of this kind, under the contact's lock."""
    taken = set(
        Link.objects.filter(contact_id=contact_id, role=kind).values_list("slot", flat=True)
    )
    return next(slot for slot in range(len(taken) + 1) if slot not in taken)


def moment(text: str) -> datetime:
    """Return a moment that history kept as ISO text."""
    return datetime.fromisoformat(text)
