"""A phone deletes a card, or moves it to another book."""

from datetime import timedelta

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.clock import clock
from unisono.common.errors import NotAllowed, NotFound, PreconditionFailed, Refused
from unisono.contacts.models import Contact
from unisono.copies.holding import hold
from unisono.copies.membership import touch
from unisono.copies.models import KEPT, REFUSED, BookEntry
from unisono.copies.shown import shown
from unisono.copies.tags import base_of
from unisono.setup.queries import setup_now
from unisono.usecases.address_books.book_entries import leave, put_into
from unisono.usecases.address_books.books import (
    STARRED,
    BookShown,
    book_named,
)
from unisono.usecases.address_books.reading_cards import Names, id_of_name
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.transaction import within, writing

# A card that was put into another book so shortly before is moved, not deleted: programs that know
# no MOVE write it there and delete it here.
_MOVED_WITHIN = timedelta(minutes=15)


@writing
def delete_card(book_name: str, name: str, match: str = "", *, actor: Actor) -> None:
    """Take a card out of a book as setup says: nobody may, it is hidden from that book, or the
    contact is deleted. A star is taken off, and a moved card is moved, whatever setup says.

    `match` is the tag that the phone has. Raises NotFound, NotAllowed, PreconditionFailed.
    """
    book = book_named(book_name, actor)
    contact_id = _there(book, name)
    is_old = match not in ("", "*") and _is_old_tag(contact_id, match)
    way = setup_now().phone_deletion
    if book.name != STARRED and not _was_moved(book, contact_id):
        require_write(actor, "contact")
        if way == "forbid":
            raise NotAllowed(_("Setup does not let phones delete contacts."))
        if way == "delete":
            _delete(contact_id, is_old, actor)
            return
    leave(book, contact_id, actor)


def _there(book: BookShown, name: str) -> int:
    """Return the contact of a card that is in a book now; raise NotFound."""
    contact_id = id_of_name(book, name)
    if contact_id is None or not book.has(contact_id):
        raise NotFound(_("There is no such card in this book."))
    return contact_id


def _is_old_tag(contact_id: int, match: str) -> bool:
    """Tell whether a tag is of before now; raise PreconditionFailed for one that was never this
    card's.
    """
    card = shown([contact_id])[contact_id]
    return base_of(match, card) != (card.version, card.revision)


def _was_moved(book: BookShown, contact_id: int) -> bool:
    """Tell whether the same device put the card into another book shortly before."""
    entries = BookEntry.objects.filter(
        user_id=book.actor.user_id or 0,
        contact_id=contact_id,
        state=KEPT,
        device=book.actor.source or "-",
        at__gt=clock() - _MOVED_WITHIN,
    )
    return entries.exclude(book=book.name).exists()


def _delete(contact_id: int, is_old: bool, actor: Actor) -> None:
    """Delete the contact; what a rule refuses, or was changed since the phone had it, waits for a
    person, and the phone gets it again.
    """
    no = Contact.objects.values_list("no", flat=True).get(pk=contact_id)
    reason = _("It was deleted on the phone, and changed here meanwhile.") if is_old else ""
    try:
        if not reason:
            with within():
                delete_contact(no, actor=actor)
    except Refused as refusal:
        reason = refusal.message
    if reason:
        hold(actor, REFUSED, contact_id, {}, reason)
        touch(contact_id)


@writing
def move_card(
    from_book: str, name: str, to_book: str, to_name: str, overwrite: bool, *, actor: Actor
) -> bool:
    """Move a card to another book of its person, under a name there; tell whether that was free.

    Raises NotFound, PreconditionFailed where the name is taken and nothing may be written over.
    """
    book, target = book_named(from_book, actor), book_named(to_book, actor)
    contact_id = _there(book, name)
    taken = id_of_name(target, to_name)
    is_free = taken is None or not target.has(taken)
    if (not is_free and not overwrite) or (not is_free and taken != contact_id):
        raise PreconditionFailed(_("There is a card of this name."))
    require_write(actor, "contact")
    own = Names(target).of([contact_id])[contact_id]
    put_into(target, contact_id, "" if own == to_name else to_name, actor)
    if book.name != target.name:
        leave(book, contact_id, actor)
    return is_free
