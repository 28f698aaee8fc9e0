"""What came from one's phones and waits for one's word: both values, and why."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.errors import NotAllowed, NotFound
from unisono.common.outcome import Outcome
from unisono.contacts.models import Contact
from unisono.copies.models import ALIKE, HeldChange
from unisono.copies.shown import GROUPS, Shown, shown
from unisono.copies.told_values import COMPANY
from unisono.usecases.address_books.card_edits import as_sent
from unisono.usecases.records.changing import change_record
from unisono.usecases.transaction import within, writing

_MOST = 50  # that are shown at a time


@dataclass(frozen=True)
class Waiting:
    """A held change with the contact that it is about, as it is now: its number, name and version,
    and today's values of the fields.
    """

    held: HeldChange
    no: str
    name: str
    version: int
    today: Content


def held_changes(actor: Actor) -> list[Waiting]:
    """Return what waits for somebody, the oldest first; of contacts that are no more, nothing,
    until undoing brings them back.
    """
    there = Contact.objects.filter(pk=OuterRef("contact_id"))
    found = HeldChange.objects.filter(Exists(there), user_id=actor.user_id or 0)
    rows = list(found.order_by("pk")[:_MOST])
    cards = shown({row.contact_id for row in rows})
    return [
        Waiting(row, card.no, card.values["name"], card.version, _today(row, card))
        for row in rows
        if (card := cards.get(row.contact_id))
    ]


def _today(held: HeldChange, card: Shown) -> Content:
    besides = {COMPANY: card.company_no, "type": card.type, GROUPS: list(card.groups)}
    known = {**card.values, **besides}
    return {name: known.get(name, "") for name in held.fields if held.sort != ALIKE}


@writing
def settle(key: int, take: bool, expected: int | None = None, *, actor: Actor) -> Outcome | None:
    """Take what a phone sent, or leave the contact as it is; in both cases nothing waits any more.
    `expected` is the version that the person saw.

    Raises NotFound, and what changing the contact raises: then it goes on waiting.
    """
    # Held, so that two tabs do not settle it in two ways.
    held = HeldChange.objects.select_for_update().filter(pk=key, user_id=actor.user_id or 0).first()
    if held is None:
        raise NotFound(_("This does not wait any more."))
    if take and not can_be_taken(held):
        raise NotAllowed(_("This cannot be stored as it came."))
    outcome = None
    values: Content = {} if held.sort == ALIKE else {n: new for n, (_o, new) in held.fields.items()}
    if take:
        no = Contact.objects.values_list("no", flat=True).filter(pk=held.contact_id).first()
        if no is None:
            raise NotFound(_("There is no such contact any more."))
        by_phone = actor.by_way_of(held.channel, held.source)
        with within():
            outcome = change_record(
                "contact", no, as_sent(values), actor=by_phone, expected=expected
            )
    held.delete()
    return outcome


def can_be_taken(held: HeldChange) -> bool:
    """Tell whether what waits can be stored."""
    return held.sort != ALIKE and bool(held.fields) and held.can_take
