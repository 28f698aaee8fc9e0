"""The methods that write: cards and properties."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from unisono.access.roles import Actor, require_write
from unisono.carddav import places
from unisono.carddav.answers import broken, multistatus, prefers
from unisono.carddav.dav_xml import FAILED, FORBIDDEN, OK, dav, href, kept, propstat, read, tag
from unisono.carddav.methods import type_of
from unisono.carddav.places import Place, card_address, path_of, place_at
from unisono.carddav.properties import PROTECTED, address
from unisono.carddav.reports import accepted_version
from unisono.common.errors import NotAllowed
from unisono.common.hostile import Malformed
from unisono.exchange.single_card import BadCard
from unisono.usecases.address_books.books import set_properties
from unisono.usecases.address_books.reading_cards import card_named
from unisono.usecases.address_books.removing_cards import delete_card, move_card
from unisono.usecases.address_books.writing_cards import Condition as Demanded
from unisono.usecases.address_books.writing_cards import put_card

_VCARD = frozenset(("text/vcard", "text/x-vcard", "text/directory", ""))
_MOST_PROPERTY = 20_000  # characters of the properties that a client sets at once


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
    answer = HttpResponse(found.body(version), status=status, content_type=type_of(version))
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
