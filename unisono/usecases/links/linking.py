"""Linking a contact to an existing record, with its preview [2.1]."""

from typing import NamedTuple

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.kinds import Kind
from unisono.common.outcome import Outcome
from unisono.history.recording import recorder_for
from unisono.records.editing import edit_record
from unisono.records.linking import check_keep, plan_link, refuse_outdated, store_link
from unisono.records.planned import PlannedLink, known_role
from unisono.records.queries import find
from unisono.records.refusals import refuse_led
from unisono.records.tying import KEEP, is_free, named_contact, needs_company, refuse_joining
from unisono.setup.queries import setup_now
from unisono.usecases.transaction import writing


def preview_link(
    contact_no: str, kind: Kind, no: str, keep: object = None, *, actor: Actor
) -> PlannedLink:
    """Return what linking, or resuming a paused link, would do; the same computation, writing
    nothing [2.1] [3.6].
    """
    require_read(actor, "contact")
    require_read(actor, known_role(kind))
    planned = plan_link(contact_no, kind, no, check_keep(keep, kind), setup_now(), lock=False)
    refuse_led(planned.plan, actor)
    return planned


class PlannedTie(NamedTuple):
    """What naming a primary contact would tie a record to: nothing where it is linked already, the
    contact of `planned`, or a new company.
    """

    planned: PlannedLink | None
    makes_company: bool = False


def preview_primary(kind: Kind, no: str, contact_no: object, *, actor: Actor) -> PlannedTie:
    """Return what a primary contact would tie a record to [5.9]; nothing where none is named.
    Raises what tying raises.
    """
    require_read(actor, "contact")
    require_read(actor, known_role(kind))
    place = find(kind, no)
    if not contact_no or not is_free(kind, place.key.id):
        return PlannedTie(None)
    contact = named_contact(contact_no)
    if needs_company(contact, kind, place.key.id):
        refuse_joining(contact, kind, setup_now())
        return PlannedTie(None, makes_company=True)
    return PlannedTie(preview_link(contact.no, kind, no, KEEP, actor=actor))


@writing
def link(
    contact_no: str,
    kind: Kind,
    no: str,
    keep: object = None,
    digest: str = "",
    primary_contact_no: str = "",
    *,
    actor: Actor,
) -> Outcome:
    """Link a contact (a person's company, for a person of a company) to an existing record.

    `keep` is contact, other, newer, or a mapping of fields and "*" to these; `digest` is the
    preview's, refused with PreviewOutdated where the plan is another one by now;
    `primary_contact_no` becomes the record's primary contact, too [5.9]. Raises AlreadyLinked,
    SetupMissing, Refused, NotFound.
    """
    require_write(actor, known_role(kind))
    setup = setup_now()
    planned = plan_link(contact_no, kind, no, check_keep(keep, kind), setup, lock=True)
    refuse_led(planned.plan, actor)
    refuse_outdated(planned.plan, digest)
    recorder = recorder_for(actor, "link")
    made = store_link(planned, setup, recorder)
    if primary_contact_no:
        primary = {"primary_contact_no": primary_contact_no}
        edit_record(kind, planned.record.no, primary, recorder, actor)
    return Outcome(
        kind, planned.record.no, more={"contact_no": planned.contact.no, "link": made.pk}
    )
