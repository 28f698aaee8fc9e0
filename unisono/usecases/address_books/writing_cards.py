"""A phone sends a card: a new contact, or an edit of one against the version that the phone had."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.errors import NotAllowed
from unisono.contacts.models import Contact
from unisono.copies.card_lines import body_of, line_of
from unisono.copies.card_names import book_key, id_of_uid, name_of, uid_of
from unisono.copies.groups import Groups
from unisono.copies.holding import hold
from unisono.copies.kept_lines import merged
from unisono.copies.membership import touch
from unisono.copies.models import REFUSED, Card, Device
from unisono.copies.shown import Shown, shown
from unisono.copies.tags import Tags, base_of, not_as_held
from unisono.exchange.card_slots import slots_of
from unisono.exchange.card_versions import line_key
from unisono.exchange.single_card import MOST_BYTES, BadCard, Single, read_single
from unisono.usecases.address_books.book_entries import put_into
from unisono.usecases.address_books.books import BookShown, book_named, locked_book
from unisono.usecases.address_books.card_edits import Brought, bring, create
from unisono.usecases.address_books.reading_cards import id_of_name
from unisono.usecases.transaction import writing

_MOST_KEPT = 2 * MOST_BYTES  # of the lines of a card, whichever phones wrote them
_MOST_PROPERTIES = 500  # names that are remembered of a device; phones have some thirty


@dataclass(frozen=True)
class Condition:
    """What a phone demands of what is there: the headers If-Match and If-None-Match, "" for none
    (RFC 9110 13.1).
    """

    match: str = ""
    none_match: str = ""


@dataclass(frozen=True)
class Stored:
    """What became of a card: its contact, whether it is new, its tag, "" where the phone has to
    fetch it as it is now, since it is not what was sent.
    """

    contact_id: int
    is_new: bool
    tag: str


def put_card(
    book_name: str, name: str, body: bytes, condition: Condition, token_id: int, *, actor: Actor
) -> Stored:
    """Store what a phone sends as the card of this name in a book; `token_id` is that of its app
    password.

    Fields that were changed here since the phone had them, and what a rule refuses, wait for a
    person (outside.md, 2). Raises BadCard, NotFound, NotAllowed, PreconditionFailed.
    """
    require_write(actor, "contact")
    sent = read_single(body)
    return _put(book_named(book_name, actor), name, sent, body, condition, token_id, actor=actor)


@writing
def _put(
    book: BookShown,
    name: str,
    sent: Single,
    body: bytes,
    condition: Condition,
    token_id: int,
    *,
    actor: Actor,
) -> Stored:
    contact_id, alias = _whose(book, name, sent)
    present = shown([contact_id]).get(contact_id) if contact_id else None
    # Who has the card writes to it, though it left the book meanwhile: nothing is lost.
    is_had = condition.match not in ("", "*")
    is_there = present is not None and not alias and (is_had or book.has(present.contact_id))
    base = _base(condition, present if is_there else None)
    groups, properties = Groups(), _properties(token_id, sent)
    brought = _brought(present, sent, groups, base, properties, actor)
    locked_book(book.name, actor, brought.contact_id)
    clashes = _keep_lines(brought, name, sent, base, properties, is_moved=bool(alias))
    for text in clashes:
        message = _("Two telephones wrote this line at the same time: %(line)s") % {"line": text}
        hold(actor, REFUSED, brought.contact_id, {}, message, can_take=False)
    if not is_there:
        put_into(book, brought.contact_id, alias, actor)
    now = shown([brought.contact_id])[brought.contact_id]
    if not (brought.is_held or clashes) and body_of(now, sent.version, groups) == body:
        return Stored(brought.contact_id, not is_there, Tags(groups).of(now))
    touch(brought.contact_id)  # whoever has no tag is told to fetch it, whatever came before
    return Stored(brought.contact_id, not is_there, "")


def _whose(book: BookShown, name: str, sent: Single) -> tuple[int | None, str]:
    """Return the contact that a card is of, None for a new one, and the name that the card has in
    this book beside its own, "" for its own: so it is moved from another.
    """
    key = book_key()
    by_name, by_uid = id_of_name(book, name), id_of_uid(sent.uid, key)
    alive = shown([id_ for id_ in (by_name, by_uid) if id_])
    if by_name in alive and (by_name == by_uid or book.has(by_name)):
        if by_name != by_uid:
            raise BadCard("no-uid-conflict")
        _refuse_blocked(by_name)
        return by_name, ""
    if by_uid in alive:
        if book.has(by_uid):
            raise BadCard("no-uid-conflict")
        _refuse_blocked(by_uid)
        return by_uid, name
    # The name may be that of a card that was hidden from this book: there, it is free again.
    return None, name if by_name in alive else ""


def _refuse_blocked(contact_id: int) -> None:
    if Contact.objects.filter(pk=contact_id, privacy_blocked=True).exists():
        raise NotAllowed(_("This contact is blocked for its privacy."))


def _base(condition: Condition, present: Shown | None) -> tuple[int, int] | None:
    """Return the version and revision that a phone had; None where it does not say, and for a card
    that is not there in this book. Raises PreconditionFailed.
    """
    if present is None:
        if condition.match:
            raise not_as_held()
        return None
    if condition.none_match.strip() == "*":
        raise not_as_held()
    if condition.match in ("", "*"):
        return None  # a base that is lost makes differences clash, and overwrites nothing
    return base_of(condition.match, present)


def _properties(token_id: int, sent: Single) -> Collection[str]:
    """Return the properties that a device can keep, those it sends now included; remember them."""
    device, _made = Device.objects.get_or_create(token_id=token_id)
    known = {*device.properties, *(line.name for line in sent.lines)}
    if len(device.properties) < len(known) <= _MOST_PROPERTIES:
        device.properties = sorted(known)
        device.save(update_fields=["properties"])
    return known


def _brought(
    present: Shown | None,
    sent: Single,
    groups: Groups,
    base: tuple[int, int] | None,
    properties: Collection[str],
    actor: Actor,
) -> Brought:
    """Store what a card tells of our fields."""
    told_groups = groups if "CATEGORIES" in properties else None
    if present is None:
        return create(sent.lines, slots_of(sent.lines), told_groups, actor)
    slots = slots_of(sent.lines, _own(present, sent), present.values)
    return bring(present, sent.lines, slots, told_groups, base[0] if base else None, actor)


def _own(present: Shown, sent: Single) -> list[bytes]:
    """Return the lines sent that are known to be in no slot: a second telephone stays one."""
    stored = present.card.lines if present.card else ()
    keys = {line_key(line_of(text)) for _since, slot, text in stored if not slot}
    return [line.raw for line in sent.lines if line_key(line) in keys]


def _keep_lines(
    brought: Brought,
    name: str,
    sent: Single,
    base: tuple[int, int] | None,
    properties: Collection[str],
    is_moved: bool,
) -> list[str]:
    """Keep the lines that a card has besides our fields, in its order; return those that another
    phone wrote otherwise meanwhile.
    """
    id_ = brought.contact_id
    first = {"name": name_of(id_, None) if is_moved or not brought.is_new else name}
    if brought.is_new:
        _release(first["name"], sent.uid)
    first |= {"uid": sent.uid, "version": sent.version}
    # Held from reading the lines of before to the write: two phones write one after the other.
    Card.objects.get_or_create(contact_id=id_, defaults=first)
    card = Card.objects.select_for_update().get(contact_id=id_)
    ours = [(since, slot, line_of(text)) for since, slot, text in card.lines]
    had = base[1] if base else 0
    now = card.revision + 1
    kept = merged(ours, card.gone, sent, brought.slots, had, now, properties)
    if sum(len(str(text)) for _since, _slot, text in kept.lines) > _MOST_KEPT:
        raise BadCard("max-resource-size")
    if [each[1:] for each in kept.lines] == [each[1:] for each in card.lines]:
        return kept.clashes
    card.lines, card.gone, card.revision, card.version = kept.lines, kept.gone, now, sent.version
    card.save()
    touch(id_)
    return kept.clashes


def _release(name: str, uid: str) -> None:
    """Let go of a name and a UID that the card of a contact has which is no more."""
    for card in Card.objects.filter(name=name) | Card.objects.filter(uid=uid):
        card.name = name_of(card.contact_id, None)
        card.uid = uid_of(card.contact_id, book_key())
        card.save(update_fields=["name", "uid"])
