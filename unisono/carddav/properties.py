"""The properties of what there is below /carddav/ (RFC 4918 15, 3744, 5397, 6352 6.2 and 7.1, 6578
3.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.carddav import places
from unisono.carddav.dav_xml import card, dav, href, server, tag, text
from unisono.carddav.places import Place, address_of, card_address
from unisono.copies.models import Book
from unisono.exchange.card_versions import V3, V4
from unisono.exchange.single_card import MOST_BYTES
from unisono.usecases.address_books.books import BookShown
from unisono.usecases.address_books.reading_cards import CardShown

CONTENT_TYPE = "text/vcard; charset=utf-8"
_STATE = "data:,"  # tokens are URIs (RFC 6578 3.3); this one names nothing but itself (RFC 2397)
READ, WRITE = (
    ("read", "read-current-user-privilege-set"),
    ("write", "write-content", "bind", "unbind"),
)
# What no client may set.
PROTECTED = frozenset(
    map(
        dav,
        "resourcetype getetag getcontenttype getcontentlength getlastmodified sync-token owner "
        "current-user-principal current-user-privilege-set supported-report-set principal-URL "
        "principal-collection-set creationdate lockdiscovery supportedlock".split(),
    )
) | {
    server("getctag"),
    *map(
        card,
        "supported-address-data max-resource-size supported-collation-set addressbook-home-set "
        "principal-address".split(),
    ),
}
# Not told to who asks for all: RFC 6578 and 6352 name them, RFC 4918 9.1 does not.
_BY_NAME_ONLY = frozenset(
    {
        dav("sync-token"),
        server("getctag"),
        dav("supported-report-set"),
        card("supported-address-data"),
    }
)


@dataclass(frozen=True)
class Asked:
    """What a client asks of properties: by their names; None for all, or all names."""

    names: tuple[str, ...] | None = None
    only_names: bool = False


def chosen(found: Mapping[str, str], asked: Asked) -> tuple[dict[str, str], list[str]]:
    """Return the properties that were asked for, and the names of those that there are not."""
    if asked.only_names:
        return dict.fromkeys(found, ""), []
    if asked.names is None:
        return {name: xml for name, xml in found.items() if name not in _BY_NAME_ONLY}, []
    there = {name: found[name] for name in asked.names if name in found}
    return there, [name for name in asked.names if name not in found]


def token_of(book: Book, revision: int | None = None) -> str:
    """Return the sync token of a book at a revision, its latest for None."""
    return f"{_STATE}{book.pk}-{book.epoch}-{book.revision if revision is None else revision}"


def revision_of(token: str, book: Book) -> int | None:
    """Return the revision of a token of a book, None for one that does not count (any more)."""
    prefix = f"{_STATE}{book.pk}-{book.epoch}-"
    digits = token.removeprefix(prefix)
    if not token.startswith(prefix) or not (digits.isascii() and digits.isdigit()):
        return None
    revision = int(digits[:19])
    return revision if revision <= book.revision else None


def of_collection(place: Place, actor: Actor, stored: Book | None = None) -> dict[str, str]:
    """Return the properties of a collection or principal; `stored` is the book as it is stored."""
    found = {
        dav("current-user-principal"): href(address_of(places.PRINCIPAL, actor)),
        dav("principal-collection-set"): href(address_of(places.PRINCIPALS, actor)),
        dav("resourcetype"): tag(dav("collection")),
        dav("supported-report-set"): "",
        dav("current-user-privilege-set"): _privileges(READ),
    }
    if place.sort == places.PRINCIPAL:
        found |= _of_principal(actor)
    elif place.sort == places.HOME:
        found[dav("displayname")] = text(_("Contacts"))
        found[dav("owner")] = href(address_of(places.PRINCIPAL, actor))
    elif place.book is not None and stored is not None:
        found |= _of_book(place.book, actor, stored)
    return found


def _of_principal(actor: Actor) -> dict[str, str]:
    own = href(address_of(places.PRINCIPAL, actor))
    return {
        dav("resourcetype"): tag(dav("collection")) + tag(dav("principal")),
        dav("displayname"): text(actor.name),
        dav("principal-URL"): own,
        dav("owner"): own,
        card("addressbook-home-set"): href(address_of(places.HOME, actor)),
    }


def _of_book(book: BookShown, actor: Actor, stored: Book) -> dict[str, str]:
    reports = [card("addressbook-query"), card("addressbook-multiget"), dav("sync-collection")]
    versions = "".join(
        f'<C:address-data-type content-type="text/vcard" version="{version}"/>'
        for version in (V3, V4)
    )
    collations = ("i;ascii-casemap", "i;unicode-casemap", "i;octet")
    may_write = actor.may_write("contact")
    found = {
        dav("resourcetype"): tag(dav("collection")) + tag(card("addressbook")),
        dav("displayname"): text(book.title),
        dav("owner"): href(address_of(places.PRINCIPAL, actor)),
        dav("sync-token"): text(token_of(stored)),
        server("getctag"): text(token_of(stored)),
        dav("getetag"): text(f'"{stored.pk}-{stored.epoch}-{stored.revision}"'),
        dav("getcontenttype"): "httpd/unix-directory",
        dav("supported-report-set"): "".join(
            tag(dav("supported-report"), tag(dav("report"), tag(name))) for name in reports
        ),
        dav("current-user-privilege-set"): _privileges((*READ, *WRITE) if may_write else READ),
        card("supported-address-data"): versions,
        card("max-resource-size"): str(MOST_BYTES),
        card("supported-collation-set"): "".join(
            tag(card("supported-collation"), name) for name in collations
        ),
    }
    return {**found, **{n: xml for n, xml in stored.properties.items() if n not in PROTECTED}}


def _privileges(names: tuple[str, ...]) -> str:
    return "".join(tag(dav("privilege"), tag(dav(name))) for name in names)


def of_card(found: CardShown, actor: Actor, asked: Asked) -> dict[str, str]:
    """Return the properties of a card; its length only where it is asked for, since that takes
    writing the card.
    """
    may_write = actor.may_write("contact")
    properties = {
        dav("resourcetype"): "",
        dav("getetag"): text(found.tag),
        dav("getcontenttype"): CONTENT_TYPE,
    }
    if asked.names is not None and len(asked.names) > 1:
        wanted = set(asked.names)
        if dav("current-user-principal") in wanted:
            properties[dav("current-user-principal")] = href(address_of(places.PRINCIPAL, actor))
        if dav("current-user-privilege-set") in wanted:
            properties[dav("current-user-privilege-set")] = _privileges(
                (*READ, "write", "write-content") if may_write else READ
            )
        if dav("owner") in wanted:
            properties[dav("owner")] = href(address_of(places.PRINCIPAL, actor))
    if asked.names is None or dav("getcontentlength") in asked.names:
        properties[dav("getcontentlength")] = str(len(found.body(V3)))
    if asked.names is not None and dav("displayname") in asked.names:
        properties[dav("displayname")] = text(found.shown.values["name"])
    return properties


def address(place: Place, actor: Actor) -> str:
    """Return the address of a place, that of a collection with a slash at its end."""
    if place.sort == places.CARD and place.book is not None:
        return card_address(place.book, place.name)
    return address_of(place.sort, actor, place.book.name if place.book else "")
