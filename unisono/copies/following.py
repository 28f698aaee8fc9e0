"""What phones keep of a contact that is merged into another goes along with it [9.2]."""

from unisono.contacts.models import Contact
from unisono.copies.card_lines import line_of
from unisono.copies.card_names import book_key, name_of, uid_of
from unisono.copies.kept_lines import added
from unisono.copies.membership import touch
from unisono.copies.models import KEPT, Book, BookEntry, Card, HeldChange, Member


def follow_merge(contact_id: int, into_id: int) -> None:
    """Let the lines of a contact's card, its stars and what waits go along when it is merged into
    another. Undoing the merge leaves them at both.
    """
    HeldChange.objects.filter(contact_id=contact_id).update(contact_id=into_id)
    for entry in BookEntry.objects.filter(contact_id=contact_id, state=KEPT):
        BookEntry.objects.get_or_create(
            user_id=entry.user_id,
            book=entry.book,
            contact_id=into_id,
            defaults={"state": KEPT, "at": entry.at},
        )
    books = Member.objects.filter(contact_id=contact_id).values("book_id")
    Book.objects.filter(pk__in=books).update(definition="")  # they are compared whole once more
    _add_lines(contact_id, into_id)


def _add_lines(contact_id: int, into_id: int) -> None:
    """Add the lines that phones wrote on one card to the other, where it lacks them."""
    other = Card.objects.filter(contact_id=contact_id).first()
    if other is None or not Contact.objects.filter(pk=into_id).exists():
        return
    uid = uid_of(into_id, book_key())
    lines = [[0, "", f"VERSION:{other.version}\r\n"], [0, "", f"UID:{uid}\r\n"]]
    first = {"name": name_of(into_id, None), "uid": uid, "version": other.version}
    Card.objects.get_or_create(contact_id=into_id, defaults={**first, "lines": lines})
    # Held from reading the lines to the write, as where a phone sends them.
    card = Card.objects.select_for_update().get(contact_id=into_id)
    ours = [(since, slot, line_of(text)) for since, slot, text in card.lines]
    theirs = [line_of(text) for _since, slot, text in other.lines if not slot]
    more = added(ours, theirs, card.version, card.revision + 1)
    if more:
        card.lines, card.revision = [*card.lines, *more], card.revision + 1
        card.save(update_fields=["lines", "revision"])
        touch(into_id)
