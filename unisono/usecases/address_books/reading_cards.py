"""Cards of a book, as phones fetch them."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from unisono.common.errors import NotFound
from unisono.copies.card_lines import body_of
from unisono.copies.card_names import ids_of_names, names_of
from unisono.copies.groups import Groups
from unisono.copies.models import Book, BookEntry, Member
from unisono.copies.shown import Shown, shown
from unisono.copies.tags import Tags
from unisono.usecases.address_books.books import BookShown

# Cards that are read at a time: what a sync of a hundred thousand keeps in memory.
CHUNK = 500


class CardShown(NamedTuple):
    """A card of a book: its name there, its tag; `body` makes the vCard of a version."""

    name: str
    tag: str
    shown: Shown
    groups: Groups

    def body(self, version: str) -> bytes:
        """Return its vCard in a version."""
        return body_of(self.shown, version, self.groups)


class Names:
    """The names that cards have in a book: their own, but for those that were moved into it."""

    def __init__(self, book: BookShown) -> None:
        entries = BookEntry.objects.filter(user_id=book.actor.user_id or 0, book=book.name)
        self.aliases = dict(entries.exclude(name="").values_list("contact_id", "name"))

    def of(self, ids: Collection[int]) -> dict[int, str]:
        """Return the names of these contacts' cards."""
        found = names_of(ids)
        return {id_: self.aliases.get(id_, name) for id_, name in found.items()}

    def ids(self, names: Collection[str]) -> dict[str, int]:
        """Return the contacts of these names; whether they are in the book is not looked at."""
        moved = {name: id_ for id_, name in self.aliases.items() if name in names}
        rest = ids_of_names([name for name in names if name not in moved])
        own = {name: id_ for name, id_ in rest.items() if id_ not in self.aliases}
        return {**own, **moved}


def id_of_name(book: BookShown, name: str) -> int | None:
    """Return the contact of a card's name in a book, be it there or gone; None for nobody."""
    return Names(book).ids([name]).get(name)


def card_named(book: BookShown, name: str) -> CardShown:
    """Return a card of a book; raise NotFound."""
    found = next(iter(cards_named(book, [name]).values()), None)
    if found is None:
        raise NotFound(_("There is no such card in this book."))
    return found


def cards_named(book: BookShown, names: Sequence[str]) -> dict[str, CardShown]:
    """Return the cards of these names that are in a book now."""
    ids = Names(book).ids(names)
    there = set(book.rows(list(ids.values())).values_list("pk", flat=True))
    cards, tags = shown(there), Tags(Groups())
    return {
        name: CardShown(name, tags.of(cards[id_]), cards[id_], tags.groups)
        for name, id_ in ids.items()
        if id_ in cards
    }


def all_cards(book: BookShown, stored: Book) -> Iterator[CardShown]:
    """Yield the cards of a book as it was brought along, some at a time; by the keys of contacts,
    so that none is missed that changes meanwhile.
    """
    members = Member.objects.filter(book=stored, is_gone=False)
    names, tags, last = None, None, 0
    while chunk := list(members.filter(contact_id__gt=last).order_by("contact_id")[:CHUNK]):
        names, tags = names or Names(book), tags or Tags(Groups())
        yield from (card for _name, card in _cards_of(book, chunk, names, tags) if card)
        last = chunk[-1].contact_id


def _cards_of(
    book: BookShown, members: Sequence[Member], names: Names, tags: Tags
) -> Iterator[tuple[str, CardShown | None]]:
    """Yield the name of each member and its card, None where it is not in the book by now: rights
    and blocks hold at once, though the feed may tell of them later.
    """
    ids = [member.contact_id for member in members]
    live = [member.contact_id for member in members if not member.is_gone]
    there = set(book.rows(live).values_list("pk", flat=True)) if live else set()
    cards, called = shown(there) if there else {}, names.of(ids)
    for id_ in ids:
        card, name = cards.get(id_), called[id_]
        yield name, CardShown(name, tags.of(card), card, tags.groups) if card else None


class Changed(NamedTuple):
    """A card that changed in a book: its name and the revision."""

    name: str
    revision: int


def changed_cards(
    book: BookShown, stored: Book, after: int, most: int | None = None
) -> Iterator[tuple[Changed, CardShown | None]]:
    """Yield what changed in a book after a revision, at most so many, in the order of revisions:
    the cards, None for what left. Whoever asks for all (0) is not told of what left.
    """
    members = Member.objects.filter(book=stored, revision__lte=stored.revision)
    members = members if after else members.filter(is_gone=False)
    names, tags, left = None, None, most
    while left is None or left > 0:
        size = CHUNK if left is None else min(CHUNK, left)
        chunk = list(members.filter(revision__gt=after).order_by("revision")[:size])
        if not chunk:
            return
        # Not before: a phone that asks in vain, as most do, costs little.
        names, tags = names or Names(book), tags or Tags(Groups())
        found = _cards_of(book, chunk, names, tags)
        for member, (name, card) in zip(chunk, found, strict=True):
            yield Changed(name, member.revision), card
        after = chunk[-1].revision
        left = None if left is None else left - len(chunk)
