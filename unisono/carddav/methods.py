"""The methods of HTTP and WebDAV, one function each."""

from collections.abc import Iterator
from html import escape
from itertools import chain

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from unisono.access.roles import Actor, require_write
from unisono.carddav import places, properties
from unisono.carddav.answers import Condition, broken, multistatus, prefers
from unisono.carddav.dav_xml import (
    FAILED,
    FORBIDDEN,
    OK,
    dav,
    href,
    kept,
    propstat,
    read,
    response,
    tag,
)
from unisono.carddav.places import Place, card_address, path_of, place_at
from unisono.carddav.properties import CONTENT_TYPE, PROTECTED, Asked, address, chosen
from unisono.carddav.reports import Wanted, accepted_version, report, stored_book
from unisono.common.errors import NotAllowed
from unisono.common.hostile import Malformed
from unisono.exchange.card_versions import V4
from unisono.exchange.single_card import BadCard
from unisono.usecases.address_books.books import books_of, current_books, set_properties
from unisono.usecases.address_books.reading_cards import CardShown, all_cards, card_named
from unisono.usecases.address_books.removing_cards import delete_card, move_card
from unisono.usecases.address_books.writing_cards import Condition as Demanded
from unisono.usecases.address_books.writing_cards import put_card

ALLOWED = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT, MOVE"
_VCARD = frozenset(("text/vcard", "text/x-vcard", "text/directory", ""))
_MOST_PROPERTY = 20_000  # characters of the properties that clients set on one book


def options(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Say what there is (RFC 6352 6.1)."""
    return HttpResponse(status=200)


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
        answer = HttpResponse(found.body(version), content_type=_type_of(version))
    answer["ETag"] = found.tag
    patch_vary_headers(answer, ("Accept",))
    return answer


def _type_of(version: str) -> str:
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


def proppatch(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Set properties of a book, all or none (RFC 4918 9.2); what a client calls it is its person's
    own affair.
    """
    place, root = place_at(path, actor), read(request.body)
    if root is None or root.tag != dav("propertyupdate"):
        raise Malformed("The body sets no properties.")
    changed: dict[str, str | None] = {}
    for act in root:
        for element in act.find(dav("prop")) or ():
            # `kept` is what is stored of it, None takes it away.
            changed[element.tag] = kept(element) if act.tag == dav("set") else None
    size = sum(len(each or "") for each in changed.values())
    is_book = place.sort == places.BOOK and size <= _MOST_PROPERTY
    refused = [name for name in changed if name in PROTECTED or not is_book]
    if not refused and place.book is not None:
        set_properties(place.book.name, changed, actor=actor)
    return multistatus([_patched(place, actor, list(changed), refused)])


def _patched(place: Place, actor: Actor, names: list[str], refused: list[str]) -> str:
    inner = href(address(place, actor))
    rest = [name for name in names if name not in refused]
    if rest:
        inner += propstat(((name, "") for name in rest), FAILED if refused else OK)
    if refused:
        inner += propstat(((name, "") for name in refused), FORBIDDEN)
    return tag(dav("response"), inner)


def run_report(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Answer a report."""
    return report(request, place_at(path, actor), read(request.body))


def put(request: HttpRequest, path: str, actor: Actor, device: int) -> HttpResponseBase:
    """Store a card: 201 for a new one, 204 for a change; without ETag where the client has to fetch
    the card as it is. `device` is the key of its app password.
    """
    place = place_at(path, actor)
    if place.sort != places.CARD or place.book is None:
        require_write(actor, "contact")
        raise NotAllowed("Cards are put into books.")
    if request.content_type not in _VCARD:
        raise BadCard("supported-address-data")
    demanded = Demanded(
        request.headers.get("If-Match", ""), request.headers.get("If-None-Match", "")
    )
    stored = put_card(place.book.name, place.name, request.body, demanded, device, actor=actor)
    answer = HttpResponse(status=201 if stored.is_new else 204)
    if prefers(request, "representation"):
        answer = _representation(place, answer.status_code, request)
    elif stored.tag:
        answer["ETag"] = stored.tag
    return answer


def _representation(place: Place, status: int, request: HttpRequest) -> HttpResponse:
    assert place.book is not None
    found, version = card_named(place.book, place.name), accepted_version(request)
    status = 200 if status == 204 else status
    answer = HttpResponse(found.body(version), status=status, content_type=_type_of(version))
    answer["ETag"] = found.tag
    answer["Content-Location"] = card_address(place.book, place.name)
    answer["Preference-Applied"] = "return=representation"
    return answer


def delete(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Take a card out of a book."""
    place = place_at(path, actor)
    if place.sort != places.CARD or place.book is None:
        raise NotAllowed("Books are not deleted from here.")
    delete_card(place.book.name, place.name, request.headers.get("If-Match", ""), actor=actor)
    return HttpResponse(status=204)


def move(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Move a card to another book (RFC 4918 9.9)."""
    place = place_at(path, actor)
    target = path_of(request.headers.get("Destination", ""))
    if not target:
        raise Malformed("There is no destination below this address.")
    there = place_at(target, actor)
    if place.sort != places.CARD or there.sort != places.CARD:
        raise NotAllowed("Cards are moved between books.")
    assert place.book is not None
    assert there.book is not None
    overwrite = request.headers.get("Overwrite", "T").strip().upper() != "F"
    is_new = move_card(
        place.book.name, place.name, there.book.name, there.name, overwrite, actor=actor
    )
    return HttpResponse(status=201 if is_new else 204)


def forbidden(request: HttpRequest, path: str, actor: Actor) -> HttpResponseBase:
    """Refuse what makes or copies collections and cards: the books are what they are."""
    place_at(path, actor)
    return broken("need-privileges")
