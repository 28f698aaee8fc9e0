"""The addresses below /carddav/, and what each is of."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from unisono.access.roles import Actor
from unisono.common.errors import NotAllowed, NotFound
from unisono.common.paths import SLASH
from unisono.usecases.address_books.books import BookShown, books_of

ROOT, PRINCIPALS, PRINCIPAL, HOMES, HOME, BOOK, CARD = (
    "root principals principal homes home book card".split()
)
_PREFIX = "/carddav/"
_LONGEST_NAME = 255  # of a card, as long as its column


@dataclass(frozen=True)
class Place:
    """An address: what `sort` of thing is there, and of which book and card."""

    sort: str
    book: BookShown | None = None
    name: str = ""

    @property
    def is_collection(self) -> bool:
        """Tell whether other addresses are below it."""
        return self.sort != CARD


def place_at(path: str, actor: Actor) -> Place:
    """Return what is at a path, as it was sent but decoded; raise NotFound, and NotAllowed for what
    is another person's.
    """
    parts = path.removeprefix(_PREFIX).split("/")
    parts = parts[:-1] if parts[-1] == "" else parts
    is_crooked = any(part in ("", ".", "..") for part in parts)
    # Of all names, only that of a user may have a slash in it.
    if is_crooked or len(parts) > 4 or SLASH in "".join((*parts[:1], *parts[2:])):
        raise NotFound("There is nothing at this address.")
    if not parts:
        return Place(ROOT)
    if parts[0] not in ("principals", "books"):
        raise NotFound("There is nothing at this address.")
    if len(parts) == 1:
        return Place(PRINCIPALS if parts[0] == "principals" else HOMES)
    if parts[1].replace(SLASH, "/") != actor.name:
        raise NotAllowed("These books are another person's.")
    if parts[0] == "principals":
        if len(parts) > 2:
            raise NotFound("There is nothing at this address.")
        return Place(PRINCIPAL)
    return _in_home(parts[2:], path, actor)


def _in_home(parts: list[str], path: str, actor: Actor) -> Place:
    if not parts:
        return Place(HOME)
    book = books_of(actor).get(parts[0])
    if book is None:
        raise NotFound("There is no such book.")
    if len(parts) == 1:
        return Place(BOOK, book)
    if path.endswith("/") or len(parts[1]) > _LONGEST_NAME:
        raise NotFound("There is no such card in this book.")
    return Place(CARD, book, parts[1])


def address_of(sort: str, actor: Actor, book: str = "", name: str = "") -> str:
    """Return the address of something, encoded; that of a collection ends with a slash."""
    user = quote(actor.name, safe="@")
    base = {
        ROOT: _PREFIX,
        PRINCIPALS: f"{_PREFIX}principals/",
        PRINCIPAL: f"{_PREFIX}principals/{user}/",
        HOMES: f"{_PREFIX}books/",
        HOME: f"{_PREFIX}books/{user}/",
    }
    return base.get(sort) or f"{_PREFIX}books/{user}/{book}/{quote(name, safe='@')}"


def card_address(book: BookShown, name: str) -> str:
    """Return the address of a card of a book."""
    return address_of(CARD, book.actor, book.name, name)


def path_of(href: str) -> str:
    """Return the path that an address in a body or header means, whole or absolute; "" for one of
    elsewhere.
    """
    segments = urlsplit(href.strip()).path.split("/")
    found = "/".join(unquote(segment).replace("/", SLASH) for segment in segments)
    return found if found.startswith(_PREFIX) else ""
