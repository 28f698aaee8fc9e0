"""The books that a person has on phones: whose contacts are in each, and as far as they were
brought along.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.access.models import SavedView
from unisono.access.roles import Actor, require_read
from unisono.common.borders import Rows
from unisono.common.clock import clock
from unisono.common.errors import Invalid, NotAllowed, NotFound
from unisono.contacts.models import Contact
from unisono.copies.membership import End, bring_along, end_of_feed, is_current
from unisono.copies.models import HIDDEN, KEPT, Book, BookEntry, Member
from unisono.links.models import Link
from unisono.setup.queries import setup_now
from unisono.usecases.lists.lists import LISTS
from unisono.usecases.transaction import writing

MINE, STARRED, CUSTOMERS, VENDORS, ALL = "mine", "starred", "customers", "vendors", "all"
_VIEW = "view-"
_MOST_PROPERTIES = 50_000  # characters of what clients set on a book


@dataclass(frozen=True)
class BookShown:
    """A book: its `name` in addresses, its `title`, the contacts that it holds by rule, the digest
    of that rule; `day` is today where the rule may mean others tomorrow.
    """

    name: str
    title: str
    held: Callable[[], Rows]
    definition: str
    day: date | None
    actor: Actor

    def rows(self, among: Collection[int] | None = None) -> Rows:
        """Return the contacts that are in the book, of all or `among` some: by its rule or kept in
        it, and not hidden; of those who are blocked for their privacy, none.
        """
        entries = BookEntry.objects.filter(user_id=self.actor.user_id or 0, book=self.name)
        kept, hidden = (entries.filter(state=s).values("contact_id") for s in (KEPT, HIDDEN))
        try:
            held = self.held().order_by()
        except Invalid:  # a saved view that asks for what is no more: nobody is in it by rule
            held = Contact.objects.none()
        rows = Contact.objects.filter(privacy_blocked=False)
        if among is not None:
            # Within, too: else a database looks through the whole book for each of some cards.
            held, rows = held.filter(pk__in=among), rows.filter(pk__in=among)
        inside = Q(pk__in=held.values("pk")) | Q(pk__in=kept)
        return rows.filter(inside).exclude(pk__in=hidden)

    def has(self, contact_id: int) -> bool:
        """Tell whether a contact is in the book now."""
        return self.rows([contact_id]).exists()


def books_of(actor: Actor) -> dict[str, BookShown]:
    """Return the books of a person by their names; raise NotAllowed for who sees no contacts."""
    require_read(actor, "contact")
    code = actor.salesperson_code
    found = [
        _book(MINE, _("My contacts"), lambda: _of_salesperson(code), actor, code),
        _book(STARRED, _("Starred"), Contact.objects.none, actor),
    ]
    views = SavedView.objects.filter(user_id=actor.user_id or 0, kind="contact", on_phones=True)
    found += [_view_book(view, actor) for view in views.order_by("name")]
    for kind, name, title in (
        ("customer", CUSTOMERS, _("Customers")),
        ("vendor", VENDORS, _("Vendors")),
    ):
        if actor.may_read(kind):
            found.append(_book(name, title, _linked_as(kind), actor))
    if setup_now().phone_all_contacts:
        found.append(_book(ALL, _("All contacts"), Contact.objects.all, actor))
    return {each.name: each for each in found}


def _book(
    name: str,
    title: str,
    held: Callable[[], Rows],
    actor: Actor,
    rule: str = "",
    day: date | None = None,
) -> BookShown:
    definition = hashlib.sha256(f"{name}\0{actor.role}\0{rule}".encode()).hexdigest()
    return BookShown(name, title, held, definition, day, actor)


def _of_salesperson(code: str) -> Rows:
    return Contact.objects.filter(salesperson_code__code=code) if code else Contact.objects.none()


def _linked_as(kind: str) -> Callable[[], Rows]:
    """Return the contacts that customers or vendors are linked with, and the people of those
    companies: whom one calls there.
    """

    def held() -> Rows:
        linked = Link.objects.filter(role=kind).values("contact_id")
        return Contact.objects.filter(Q(pk__in=linked) | Q(company_id__in=linked))

    return held


def _view_book(view: SavedView, actor: Actor) -> BookShown:
    # A blank filter is one, too: those without an e-mail.
    query = dict(parse_qsl(view.query, keep_blank_values=True))

    def held() -> Rows:
        return LISTS["contact"].selected(query, actor)

    # What a view finds by words or by periods depends on more than the feed says.
    return _book(f"{_VIEW}{view.pk}", view.name, held, actor, view.query, clock().date())


def stored_books(actor: Actor) -> dict[str, Book]:
    """Return a person's books as they are stored, by name."""
    return {book.name: book for book in Book.objects.filter(user_id=actor.user_id or 0)}


def current_books(books: dict[str, BookShown], *, actor: Actor) -> dict[str, Book]:
    """Return books as they are stored, brought along to now; a poll with nothing new reads only."""
    end, stored = end_of_feed(), stored_books(actor)
    late = [
        book
        for name, book in books.items()
        if name not in stored or not is_current(stored[name], book.definition, end, book.day)
    ]
    if late:
        stored |= _brought_along(late, end, actor=actor)
    return {name: stored[name] for name in books}


@writing
def _brought_along(late: list[BookShown], end: End, *, actor: Actor) -> dict[str, Book]:
    found = {}
    books = {book.name: book for book in locked_books([each.name for each in late], actor)}
    for shown in late:
        book = books[shown.name]
        if not is_current(book, shown.definition, end, shown.day):
            bring_along(book, shown.rows(), shown.definition, end, shown.day)
        found[shown.name] = book
    return found


def locked_book(name: str, actor: Actor, contact_id: int = 0) -> Book:
    """Return a book as it is stored, held until the transaction ends; with it are held, by the
    order of their keys, all books that have a contact.
    """
    own = Book.objects.get_or_create(user_id=actor.user_id or 0, name=name)[0]
    others = Member.objects.filter(contact_id=contact_id).values("book_id")
    # Revisions of a book are given one by one.
    rows = Book.objects.select_for_update().filter(Q(pk=own.pk) | Q(pk__in=others))
    return next(book for book in rows.order_by("pk") if book.pk == own.pk)


def locked_books(names: Collection[str], actor: Actor) -> list[Book]:
    """Return books of a person as they are stored, held until the transaction ends."""
    for name in names:
        Book.objects.get_or_create(user_id=actor.user_id or 0, name=name)
    # By their keys, as everybody who holds several.
    rows = Book.objects.select_for_update().filter(user_id=actor.user_id or 0, name__in=names)
    return list(rows.order_by("pk"))


def book_named(name: str, actor: Actor) -> BookShown:
    """Return a book of a person; raise NotFound."""
    found = books_of(actor).get(name)
    if found is None:
        raise NotFound(_("There is no such book."))
    return found


@writing
def set_properties(name: str, changed: dict[str, str | None], *, actor: Actor) -> None:
    """Keep properties that a client sets on a book (XML by name), or take them away (None)."""
    book = locked_book(name, actor)
    kept = {**book.properties, **changed}
    book.properties = {each: text for each, text in kept.items() if text is not None}
    if sum(len(each) + len(text) for each, text in book.properties.items()) > _MOST_PROPERTIES:
        raise NotAllowed(_("A book keeps no more properties of clients."))
    book.save(update_fields=["properties"])
