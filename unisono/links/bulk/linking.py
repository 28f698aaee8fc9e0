"""Links for many new contacts, and who of a contact is named on its record."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from unisono.history.recording import Recorder
from unisono.links.bulk import sql
from unisono.links.kinds import KINDS

_ORIGIN = "automatic"


def connect(kind: str, pairs: Sequence[sql.Pair], recorder: Recorder, relation: str | None) -> None:
    """Link each record of a role kind with the contact that was made for it, and record it on both sides."""
    if not pairs:
        return
    source, parameters = sql.pairs_table(pairs)
    moment = connection.ops.adapt_datetimefield_value(recorder.now)
    fixed: dict[str, Any] = {
        "role": kind,
        "slot": 0,
        "state": "active",
        "business_relation_id": relation,
        "linked_at": moment,
        "linked_by": recorder.actor.name,
        "linked_by_user_id": recorder.actor.user_id,
        "origin": _ORIGIN,
        "change_set_id": recorder.change_set,
    }
    typed = {"linked_at": "::timestamptz", "linked_by_user_id": "::bigint"} if sql.is_postgresql() else {}
    values = ", ".join(f"%s{typed.get(name, '')}" for name in fixed)
    sql.execute(
        f"INSERT INTO links_link (contact_id, {kind}_id, {', '.join(fixed)}) "
        f"SELECT m.contact_id, m.record_id, {values} FROM {source} ORDER BY m.contact_id",
        [*fixed.values(), *parameters],
    )
    detail = sql.as_json(_detail(kind))
    joined = f"FROM {source} JOIN {KINDS[kind].table} r ON r.id = m.record_id ORDER BY m.contact_id"
    nothing = sql.as_json("'{}'")
    contact = f"'linked', 'contact', m.contact_id, m.no, 1, {nothing}, {detail} {joined}"
    record = f"'linked', '{kind}', r.id, r.no, r.version, {nothing}, {detail} {joined}"
    for select in (contact, record):
        recorder.add_selected(select, [_tail(recorder, relation), *parameters])


def _detail(kind: str) -> str:
    """Return what the history keeps of a new link (storing.record_link), as JSON text whose end is a parameter."""
    return (
        f"""'{{"role": "{kind}", "contact_id": ' || m.contact_id || ', "contact_no": ' || {sql.json_text("m.no")} || """
        f"""', "record_id": ' || r.id || ', "record_no": ' || {sql.json_text("r.no")} || %s"""
    )


def _tail(recorder: Recorder, relation: str | None) -> str:
    """Return the part of a link's detail that is the same for all links of a chunk, with the end of the object."""
    same = {
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


def name_primary_contacts(kind: str, pairs: Sequence[sql.Pair]) -> None:
    """Make these contacts the primary contacts of the records that they are paired with."""
    if not pairs:
        return
    source, parameters = sql.pairs_table(pairs)
    found = f"FROM {source} WHERE links_link.{kind}_id = m.record_id"
    sql.execute(f"UPDATE links_link SET primary_contact_id = m.contact_id {found}", parameters)
