"""The methods of HTTP and WebDAV that read, one function each."""

from collections.abc import Iterator
from html import escape
from itertools import chain

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from unisono.access.roles import Actor
from unisono.carddav import places, properties
from unisono.carddav.answers import Condition, multistatus, prefers
from unisono.carddav.dav_xml import (
    dav,
    read,
    response,
)
from unisono.carddav.places import Place, card_address, place_at
from unisono.carddav.properties import CONTENT_TYPE, Asked, address, chosen
from unisono.carddav.reports import Wanted, accepted_version, report, stored_book
from unisono.common.hostile import Malformed
from unisono.exchange.card_versions import V4
from unisono.usecases.address_books.books import books_of, current_books
from unisono.usecases.address_books.reading_cards import CardShown, all_cards, card_named

ALLOWED = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT, MOVE"


def get(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Return a card in the version that the client accepts, or the names of what a collection
    has.
    """
    place = place_at(path, actor)
    if place.book is None or place.sort != places.CARD:
        return _listing(place, actor)
    found, version = card_named(place.book, place.name), accepted_version(request)
    if request.headers.get("If-None-Match", "") in (found.tag, "*"):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(found.body(version), content_type=type_of(version))
    answer["ETag"] = found.tag
    patch_vary_headers(answer, ("Accept",))
    return answer


def type_of(version: str) -> str:
    """Return the media type of a card in a version."""
    return f"{CONTENT_TYPE}; version={V4}" if version == V4 else CONTENT_TYPE


def _listing(place: Place, actor: Actor) -> HttpResponseBase:
    def page() -> Iterator[str]:
        yield "<!doctype html><title>CardDAV</title><ul>"
        for each in _children(place, actor):
            yield f'<li><a href="{escape(each)}">{escape(each)}</a></li>'
        yield "</ul>"

    return StreamingHttpResponse(page(), content_type="text/html; charset=utf-8")


def _children(place: Place, actor: Actor) -> Iterator[str]:
    """Yield the addresses of what a collection has."""
    if place.sort == places.PRINCIPAL:
        yield address(Place(places.HOME), actor)
    elif place.sort == places.HOME:
        yield from (address(Place(places.BOOK, book), actor) for book in books_of(actor).values())
    elif place.book is not None:
        for found in all_cards(place.book, stored_book(place.book)):
            yield card_address(place.book, found.name)


def propfind(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Tell properties of an address and of what is right below it."""
    place, asked = place_at(path, actor), _asked(request)
    depth = request.headers.get("Depth", "infinity").strip().lower()
    if depth not in ("0", "1") and place.is_collection:
        raise Condition("propfind-finite-depth")
    if place.sort == places.CARD and place.book is not None:
        found = card_named(place.book, place.name)
        return multistatus([_of_card(found, place, asked, request)])
    is_brief = prefers(request, "minimal")
    heads = [
        response(address(each, actor), there, () if is_brief else missing)
        for each, there, missing in _heads(place, asked, depth == "1", actor)
    ]
    if place.book is None or depth == "0":
        return multistatus(heads)
    cards = all_cards(place.book, stored_book(place.book))
    return multistatus(chain(heads, (_of_card(each, place, asked, request) for each in cards)))


def _asked(request: HttpRequest) -> Asked:
    """Return what a client asks for; raise Malformed (RFC 4918 9.1: no body asks for all)."""
    root = read(request.body)
    if root is None:
        return Asked()
    prop = root.find(dav("prop"))
    names = [each.tag for each in root]
    ways = {dav("prop"), dav("allprop"), dav("propname")} & set(names)
    if root.tag != dav("propfind") or len(ways) != 1:
        raise Malformed("The body asks for no properties.")
    if prop is None:
        return Asked(None, dav("propname") in names)
    return Asked(tuple(each.tag for each in prop))


def _heads(
    place: Place, asked: Asked, with_children: bool, actor: Actor
) -> Iterator[tuple[Place, dict[str, str], list[str]]]:
    """Yield an address and the collections right below it, each with its properties and those that
    it lacks.
    """
    books = {place.book.name: place.book} if place.book is not None else {}
    found = [place]
    if with_children and place.sort == places.HOME:
        books = books_of(actor)
        found += [Place(places.BOOK, book) for book in books.values()]
    elif with_children and place.sort in (places.PRINCIPALS, places.HOMES):
        found.append(Place(places.PRINCIPAL if place.sort == places.PRINCIPALS else places.HOME))
    stored = current_books(books, actor=actor) if books else {}
    for each in found:
        of = stored[each.book.name] if each.book is not None else None
        yield each, *chosen(properties.of_collection(each, actor, of), asked)


def _of_card(found: CardShown, place: Place, asked: Asked, request: HttpRequest) -> str:
    assert place.book is not None
    return Wanted(asked, is_brief=prefers(request, "minimal")).told(found, place.book)


def run_report(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Answer a report."""
    return report(request, place_at(path, actor), read(request.body))
