"""What came from one's phones and waits for one's word: both values, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.errors import NotFound
from unisono.common.outcome import Outcome
from unisono.contacts.models import Contact
from unisono.copies.models import CLASH, REFUSED, HeldChange
from unisono.copies.told_values import COMPANY
from unisono.usecases.records.changing import change_record
from unisono.usecases.transaction import within, writing

_MOST = 50  # that are shown at a time


@dataclass(frozen=True)
class Waiting:
    """A held change with the contact that it is about, as it is now."""

    held: HeldChange
    no: str
    name: str


def held_changes(actor: Actor) -> list[Waiting]:
    """Return what waits for somebody, the oldest first; of contacts that are no more, nothing."""
    rows = list(HeldChange.objects.filter(user_id=actor.user_id or 0).order_by("pk")[:_MOST])
    ids = {row.contact_id for row in rows}
    named = {
        id_: (no, name)
        for id_, no, name in Contact.objects.filter(pk__in=ids).values_list("pk", "no", "name")
    }
    return [Waiting(row, *named[row.contact_id]) for row in rows if row.contact_id in named]


@writing
def settle(key: int, take: bool, *, actor: Actor) -> Outcome | None:
    """Take what a phone sent, or leave the contact as it is; in both cases nothing waits any more.

    Raises NotFound, and what changing the contact raises: then it goes on waiting.
    """
    # Held, so that two tabs do not settle it in two ways.
    held = HeldChange.objects.select_for_update().filter(pk=key, user_id=actor.user_id or 0).first()
    if held is None:
        raise NotFound(_("This does not wait any more."))
    outcome = None
    values: Content = {name: new for name, (_old, new) in held.fields.items()}
    if take and held.sort in (CLASH, REFUSED) and values:
        no = Contact.objects.values_list("no", flat=True).filter(pk=held.contact_id).first()
        if no is None:
            raise NotFound(_("There is no such contact any more."))
        with within():
            by_phone = actor.by_way_of(held.channel, held.source)
            outcome = change_record("contact", no, values, actor=by_phone)
    held.delete()
    return outcome


def can_be_taken(held: HeldChange) -> bool:
    """Tell whether what waits can be stored as it is: a company that nobody knows cannot."""
    return held.sort in (CLASH, REFUSED) and bool(held.fields) and COMPANY not in held.fields
