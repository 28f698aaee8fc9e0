"""What doors would do, shown before they do it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.fields import shared_names
from unisono.common.errors import Conflict, FieldError, Invalid
from unisono.common.kinds import LINKED_KINDS, Key
from unisono.links.values import Network, Party, Plan, Record, Rules, Value, Write

SIDES = ("contact", "other", "newer")
Changes = dict[str, tuple[Value, Value]]  # of a field: what it had, what it has then
Elsewhere = dict[Key, tuple[str, Changes]]  # of a record: its number, what changes on it


class PreviewOutdated(Conflict):
    """What was shown is not what would happen by now."""

    code = "preview-outdated"


@dataclass
class PlannedLink:
    """A link that is being made: the network of the contact, the record, and the plan."""

    network: Network
    record: Record
    rules: Rules
    plan: Plan

    @property
    def contact(self) -> Record:
        """Return the contact that is linked (a person's company, where it acts for it)."""
        assert self.network.party.contact is not None
        return self.network.party.contact


def known_role(kind: object) -> str:
    """Return the role if there is such a kind; raise Invalid."""
    if kind not in LINKED_KINDS:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(LINKED_KINDS)}
        raise Invalid([FieldError("role", "choice", message)])
    return str(kind)


def visible_writes(plan: Plan, actor: Actor) -> list[tuple[Write, dict[str, tuple[Value, Value]]]]:
    """Return a plan's writes on records that the actor may see: {field: (old, new)}."""
    return [
        (write, {name: (to.old, to.new) for name, to in write.fields.items()})
        for write in plan.writes
        if actor.may_read(write.record.key.kind)
    ]


def add_changes(found: Elsewhere, key: Key, no: str, fields: Changes) -> None:
    """Keep what changes on a record: from what it had first to what it has last."""
    _no, known = found.setdefault(key, (no, {}))
    for name, (old, new) in fields.items():
        known[name] = (known[name][0] if name in known else old, new)


def fields_that_lock(planned: PlannedLink) -> dict[str, list[str]]:
    """Return the fields that the link locks on the contact and on the record (semantics.md, 1)."""
    party = Party(planned.contact, (*planned.network.party.records, planned.record))
    locked: dict[str, list[str]] = {"contact": [], "other": []}
    for name in shared_names(planned.record.key.kind):
        beginners = planned.rules.who_may_begin(party, name)
        tied = planned.rules.tied(party, name)
        for side, record in (("contact", planned.contact), ("other", planned.record)):
            if record in tied and record not in beginners:
                locked[side].append(name)
    return locked


@dataclass
class Creation:
    """A record that is about to come into being: its values, the plan for the contact's side, the
    template's series.
    """

    contact: Record
    values: dict[str, Value]
    plan: Plan
    type: str
    no: str = ""
    series: str | None = None
    causes: dict[str, str] = field(default_factory=dict)
    warnings: list[FieldError] = field(default_factory=list)


@dataclass
class Merge:
    """A merge that is being made: the contact that stays, the one that goes, what is written, what
    moves.
    """

    network: Network
    gone: Network
    plan: Plan
    moves: dict[str, int] = field(default_factory=dict)

    @property
    def into(self) -> Record:
        """Return the contact that stays."""
        assert self.network.party.contact is not None
        return self.network.party.contact

    @property
    def other(self) -> Record:
        """Return the contact that goes."""
        assert self.gone.party.contact is not None
        return self.gone.party.contact
