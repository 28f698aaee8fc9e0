"""Somebody changes fields of a record: any kind, any way [3.1] to [3.5]."""

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given
from unisono.common.kinds import FACTS, Kind
from unisono.common.outcome import Outcome
from unisono.history.recording import recorder_for
from unisono.links.queries import contacts_of_records
from unisono.records.editing import edit_record
from unisono.records.primary_contact import unrelated
from unisono.records.queries import find
from unisono.records.tying import tie_by_primary
from unisono.setup.queries import setup_now
from unisono.usecases.transaction import writing


@writing
def change_record(
    kind: Kind,
    no: str,
    values: Given,
    *,
    actor: Actor,
    expected: int | None = None,
    job_title: str = "",
) -> Outcome:
    """Change the fields sent of one record, and all that its links, rules and people tie to them.

    `expected` is the version that the person saw: with an old one, fields changed since are
    compared with those sent [3.5]. A `primary_contact_no` on a record without link ties it first
    [5.9]. Raises NotFound, Invalid, LedByOtherSide, EditConflict, PreconditionFailed, NumberTaken,
    TypeChange, and what `tie_by_primary` raises.
    """
    require_write(actor, kind)
    recorder = recorder_for(actor, kind)
    if FACTS[kind].has_contact_person and values.get("primary_contact_no"):
        tie_by_primary(kind, no, values["primary_contact_no"], setup_now(), recorder, actor)
    number, warnings = edit_record(kind, no, values, recorder, actor, expected, job_title)
    return Outcome(kind, number, warnings=warnings)


@writing
def bring_primary_contact(kind: Kind, no: str, contact_no: str, *, actor: Actor) -> Outcome:
    """Move a person to the company that a record is linked with, and make the person its primary
    contact: one act. Raises what changing the two raises.
    """
    require_write(actor, kind)
    require_write(actor, "contact")
    place = find(kind, no)
    found = contacts_of_records(kind, [place.key.id]).get(place.key.id)
    if found is None:
        raise unrelated()
    recorder = recorder_for(actor, kind)
    edit_record("contact", contact_no, {"company_no": found.contact_no}, recorder, actor)
    edit_record(kind, no, {"primary_contact_no": contact_no}, recorder, actor)
    return Outcome(kind, no)
