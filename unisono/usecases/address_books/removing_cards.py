"""A phone deletes a card, or moves it to another book."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Rows
from unisono.common.clock import clock
from unisono.common.errors import NotAllowed, NotFound, PreconditionFailed, Refused
from unisono.contacts.models import Contact
from unisono.copies.holding import hold
from unisono.copies.membership import set_gone, touch
from unisono.copies.models import HIDDEN, KEPT, REFUSED, BookEntry
from unisono.copies.shown import Groups, base_of_tag, shown, tag_of
from unisono.setup.queries import setup_now
from unisono.usecases.address_books.books import STARRED, BookShown, book_named, locked_book
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
    if match not in ("", "*"):
        _refuse_foreign_tag(contact_id, match)
    way = setup_now().phone_deletion
    if book.name != STARRED and not _was_moved(book, contact_id):
        if way == "forbid":
            raise NotAllowed(_("Setup does not let phones delete contacts."))
        if way == "delete":
            _delete(contact_id, actor)
            return
    _leave(book, contact_id, actor)


def _there(book: BookShown, name: str) -> int:
    """Return the contact of a card that is in a book now; raise NotFound."""
    contact_id = id_of_name(book, name)
    if contact_id is None or not book.has(contact_id):
        raise NotFound(_("There is no such card in this book."))
    return contact_id


def _refuse_foreign_tag(contact_id: int, match: str) -> None:
    """Raise PreconditionFailed for a tag that was never this card's."""
    card, base = shown([contact_id])[contact_id], base_of_tag(match.strip())
    if match.strip() == tag_of(card, Groups()):
        return
    if base is None or base[0] > card.version or base[1] > card.revision:
        raise PreconditionFailed(_("The card is not as you have it: fetch it first."))


def _was_moved(book: BookShown, contact_id: int) -> bool:
    entries = BookEntry.objects.filter(
        user_id=book.actor.user_id or 0,
        contact_id=contact_id,
        state=KEPT,
        at__gt=clock() - _MOVED_WITHIN,
    )
    return entries.exclude(book=book.name).exists()


def _delete(contact_id: int, actor: Actor) -> None:
    """Delete the contact; what a rule refuses waits for a person, and the phone gets it again."""
    require_write(actor, "contact")
    no = Contact.objects.values_list("no", flat=True).get(pk=contact_id)
    try:
        with within():
            delete_contact(no, actor=actor)
    except Refused as refusal:
        hold(actor, REFUSED, contact_id, {}, refusal.message)
        touch(contact_id)


def _leave(book: BookShown, contact_id: int, actor: Actor) -> None:
    """Take a card out of a book for its person alone."""
    entries = BookEntry.objects.filter(
        user_id=actor.user_id or 0, book=book.name, contact_id=contact_id
    )
    entries.delete()
    if book.has(contact_id):
        entries.create(
            user_id=actor.user_id or 0,
            book=book.name,
            contact_id=contact_id,
            state=HIDDEN,
            at=clock(),
        )
    set_gone(locked_book(book.name, actor), contact_id, is_gone=True)


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
    own = Names(target).of([contact_id])[contact_id]
    put_into(target, contact_id, "" if own == to_name else to_name, actor)
    if book.name != target.name:
        _leave(book, contact_id, actor)
    return is_free


def put_into(book: BookShown, contact_id: int, alias: str, actor: Actor) -> None:
    """Keep a card in a book into which its person put it, `alias` being its name there where it
    is another than its own.
    """
    entries = BookEntry.objects.filter(
        user_id=actor.user_id or 0, book=book.name, contact_id=contact_id
    )
    entries.delete()
    if not book.has(contact_id) or alias:
        entries.create(
            user_id=actor.user_id or 0,
            book=book.name,
            contact_id=contact_id,
            state=KEPT,
            name=alias,
            at=clock(),
        )
    set_gone(locked_book(book.name, actor), contact_id, is_gone=False)


@writing
def set_star(no: str, starred: bool, *, actor: Actor) -> None:
    """Star a contact for oneself, or take the star off; raise NotFound."""
    book = book_named(STARRED, actor)
    contact_id = Contact.objects.filter(no=no).values_list("pk", flat=True).first()
    if contact_id is None:
        raise NotFound(_("There is no contact %(no)s.") % {"no": no})
    if starred and not book.has(contact_id):
        put_into(book, contact_id, "", actor)
    elif not starred and book.has(contact_id):
        _leave(book, contact_id, actor)


def with_star(rows: Rows, reader: Actor | None) -> Rows:
    """Return contacts with `is_starred`: whether the reader starred them."""
    user_id = reader.user_id or 0 if reader else 0
    entries = BookEntry.objects.filter(user_id=user_id, book=STARRED, state=KEPT)
    starred: Rows = rows.annotate(is_starred=Exists(entries.filter(contact_id=OuterRef("pk"))))
    return starred
