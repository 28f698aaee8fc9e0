"""Two contacts become one: a choice per field, what moves, what clashes, undone as one [9.2]."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.fields import SHARED_NAMES
from unisono.common.errors import Conflict, FieldError, Invalid, Refused
from unisono.common.kinds import LINKED_KINDS, Key
from unisono.history.queries import newer_sides
from unisono.links import network as networks
from unisono.links.kinds import KINDS
from unisono.links.locks import lock
from unisono.links.models import Link
from unisono.links.network import Place
from unisono.links.plan_merging import plan_merge
from unisono.links.rules import rules_now
from unisono.links.values import Network, Plan
from unisono.records.linking import created_at
from unisono.records.people import refuse_own_links
from unisono.records.planned import Merge
from unisono.records.queries import find
from unisono.records.refusals import refuse_led
from unisono.setup.queries import may_have_several, setup_now

SIDES = ("into", "from", "newer")
_SIDE = {"into": "contact", "from": "other", "newer": "newer"}
OWN = tuple(name for name in KINDS["contact"].fields if name not in (*SHARED_NAMES, "type"))
_CODES = tuple(name for name, each in KINDS["contact"].fields.items() if each.kind == "codes")


class BothLinked(Conflict):
    """Both contacts have a customer, or a vendor, and setup allows one [2.6]."""

    code = "both-linked"


def check_keep(keep: object) -> dict[str, str]:
    """Return what to keep as a mapping to contact, other, newer; raise Invalid for other sides or
    fields.
    """
    given, errors = sides_given(keep, (*SHARED_NAMES, *OWN))
    if errors:
        raise Invalid(errors)
    return {name: _SIDE[side] for name, side in given.items()}


def sides_given(keep: object, names: Collection[str]) -> tuple[dict[str, str], list[FieldError]]:
    """Return what to keep as a mapping of "*" and these fields to into, from, newer, and what is
    wrong with it.
    """
    given = {"*": "into"} if keep is None else {"*": keep} if isinstance(keep, str) else keep
    if not isinstance(given, Mapping):
        message = _("This must be into, from, newer, or one of these per field.")
        return {}, [FieldError("keep", "type", message)]
    errors = []
    for name, side in given.items():
        if name != "*" and name not in names:
            message = _("There is no field of this name.")
            errors.append(FieldError(f"keep.{name}", "unknown-field", message))
        elif side not in SIDES:
            message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(SIDES)}
            errors.append(FieldError("keep" if name == "*" else f"keep.{name}", "choice", message))
    return dict(given), errors


def plan_merging(
    into_no: str, from_no: str, keep: Mapping[str, str], actor: Actor, lock: bool
) -> Merge:
    into, gone = find("contact", into_no), find("contact", from_no)
    if into.key == gone.key:
        raise Conflict(_("A contact cannot be merged with itself."), code="same-contact")
    if lock:
        _lock(into, gone)
    here, there = _load(into, lock), _load(gone, lock)
    _refuse(into, here, there, actor)
    rules, newer = rules_now(), {}
    sides = [each.party.contact for each in (here, there)]
    assert sides[0] is not None
    assert sides[1] is not None
    if "newer" in keep.values():
        keys = [(*side.key, created_at(side)) for side in sides if side]
        newer = newer_sides(keys[0], keys[1], (*SHARED_NAMES, *OWN))
    plan = plan_merge(here, there, rules, keep, newer, OWN)
    refuse_led(plan, actor)
    _refuse_long_note(plan)
    return Merge(here, there, plan)


def lock_all(numbers: Sequence[str]) -> None:
    """Lock the networks of all these contacts at once; raise NotFound."""
    _lock(*(find("contact", no) for no in numbers))


def _lock(*places: Place) -> None:
    """Lock networks at once, in the order of locks: whoever merges the other way round waits."""
    keys = {key for place in places for key in networks.load(place, lock=False).records}
    links = Link.objects.filter(contact_id__in=[place.key.id for place in places])
    lock(sorted(keys | {Key(link.role, link.record_id) for link in links}))


def _load(place: Place, lock: bool) -> Network:
    """Return the network of a contact with all fields of the contact known, and the company of each
    of its people.
    """
    # A person's place is its company's network; here it is its own.
    own = Place(place.key, place.key.id)
    network = networks.load(own, OWN, lock)
    contact = network.party.contact
    assert contact is not None
    row = KINDS["contact"].row(place.key.id)
    codes = {
        name: tuple(getattr(row, name).order_by("code").values_list("code", flat=True))
        for name in _CODES
    }
    network = networks.with_values(network, contact.key, codes)
    for person in network.people:
        assert person.contact is not None
        network = networks.with_values(network, person.contact.key, {"company_no": contact.no})
    return network


def _refuse(place: Place, here: Network, there: Network, actor: Actor) -> None:
    """Raise what forbids that these two become one."""
    into, other = here.party.contact, there.party.contact
    assert into is not None
    assert other is not None
    if into.values["type"] != other.values["type"]:
        message = _(
            "%(one)s is a company and %(other)s a person, or the other way round; these cannot "
            "be merged."
        )
        raise Conflict(message % {"one": into.no, "other": other.no}, code="type-differs")
    if into.values["privacy_blocked"] != other.values["privacy_blocked"]:
        blocked = into if into.values["privacy_blocked"] else other
        raise Refused(
            _("Contact %(no)s is privacy blocked.") % {"no": blocked.no}, code="privacy-blocked"
        )
    if place.company_id is not None:
        refuse_own_links(other, actor)
    setup, roles = setup_now(), dict[str, list[str]]()
    links = Link.objects.filter(contact_id__in=(into.key.id, other.key.id)).select_related(
        *LINKED_KINDS
    )
    for link in sorted(links, key=lambda each: each.contact_id != into.key.id):
        roles.setdefault(link.role, []).append(getattr(link, link.role).no)
    owners = {(link.role, link.contact_id) for link in links}
    for kind in LINKED_KINDS:
        both = {(kind, into.key.id), (kind, other.key.id)} <= owners
        if both and not may_have_several(setup, kind):
            message = _("Both contacts are linked: %(numbers)s. Unlink one of them first.")
            if not actor.may_read(kind):
                message = _("Both contacts are linked to records that your role does not see.")
            raise BothLinked(message % {"numbers": ", ".join(roles[kind])}, field="from", role=kind)


def _refuse_long_note(plan: Plan) -> None:
    note = next((str(row.result) for row in plan.rows if row.field == "note"), "")
    if len(note) > KINDS["contact"].fields["note"].length:
        message = _("Both notes together are too long; choose one of them.")
        raise Invalid([FieldError("keep.note", "too-long", message)])
