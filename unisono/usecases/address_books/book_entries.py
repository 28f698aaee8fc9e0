"""What a person does to books of theirs: cards kept in them and hidden from them, the star."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Rows
from unisono.common.clock import clock
from unisono.common.errors import NotAllowed, NotFound
from unisono.contacts.models import Contact
from unisono.copies.membership import set_gone
from unisono.copies.models import HIDDEN, KEPT, BookEntry
from unisono.usecases.address_books.books import (
    STARRED,
    BookShown,
    book_named,
    books_of,
    locked_book,
)
from unisono.usecases.transaction import writing

_MOST_HIDDEN = 100


def leave(book: BookShown, contact_id: int, actor: Actor) -> None:
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
        leave(book, contact_id, actor)
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
