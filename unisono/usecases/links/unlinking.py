"""Pausing, resuming and ending links [3.6] [4.3]."""

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.errors import FieldError, Invalid, NotFound
from unisono.common.kinds import Kind
from unisono.common.outcome import Outcome
from unisono.history.models import Change
from unisono.history.recording import recorder_for
from unisono.links import storing
from unisono.links.apply import apply
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.network import load, load_records
from unisono.links.rules import rules_now
from unisono.links.values import Draft, Network, Plan, Record
from unisono.records.codes_now import CodesNow, missing
from unisono.records.linking import acting_place, check_keep, planned_values, refuse_outdated
from unisono.records.planned import known_role
from unisono.records.queries import find
from unisono.records.refusals import refuse_led
from unisono.records.unlinking import end_link
from unisono.usecases.transaction import writing


@writing
def set_link_state(
    contact_no: str,
    kind: Kind,
    no: str,
    state: object,
    keep: object = None,
    digest: str = "",
    *,
    actor: Actor,
) -> Outcome:
    """Pause a link (nothing travels) or resume it; `keep` decides what differs by then [3.6].

    `digest` is the preview's, refused with PreviewOutdated where resuming would do something else
    by now.
    """
    require_write(actor, known_role(kind))
    if state not in ("active", "paused"):
        raise Invalid(
            [
                FieldError(
                    "state",
                    "choice",
                    _("This must be one of: %(choices)s.") % {"choices": "active, paused"},
                )
            ]
        )
    wanted = check_keep(keep, kind)
    network, record, found = lock_link(contact_no, kind, no)
    contact = network.party.contact
    assert contact is not None
    recorder = recorder_for(actor, "link")
    if state != found.state:
        former, found.state = found.state, state
        Link.objects.filter(pk=found.pk).update(state=state)
        storing.record_link("link_state", found, contact, record, recorder, former_state=former)
        if state == "active":
            plan = planned_values(network, rules_now(), record, wanted)
            refuse_led(plan, actor)
            refuse_outdated(plan, digest)
            apply(plan, recorder)
    return Outcome(kind, record.no, more={"contact_no": contact.no, "link": found.pk})


def lock_link(contact_no: str, kind: Kind, no: str) -> tuple[Network, Record, Link]:
    """Return the network of a link's contact (the company, for a person of one), the record and the
    link, locked.

    Raises NotFound where the two are not linked.
    """
    place, record_place = acting_place(contact_no), find(kind, no)
    network = load(place)
    record = load_records(kind, [record_place.key.id], ("contact_name",))[0]
    link = (
        Link.objects.select_related("primary_contact")
        .filter(**{f"{kind}_id": record.key.id})
        .first()
    )
    if (
        link is None
        or network.party.contact is None
        or link.contact_id != network.party.contact.key.id
    ):
        raise NotFound(_("These two are not linked."))
    return network, record, link


@writing
def unlink(contact_no: str, kind: Kind, no: str, restore: bool = False, *, actor: Actor) -> Outcome:
    """End a link; both keep their values [4.3]. `restore` gives the record back what linking
    overwrote.
    """
    require_write(actor, known_role(kind))
    network, record, link = lock_link(contact_no, kind, no)
    contact = network.party.contact
    assert contact is not None
    recorder = recorder_for(actor, "link")
    end_link(link, contact, record, recorder)
    if restore:
        record = load_records(kind, [record.key.id], ("contact_name",))[0]
        apply(_restored(link, record), recorder)
    return Outcome(kind, record.no, more={"contact_no": contact.no})


def preview_restore(contact_no: str, kind: Kind, no: str, *, actor: Actor) -> tuple[Link, Plan]:
    """Return a link, and what unlinking with `restore` would give the record back; writes nothing.
    Raises NotFound.
    """
    require_write(actor, known_role(kind))
    place, record_place = acting_place(contact_no), find(kind, no)
    link = (
        Link.objects.select_related("contact").filter(**{f"{kind}_id": record_place.key.id}).first()
    )
    if link is None or link.contact_id != place.contact_id:
        raise NotFound(_("These two are not linked."))
    return link, _restored(
        link, load_records(kind, [record_place.key.id], ("contact_name",), lock=False)[0]
    )


def _restored(link: Link, record: Record) -> Plan:
    """Plan giving a record the values that linking overwrote, where it still has what linking wrote
    (13).
    """
    change = Change.objects.filter(
        change_set=link.change_set_id,
        event="changed",
        kind=record.key.kind,
        record_id=record.key.id,
    ).first()
    draft = Draft()
    if change is not None:
        codes = CodesNow(change.pk)
        for name, (old, new, _cause) in change.values.items():
            field = KINDS[record.key.kind].fields.get(name)
            former = codes.value(field, old, change.pk)
            if record.values.get(name) == codes.value(field, new, change.pk) and not missing(
                field, former
            ):
                draft.put(record, name, former, "restore")
    return draft.plan()
