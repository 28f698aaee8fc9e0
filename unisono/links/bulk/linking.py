"""Links of many records: made, ended, and recorded on both sides as storing.record_link does."""

import json
from collections.abc import Sequence

from django.db import connection

from unisono.common.borders import Content
from unisono.common.kinds import Kind
from unisono.common.sql import Parameters
from unisono.history.recording import Recorder
from unisono.links.bulk import sql
from unisono.links.kinds import KINDS

_ORIGIN = "automatic"


def without_link(kind: Kind, ids: Sequence[int]) -> list[int]:
    """Return those records of a role kind that are there and have no link, by key."""
    condition, parameters = sql.among("r.id", ids)
    select = (
        f"SELECT r.id FROM {KINDS[kind].table} r LEFT JOIN links_link l ON l.{kind}_id = r.id "
        f"WHERE {condition} AND l.id IS NULL ORDER BY r.id"
    )
    return [row[0] for row in sql.rows(select, parameters)]


def connect(kind: Kind, recorder: Recorder, relation: str | None) -> None:
    """Link the records of a role kind with the contacts that were made for them, and record it on
    both sides.

    The pairs are those kept last (sql.keep_pairs).
    """
    fixed: Content = {
        "role": kind,
        "slot": 0,
        "state": "active",
        "business_relation_id": relation,
        "linked_at": connection.ops.adapt_datetimefield_value(recorder.now),
        "linked_by": recorder.actor.name,
        "linked_by_user_id": recorder.actor.user_id,
        "origin": _ORIGIN,
        "change_set_id": recorder.change_set,
    }
    typed = (
        {"linked_at": "::timestamptz", "linked_by_user_id": "::bigint"}
        if sql.is_postgresql()
        else {}
    )
    values = ", ".join(f"%s{typed.get(name, '')}" for name in fixed)
    sql.execute(
        f"INSERT INTO links_link (contact_id, {kind}_id, {', '.join(fixed)}) "
        f"SELECT m.contact_id, m.record_id, {values} FROM bulk_pairs m ORDER BY m.contact_id",
        list(fixed.values()),
    )
    nothing, detail = sql.as_json("'{}'"), sql.as_json(_new_detail())
    source = f"{nothing}, {detail} FROM {sql.from_pairs(KINDS[kind].table)} ORDER BY m.contact_id"
    rest = [_same_for_all(kind, recorder, relation)]
    recorder.add_selected(f"'linked', 'contact', m.contact_id, m.no, 1, {source}", rest)
    recorder.add_selected(f"'linked', '{kind}', r.id, r.no, r.version, {source}", rest)


def _new_detail() -> str:
    """Return what the history keeps of a new link, as JSON text whose end, the same for all, is a
    parameter.
    """
    members = {
        "contact_id": "m.contact_id",
        "contact_no": sql.json_text("m.no"),
        "record_id": "r.id",
        "record_no": sql.json_text("r.no"),
    }
    return sql.json_object(members, end="%s")


def _same_for_all(kind: Kind, recorder: Recorder, relation: str | None) -> str:
    same = {
        "role": kind,
        "business_relation": relation,
        "state": "active",
        "former_state": "",
        "slot": 0,
        "primary_contact_id": None,
        "linked_at": recorder.now.isoformat(),
        "linked_by": recorder.actor.name,
        "linked_by_user_id": recorder.actor.user_id,
        "origin": _ORIGIN,
        "change_set": recorder.change_set,
    }
    return f", {json.dumps(same, ensure_ascii=False)[1:]}"


def end(kind: Kind, condition: str, parameters: Parameters, recorder: Recorder) -> None:
    """Remove the links of a role kind that fulfil a condition on `l`, and record it on both
    sides.
    """
    record("unlinked", kind, condition, parameters, recorder)
    sql.execute(f"DELETE FROM links_link AS l WHERE l.role = '{kind}' AND {condition}", parameters)


def record(
    event: str, kind: Kind, condition: str, parameters: Parameters, recorder: Recorder
) -> None:
    """Record an event of the links of a role kind that fulfil a condition on `l`, once for each
    side.
    """
    nothing, detail = sql.as_json("'{}'"), sql.as_json(_detail(kind))
    source = (
        f"FROM links_link l JOIN {KINDS['contact'].table} c ON c.id = l.contact_id "
        f"JOIN {KINDS[kind].table} r ON r.id = l.{kind}_id WHERE l.role = '{kind}' AND {condition} "
        "ORDER BY l.id"
    )
    for side, of in (("c", "contact"), ("r", kind)):
        event_of_side = f"'{event}', '{of}', {side}.id, {side}.no, {side}.version"
        recorder.add_selected(f"{event_of_side}, {nothing}, {detail} {source}", parameters)


def _detail(kind: Kind) -> str:
    """Return what the history keeps of a link, as an expression of JSON text over l, c and r."""
    members = {
        "role": f"'\"{kind}\"'",
        "contact_id": "c.id",
        "contact_no": sql.json_text("c.no"),
        "record_id": "r.id",
        "record_no": sql.json_text("r.no"),
        "business_relation": sql.or_null(sql.json_text("l.business_relation_id")),
        "state": sql.json_text("l.state"),
        "former_state": "'\"\"'",
        "slot": "l.slot",
        "primary_contact_id": sql.or_null("l.primary_contact_id"),
        "linked_at": sql.json_moment("l.linked_at"),
        "linked_by": sql.json_text("l.linked_by"),
        "linked_by_user_id": sql.or_null("l.linked_by_user_id"),
        "origin": sql.json_text("l.origin"),
        "change_set": "l.change_set_id",
    }
    return sql.json_object(members)


def name_primary_contacts(kind: Kind, pairs: Sequence[sql.Pair]) -> None:
    """Make these contacts the primary contacts of the records that they are paired with."""
    if not pairs:
        return
    sql.keep_pairs(pairs)
    found = f"FROM bulk_pairs m WHERE links_link.{kind}_id = m.record_id"
    sql.execute(f"UPDATE links_link SET primary_contact_id = m.contact_id {found}")
