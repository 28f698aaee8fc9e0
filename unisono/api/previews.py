"""What tying a record would do, as programs see it."""

from dataclasses import replace

from unisono.access.roles import Actor
from unisono.api.answers import write_shown
from unisono.common.borders import Content, Given
from unisono.common.kinds import Kind
from unisono.links.queries import contacts_of_records
from unisono.records.planned import PlannedLink, fields_that_lock, visible_writes
from unisono.records.queries import find
from unisono.usecases.links.linking import preview_primary
from unisono.usecases.records.changing import change_record

_ROW = ("field", "contact", "other", "result", "conflict")


def link_preview(planned: PlannedLink, actor: Actor) -> Content:
    """Return per shared field both values and the result, differing ones first, and what changes
    elsewhere.
    """
    own = (planned.contact.key, planned.record.key)
    return {
        "contact_no": planned.contact.no,
        "fields": [{name: getattr(row, name) for name in _ROW} for row in planned.plan.rows],
        "also": [
            write_shown(write, fields)
            for write, fields in visible_writes(planned.plan, actor)
            if write.record.key not in own
        ],
        "locked": fields_that_lock(planned),
        "plan": planned.plan.digest,
    }


def change_preview(
    kind: Kind, no: str, values: Given, actor: Actor, expected: int | None
) -> Content:
    """Return what changing a record would tie it to [5.9], after the change was tried and taken
    back; raise what changing raises.
    """
    tie = preview_primary(kind, no, values.get("primary_contact_no"), actor=actor)
    change_record(kind, no, values, actor=replace(actor, dry_run=True), expected=expected)
    if tie.planned is not None:
        return {"dry_run": True, "creates_contact": False, **link_preview(tie.planned, actor)}
    place = find(kind, no)
    linked = contacts_of_records(kind, [place.key.id]).get(place.key.id)
    return {
        "dry_run": True,
        "creates_contact": tie.makes_company,
        "contact_no": linked.contact_no if linked else None,
        "fields": [],
        "also": [],
        "locked": {"contact": [], "other": []},
        "plan": "",
    }
