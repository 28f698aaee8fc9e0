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
from unisono.copies.shown import base_of_tag, shown
from unisono.setup.queries import setup_now
from unisono.usecases.address_books.books import (
    STARRED,
    BookShown,
    book_named,
    books_of,
    locked_book,
)
from unisono.usecases.address_books.reading_cards import Names, id_of_name
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.transaction import within, writing

# A card that was put into another book so shortly before is moved, not deleted: programs that know
# no MOVE write it there and delete it here.
_MOVED_WITHIN = timedelta(minutes=15)
_MOST_HIDDEN = 100


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
    _leave(book, contact_id, actor)


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
    card, base = shown([contact_id])[contact_id], base_of_tag(match.strip())
    if base is None or base[0] > card.version or base[1] > card.revision:
        raise PreconditionFailed(_("The card is not as you have it: fetch it first."))
    return base != (card.version, card.revision)


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


def _leave(book: BookShown, contact_id: int, actor: Actor) -> None:
    """Take a card out of a book for its person alone. The name that it had there stays known:
    phones that have it are told by that.
    """
    entries = BookEntry.objects.filter(
        user_id=actor.user_id or 0, book=book.name, contact_id=contact_id
    )
    alias = entries.values_list("name", flat=True).first() or ""
    entries.delete()
    if alias or book.has(contact_id):
        _enter(book, contact_id, HIDDEN, alias, actor)
    set_gone(locked_book(book.name, actor, contact_id), contact_id, is_gone=True)


def _enter(book: BookShown, contact_id: int, state: str, alias: str, actor: Actor) -> None:
    BookEntry.objects.create(
        user_id=actor.user_id or 0,
        book=book.name,
        contact_id=contact_id,
        state=state,
        name=alias,
        device=actor.source,
        at=clock(),
    )


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
        _leave(book, contact_id, actor)
    return is_free


def put_into(book: BookShown, contact_id: int, alias: str, actor: Actor) -> None:
    """Keep a card in a book into which its person put it, `alias` being its name there where it
    is another than its own; the one that it had before holds on.
    """
    entries = BookEntry.objects.filter(
        user_id=actor.user_id or 0, book=book.name, contact_id=contact_id
    )
    alias = alias or entries.values_list("name", flat=True).first() or ""
    entries.delete()
    if alias or not book.has(contact_id):
        _enter(book, contact_id, KEPT, alias, actor)
    is_gone = not book.has(contact_id)
    set_gone(locked_book(book.name, actor, contact_id), contact_id, is_gone)


@writing
def set_star(no: str, starred: bool, *, actor: Actor) -> None:
    """Star a contact for oneself, or take the star off. Raises NotFound, and NotAllowed for one
    that is blocked for its privacy.
    """
    book = book_named(STARRED, actor)
    found = Contact.objects.filter(no=no).values_list("pk", "privacy_blocked").first()
    if found is None:
        raise NotFound(_("There is no contact %(no)s.") % {"no": no})
    contact_id, is_blocked = found
    if not starred:
        _leave(book, contact_id, actor)
    elif is_blocked:
        raise NotAllowed(_("This contact is blocked for its privacy."))
    elif not book.has(contact_id):
        put_into(book, contact_id, "", actor)


@writing
def show_again(key: int, *, actor: Actor) -> None:
    """Let a card be in a book again from which its person hid it; raise NotFound."""
    hidden = BookEntry.objects.filter(pk=key, user_id=actor.user_id or 0, state=HIDDEN)
    entry = hidden.first()
    if entry is None:
        raise NotFound(_("This is not hidden any more."))
    entry.delete()
    book = books_of(actor).get(entry.book)
    if book is not None:
        is_gone = not book.has(entry.contact_id)
        set_gone(locked_book(book.name, actor, entry.contact_id), entry.contact_id, is_gone)


def hidden_cards(actor: Actor) -> list[tuple[int, str, str, str]]:
    """Return what somebody hid from books of theirs that hold it: (key, title of the book, number,
    name), at most a hundred.
    """
    books = books_of(actor)
    entries = BookEntry.objects.filter(user_id=actor.user_id or 0, state=HIDDEN).exclude(
        book=STARRED
    )
    found = list(entries.order_by("-at")[:_MOST_HIDDEN])
    ids = [entry.contact_id for entry in found]
    contacts = Contact.objects.filter(pk__in=ids, privacy_blocked=False)
    named = {id_: (no, name) for id_, no, name in contacts.values_list("pk", "no", "name")}
    return [
        (entry.pk, books[entry.book].title, *named[entry.contact_id])
        for entry in found
        if entry.contact_id in named and entry.book in books
    ]


def with_star(rows: Rows, reader: Actor | None) -> Rows:
    """Return contacts with `is_starred`: whether the reader starred them."""
    user_id = reader.user_id or 0 if reader else 0
    entries = BookEntry.objects.filter(user_id=user_id, book=STARRED, state=KEPT)
    starred: Rows = rows.annotate(is_starred=Exists(entries.filter(contact_id=OuterRef("pk"))))
    return starred
