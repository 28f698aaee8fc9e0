"""What a card is tied to: tiles with their state, field by field differences, locks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.access.roles import Actor
from unisono.cards.fields import SYNCHRONISED_RULES, shared_fields
from unisono.cards.models import value_of
from unisono.common.borders import Stored
from unisono.common.kinds import Key, Kind, is_contact
from unisono.links.alike import called_different
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.naming import named_by
from unisono.links.queries import link_of_record, links_of_contact
from unisono.links.rules import setup_with_rules
from unisono.links.values import Party, Record, Rules
from unisono.setup.models import Setup
from unisono.web import paths


@dataclass(frozen=True)
class Difference:
    """A shared field of a contact and a record: both values, the rule, and whether a person would
    call the two different.
    """

    name: str
    contact: Stored
    other: Stored
    rule: str
    differs: bool


@dataclass(frozen=True)
class Tile:
    """A record that the card is tied to, and how it stands."""

    kind: Kind
    no: str
    name: str
    url: str
    badge: str
    sort: str
    contact_no: str = ""
    role: Kind = ""
    record_no: str = ""
    state: str = ""
    primary: str = ""
    glows: bool = False


@dataclass
class CardLinks:
    """The contact that a card hangs on (for a contact: itself, or its company), its links and the
    rules.
    """

    contact: Stored
    links: list[Link]
    rules: Rules
    own: Record
    setup: Setup
    party: Party = field(init=False)

    def __post_init__(self) -> None:
        active = [link for link in self.links if link.state == "active"]
        records = tuple(as_record(link.role, getattr(link, link.role)) for link in active)
        self.party = Party(as_record("contact", self.contact) if self.contact else None, records)

    def locks(self, actor: Actor) -> dict[str, str]:
        """Return the fields that cannot be changed on the card, each with who leads it [3.3]."""
        locks: dict[str, str] = {}
        for shared in shared_fields(self.own.key.kind):
            tied = self.rules.tied(self.party, shared.name)
            beginners = self.rules.who_may_begin(self.party, shared.name)
            keys = {record.key for record in beginners}
            if self.own.key in {record.key for record in tied} and self.own.key not in keys:
                leader = beginners[0] if beginners else self.party.contact
                assert leader is not None
                locks[shared.name] = _lock(leader, actor)
        return locks


def _lock(leader: Record, actor: Actor) -> str:
    shown = (
        named_by(leader.key.kind, leader.no)
        if actor.may_read(leader.key.kind)
        else _("another record")
    )
    return _("Led by %(record)s; change it there.") % {"record": shown}


def as_record(kind: Kind, row: Stored) -> Record:
    """Return a stored row as the planner knows records: its shared values."""
    values = {each.name: value_of(row, each) for each in KINDS[kind].shared}
    return Record(Key(kind, row.pk), row.no, row.version, values)


def links_of(kind: Kind, row: Stored) -> CardLinks:
    """Return what a record is tied to, with a fixed number of statements."""
    if is_contact(kind):
        contact = row.company or row
    else:
        own = link_of_record(kind, row.pk)
        contact = own.contact if own else None
    links = links_of_contact(contact.pk) if contact else []
    setup, rules = setup_with_rules()
    return CardLinks(contact, links, rules, as_record(kind, row), setup)


def differences(contact: Record, record: Record, rules: Rules) -> list[Difference]:
    """Return the shared fields of a contact and a record, those that differ first."""
    kind = record.key.kind
    rows = [
        Difference(
            each.name,
            contact.values[each.name],
            record.values[each.name],
            rules.of(kind, each.name),
            called_different(each, contact.values, record.values),
        )
        for each in shared_fields(kind)
    ]
    return sorted(rows, key=lambda row: not row.differs)


def tiles(card_links: CardLinks, actor: Actor, glowing: Sequence[Key] = ()) -> list[Tile]:
    """Return a tile for each other record that the card is tied to, as far as the actor may see it
    [10.3].
    """
    if card_links.contact is None:
        return []
    contact, found = as_record("contact", card_links.contact), []
    if card_links.own.key != contact.key:
        found.append(_contact_tile(card_links, contact, glowing))
    for link in card_links.links:
        record = as_record(link.role, getattr(link, link.role))
        if record.key != card_links.own.key and actor.may_read(link.role):
            found.append(_tile(link, contact, record, card_links.rules, glowing))
    return found


def _contact_tile(card_links: CardLinks, contact: Record, glowing: Sequence[Key]) -> Tile:
    """Return the contact's tile: on a role's card with the state of the link, on a person's card as
    its company.
    """
    url, name = paths.card_url("contact", contact.no), str(contact.values["name"])
    own = next(
        (
            link
            for link in card_links.links
            if getattr(link, f"{link.role}_id") == card_links.own.key.id
            and link.role == card_links.own.key.kind
        ),
        None,
    )
    if own is None:
        return Tile(
            "contact", contact.no, name, url, _("company"), "company", glows=contact.key in glowing
        )
    badge, sort = _badge(own.state, differences(contact, card_links.own, card_links.rules))
    primary = own.primary.name if own.primary else ""
    return Tile(
        "contact",
        contact.no,
        name,
        url,
        badge,
        sort,
        contact.no,
        own.role,
        card_links.own.no,
        own.state,
        primary,
        contact.key in glowing,
    )


def _tile(
    link: Link, contact: Record, record: Record, rules: Rules, glowing: Sequence[Key]
) -> Tile:
    badge, sort = _badge(link.state, differences(contact, record, rules))
    return Tile(
        link.role,
        record.no,
        str(record.values["name"]),
        paths.card_url(link.role, record.no),
        badge,
        sort,
        contact.no,
        link.role,
        record.no,
        link.state,
        link.primary.name if link.primary else "",
        record.key in glowing,
    )


def _badge(state: str, rows: Sequence[Difference]) -> tuple[str, str]:
    """Return what a tile says of the two records: in sync, paused, so many fields differ, drift
    [P2].
    """
    unlike = [row for row in rows if row.differs]
    if state == "paused":
        return _("paused"), "paused"
    if any(row.rule in SYNCHRONISED_RULES for row in unlike):
        return _("drift"), "drift"
    if unlike:
        text = ngettext("%(count)s field differs", "%(count)s fields differ", len(unlike))
        return text % {"count": len(unlike)}, "differs"
    return _("in sync"), "sync"
