"""What linking must check and plan, whoever links [2.1] [2.5] [2.6]."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from unisono.cards.fields import shared_names
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.common.kinds import FACTS, Kind
from unisono.documents.quotes import hand_over_quotes
from unisono.history.queries import newer_sides
from unisono.history.recording import Recorder
from unisono.links import storing
from unisono.links.apply import apply
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.network import Place, find_ids, load, load_records
from unisono.links.plan_linking import plan_linking
from unisono.links.rules import rules_now
from unisono.links.values import Network, Plan, Record, Rules
from unisono.records.planned import SIDES, PlannedLink, PreviewOutdated
from unisono.records.queries import find
from unisono.records.role_records import AlreadyLinked, refuse_linked
from unisono.setup.models import Setup
from unisono.setup.queries import may_have_several, relation_code
from unisono.setup.required import setup_missing


class Previewed(Protocol):
    """What was shown before it is done; its digest is another where something else would be."""

    @property
    def digest(self) -> str:
        """Return the digest."""


def store_link(planned: PlannedLink, setup: Setup, recorder: Recorder) -> Link:
    """Store the link that was planned with `lock`, within a use case, and all that it changes; open
    quotes get the record [2.8].
    """
    kind = planned.record.key.kind
    slot = storing.free_slot(planned.contact.key.id, kind)
    made = storing.connect(
        planned.contact, planned.record, recorder, relation_code(setup, kind), slot
    )
    apply(planned.plan, recorder)
    hand_over_quotes(planned.contact, planned.record, recorder)
    return made


def refuse_outdated(plan: Previewed, digest: str) -> None:
    """Raise PreviewOutdated where a preview was shown that this plan is not; "": nobody looked at
    one.
    """
    if digest and digest != plan.digest:
        raise PreviewOutdated(_("The records changed since the preview; look at it again."))


def plan_link(
    contact_no: str, kind: Kind, no: str, keep: Mapping[str, str], setup: Setup, lock: bool
) -> PlannedLink:
    place = acting_place(contact_no)
    record_place = find(kind, no)
    network = load(place, ("privacy_blocked",), lock)
    contact = network.party.contact
    assert contact is not None
    record = load_records(kind, [record_place.key.id], ("contact_name",), lock)[0]
    if lock or not _is_paused(contact, record):
        refuse_link(contact, kind, setup)
        refuse_linked(record)
    rules = rules_now(setup)
    _refuse_separate(keep, kind, rules)
    return PlannedLink(network, record, rules, planned_values(network, rules, record, keep))


def _refuse_separate(keep: Mapping[str, str], kind: Kind, rules: Rules) -> None:
    """Raise Invalid for a choice of a field that never travels: nothing is silently ignored."""
    message = _("By its rule this field is each record's own; there is nothing to choose.")
    named = [name for name in keep if name != "*" and rules.of(kind, name) == "separate"]
    if named:
        raise Invalid([FieldError(f"keep.{name}", "separate", message) for name in named])


def _is_paused(contact: Record, record: Record) -> bool:
    """Tell whether a preview would show what resuming does: the two have a link that is paused
    [3.6].
    """
    links = Link.objects.filter(
        **{f"{record.key.kind}_id": record.key.id}, contact_id=contact.key.id, state="paused"
    )
    return links.exists()


def planned_values(
    network: Network,
    rules: Rules,
    record: Record,
    keep: Mapping[str, str],
    only: Collection[str] | None = None,
    cause: str = "link",
) -> Plan:
    """Plan a tie, asking the history which side is newer where that was chosen."""
    contact = network.party.contact
    assert contact is not None
    newer: dict[str, str] = {}
    if "newer" in keep.values():
        sides = [(*side.key, created_at(side)) for side in (contact, record)]
        newer = newer_sides(sides[0], sides[1], shared_names(record.key.kind))
    return plan_linking(network, rules, record, keep, newer, only, cause)


def created_at(record: Record) -> datetime:
    """Return when a record was created."""
    model = KINDS[record.key.kind].model
    return model._default_manager.values_list("created_at", flat=True).get(pk=record.key.id)


def acting_place(contact_no: str) -> Place:
    """Return where the contact stands, or its company's place for a person of a company [2.5]."""
    place = find("contact", contact_no)
    if place.company_id is None:
        return place
    return find_ids("contact", [place.company_id])[0]


def refuse_link(contact: Record, kind: Kind, setup: Setup) -> None:
    """Raise what forbids this contact one more record of this kind [1.1] [2.5] [2.6] [2.7]."""
    if relation_code(setup, kind) is None:
        raise setup_missing(f"{kind}_relation_code")
    refuse_place(contact, kind, setup)


def refuse_place(contact: Record, kind: Kind, setup: Setup) -> None:
    """Raise what forbids this contact one more record of this kind, whatever the switches [2.5]
    [2.6] [2.7].
    """
    if contact.values["privacy_blocked"]:
        raise Refused(
            _("Contact %(no)s is privacy blocked.") % {"no": contact.no}, code="privacy-blocked"
        )
    if FACTS[kind].of_companies and contact.values["type"] == "person":
        raise Refused(
            _("A bank account belongs to a company, not to a person."), code="company-required"
        )
    if may_have_several(setup, kind):
        return
    present = Link.objects.filter(contact_id=contact.key.id, role=kind).select_related(kind).first()
    if present is not None:
        no = getattr(present, kind).no
        message = _("Contact %(contact)s is already linked to %(no)s.") % {
            "contact": contact.no,
            "no": no,
        }
        raise AlreadyLinked(message, field="role", linked_no=no)


def check_keep(keep: object, kind: Kind) -> dict[str, str]:
    """Return what to keep as a mapping; raise Invalid for anything else than sides per shared field
    of the kind.
    """
    if keep is None:
        return {"*": "contact"}
    if isinstance(keep, str):
        keep = {"*": keep}
    if not isinstance(keep, Mapping):
        raise Invalid(
            [
                FieldError(
                    "keep",
                    "type",
                    _("This must be contact, other, newer, or one of these per field."),
                )
            ]
        )
    known, errors = ("*", *shared_names(kind)), []
    for name, side in keep.items():
        if name not in known:
            errors.append(
                FieldError(
                    f"keep.{name}", "unknown-field", _("There is no shared field of this name.")
                )
            )
        elif side not in SIDES:
            message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(SIDES)}
            errors.append(FieldError("keep" if name == "*" else f"keep.{name}", "choice", message))
    if errors:
        raise Invalid(errors)
    return dict(keep)
