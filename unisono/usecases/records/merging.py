"""Two contacts become one, with a preview, undone as one [9.2]."""

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.outcome import Outcome
from unisono.copies.following import follow_merge
from unisono.history.recording import Recorder, recorder_for
from unisono.links.apply import Elsewhere, apply
from unisono.records import moving
from unisono.records.linking import refuse_outdated
from unisono.records.merging import check_keep, plan_merging
from unisono.records.planned import Merge
from unisono.usecases.transaction import writing


def preview_merge(into_no: str, from_no: str, keep: object = None, *, actor: Actor) -> Merge:
    """Return what merging would do, by the same computation; writes nothing. Raises what `merge`
    raises.
    """
    require_read(actor, "contact")
    merging = plan_merging(into_no, from_no, check_keep(keep), actor, lock=False)
    merging.moves = moving.counts(merging.other.key.id, actor)
    return merging


@writing
def merge(
    into_no: str, from_no: str, keep: object = None, digest: str = "", *, actor: Actor
) -> Outcome:
    """Merge a contact into another: links, people, documents, interactions and addresses of both
    are the other's then.

    `keep` is into, from, newer, or a mapping of fields and "*" to these; blanks are filled from the
    other side. Raises BothLinked, HasLinks, Conflict (type-differs), Refused (privacy-blocked),
    LedByOtherSide, PreviewOutdated, NotFound.
    """
    require_write(actor, "contact")
    merging = plan_merging(into_no, from_no, check_keep(keep), actor, lock=True)
    refuse_outdated(merging.plan, digest)
    carry_out(merging, recorder_for(actor.by_way_of("merge"), "merge"))
    return Outcome("contact", merging.into.no, more={"merged_no": merging.other.no})


def carry_out(merging: Merge, recorder: Recorder) -> None:
    """Do, within a use case, what was planned."""
    into, other = merging.into, merging.other
    places = [
        (person.contact.key, "company_no") for person in merging.gone.people if person.contact
    ]
    columns = {place: {"company_id": into.key.id} for place in places}
    apply(
        merging.plan,
        recorder,
        Elsewhere(columns, dict.fromkeys(places, (other.key.id, into.key.id))),
    )
    moving.move_all(other, into, recorder)
    follow_merge(other.key.id, into.key.id)
