"""Linking a contact to an existing record, with its preview [2.1]."""

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.kinds import Kind
from unisono.common.outcome import Outcome
from unisono.documents.quotes import hand_over_quotes
from unisono.history.recording import recorder_for
from unisono.links import storing
from unisono.links.apply import apply
from unisono.records.linking import check_keep, plan_link, refuse_outdated
from unisono.records.planned import PlannedLink, known_role
from unisono.records.refusals import refuse_led
from unisono.setup.queries import relation_code, setup_now
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


@writing
def link(
    contact_no: str, kind: Kind, no: str, keep: object = None, digest: str = "", *, actor: Actor
) -> Outcome:
    """Link a contact (a person's company, for a person of a company) to an existing record.

    `keep` is contact, other, newer, or a mapping of fields and "*" to these; `digest` is the
    preview's, refused with PreviewOutdated where the plan is another one by now. Raises
    AlreadyLinked, SetupMissing, Refused, NotFound.
    """
    require_write(actor, known_role(kind))
    setup = setup_now()
    planned = plan_link(contact_no, kind, no, check_keep(keep, kind), setup, lock=True)
    refuse_led(planned.plan, actor)
    refuse_outdated(planned.plan, digest)
    recorder = recorder_for(actor, "link")
    slot = storing.free_slot(planned.contact.key.id, kind)
    made = storing.connect(
        planned.contact, planned.record, recorder, relation_code(setup, kind), slot
    )
    apply(planned.plan, recorder)
    hand_over_quotes(planned.contact, planned.record, recorder)
    return Outcome(
        kind, planned.record.no, more={"contact_no": planned.contact.no, "link": made.pk}
    )
