"""The reports of a book: what changed since (RFC 6578), some cards, cards that match (RFC 6352
8).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # nosec B405 (the type alone)

from django.http import HttpRequest, HttpResponseBase

from unisono.carddav import dav_xml, places
from unisono.carddav.answers import Condition, multistatus, prefers
from unisono.carddav.dav_xml import card, dav, no_response, response, tag, text
from unisono.carddav.filters import UnknownFilter, matches, text_match
from unisono.carddav.places import Place, card_address, path_of
from unisono.carddav.properties import Asked, address, chosen, of_card, revision_of, token_of
from unisono.common.hostile import Malformed
from unisono.common.text import whole_number
from unisono.copies.models import Book
from unisono.exchange.card_versions import V3, V4
from unisono.exchange.content_lines import ContentLine, content_lines
from unisono.usecases.address_books.books import BookShown, current_books
from unisono.usecases.address_books.reading_cards import (
    CardShown,
    all_cards,
    cards_named,
    changed_cards,
)

_DATA = card("address-data")
_AT_A_TIME = 500  # cards of a multiget


@dataclass(frozen=True)
class Wanted:
    """What a report is to tell of each card: properties, and of its data the version and the names
    of lines (None: all); `is_brief` where what is missing is not told.
    """

    asked: Asked
    version: str = V3
    lines: frozenset[str] | None = None
    has_data: bool = False
    is_brief: bool = False

    def told(self, found: CardShown, book: BookShown) -> str:
        """Return what is told of a card."""
        properties = of_card(found, book.actor, self.asked)
        if self.has_data:
            properties[_DATA] = text(self._data(found).decode())
        there, missing = chosen(properties, self.asked)
        return response(card_address(book, found.name), there, () if self.is_brief else missing)

    def _data(self, found: CardShown) -> bytes:
        body = found.body(self.version)
        if self.lines is None:
            return body
        kept = (line.raw for line in lines_of(body) if line.name in {"VERSION", *self.lines})
        return b"".join((b"BEGIN:VCARD\r\n", *kept, b"END:VCARD\r\n"))


def lines_of(body: bytes) -> list[ContentLine]:
    """Return the lines of a card as it is served, without BEGIN and END."""
    return list(content_lines(body.splitlines(keepends=True)[1:-1]))


def wanted_of(request: HttpRequest, root: Element) -> Wanted:
    """Return what a report asks of each card; raise Condition for data of no kind that there is."""
    is_brief = prefers(request, "minimal")
    prop = root.find(dav("prop"))
    if prop is None:
        only_names = root.find(dav("propname")) is not None
        return Wanted(Asked(None, only_names), is_brief=is_brief)
    data = prop.find(_DATA)
    asked = Asked(tuple(each.tag for each in prop))
    if data is None:
        return Wanted(asked, is_brief=is_brief)
    version = data.get("version") or accepted_version(request)
    if data.get("content-type", "text/vcard") != "text/vcard" or version not in (V3, V4):
        raise Condition("supported-address-data")
    names = frozenset(each.get("name", "").upper() for each in data.findall(card("prop")))
    return Wanted(asked, version, names or None, True, is_brief)


def accepted_version(request: HttpRequest) -> str:
    """Return the version of vCard that a client accepts: 3.0 unless it names 4.0."""
    return V4 if "version=4.0" in request.headers.get("Accept", "").replace(" ", "") else V3


def report(request: HttpRequest, place: Place, root: Element | None) -> HttpResponseBase:
    """Answer a report."""
    if root is None:
        raise Malformed("The body names no report.")
    known: dict[str, Callable[[HttpRequest, Place, Element], HttpResponseBase]] = {
        dav("sync-collection"): _sync,
        card("addressbook-multiget"): _multiget,
        card("addressbook-query"): _query,
    }
    handler = known.get(root.tag)
    if handler is None or place.book is None:
        raise Condition("supported-report")
    return handler(request, place, root)


def stored_book(book: BookShown) -> Book:
    """Return a book as it is stored, brought along to now."""
    return current_books({book.name: book}, actor=book.actor)[book.name]


def _sync(request: HttpRequest, place: Place, root: Element) -> HttpResponseBase:
    assert place.book is not None
    if place.sort != places.BOOK:
        raise Condition("supported-report")
    if (root.findtext(dav("sync-level")) or "1").strip() != "1":
        raise Condition("sync-traversal-supported")
    wanted, stored = wanted_of(request, root), stored_book(place.book)
    token = (root.findtext(dav("sync-token")) or "").strip()
    after = revision_of(token, stored) if token else 0
    if after is None:
        raise Condition("valid-sync-token")
    most = limit_of(root, dav)
    return multistatus(_changes(place, place.book, stored, after, most, wanted))


def _changes(
    place: Place, book: BookShown, stored: Book, after: int, most: int | None, wanted: Wanted
) -> Iterator[str]:
    """Yield what changed after a revision, at most so many, and the token to go on from."""
    told, last = 0, after
    asked_for = None if most is None else most + 1
    for changed, found in changed_cards(book, stored, after, asked_for):
        if told == most:
            yield no_response(
                address(place, book.actor),
                dav_xml.TOO_MUCH,
                tag(dav("error"), tag(dav("number-of-matches-within-limits"))),
            )
            break
        if found is None:
            yield no_response(card_address(book, changed.name))
        else:
            yield wanted.told(found, book)
        told, last = told + 1, changed.revision
    else:
        last = stored.revision
    yield tag(dav("sync-token"), text(token_of(stored, last)))


def limit_of(root: Element, named: Callable[[str], str]) -> int | None:
    """Return how many answers a report asks for at most, None for all; raise Malformed."""
    limit = root.find(named("limit"))
    if limit is None:
        return None
    found = whole_number((limit.findtext(named("nresults")) or "").strip())
    if not found:
        raise Malformed("The limit is no number above 0.")
    return found


def _multiget(request: HttpRequest, place: Place, root: Element) -> HttpResponseBase:
    assert place.book is not None
    wanted = wanted_of(request, root)
    hrefs = [each.text or "" for each in root.findall(dav("href"))]
    return multistatus(_some(place.book, hrefs, wanted))


def _some(book: BookShown, hrefs: Sequence[str], wanted: Wanted) -> Iterator[str]:
    prefix = path_of(places.address_of(places.BOOK, book.actor, book.name))
    for start in range(0, len(hrefs), _AT_A_TIME):
        some = hrefs[start : start + _AT_A_TIME]
        names = {href: path_of(href).removeprefix(prefix) for href in some}
        found = cards_named(book, [name for name in names.values() if name and "/" not in name])
        for href, name in names.items():
            if name in found:
                yield wanted.told(found[name], book)
            else:
                yield no_response(href.strip())


def _query(request: HttpRequest, place: Place, root: Element) -> HttpResponseBase:
    assert place.book is not None
    wanted, most = wanted_of(request, root), limit_of(root, card)
    query = root.find(card("filter"))
    try:
        matches(query, [])  # says at once what no filter is
        _check(query)
    except UnknownFilter as unknown:
        raise Condition(unknown.condition) from unknown
    if place.sort == places.CARD:
        found = iter(cards_named(place.book, [place.name]).values())
    else:
        found = all_cards(place.book, stored_book(place.book))
    return multistatus(_matching(place, place.book, found, query, most, wanted))


def _check(query: Element | None) -> None:
    for each in query.iter(card("text-match")) if query is not None else ():
        text_match(each)


def _matching(
    place: Place,
    book: BookShown,
    cards: Iterator[CardShown],
    query: Element | None,
    most: int | None,
    wanted: Wanted,
) -> Iterator[str]:
    told = 0
    for found in cards:
        if query is not None and not matches(query, lines_of(found.body(V3))):
            continue
        if told == most:
            yield no_response(
                address(place, book.actor),
                dav_xml.TOO_MUCH,
                tag(dav("error"), tag(dav("number-of-matches-within-limits"))),
            )
            return
        told += 1
        yield wanted.told(found, book)
