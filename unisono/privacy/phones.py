"""What phones keep of the person: lines of cards, what came from them and waits, books that it was
put into or hidden from.
"""

from django.db.models import F

from unisono.common.borders import Content
from unisono.copies.membership import touch
from unisono.copies.models import Book, BookEntry, Card, HeldChange, Member
from unisono.history.recording import Recorder
from unisono.privacy.person import Person


def find_cards(person: Person) -> list[Content]:
    """Return the lines that phones keep, what waits, and the books with what was done to them."""
    ids = person.contact_ids
    return [
        *(
            {"card": row.name, "uid": row.uid, "lines": _said(row.lines), "gone": row.gone}
            for row in Card.objects.filter(contact_id__in=ids)
        ),
        *(
            {"card": row.name, "lines": [text for text in _said(row.lines) if _names(person, text)]}
            for row in _cards_naming(person)
        ),
        *(
            {"device": row.source, "at": row.at, "fields": row.fields, "reason": row.reason}
            for row in _held(person)
        ),
        *(
            {"user": row.user.username, "book": row.book, "state": row.state, "at": row.at}
            for row in BookEntry.objects.filter(contact_id__in=ids).select_related("user")
        ),
    ]


def _said(lines: list[object]) -> list[object]:
    """Return the texts of lines, without since when they are there."""
    return [line[-1] if isinstance(line, list) else line for line in lines]


def _names(person: Person, line: object) -> bool:
    return isinstance(line, str) and person.is_mentioned(line)


def _cards_naming(person: Person) -> list[Card]:
    """Return the cards of others on which a phone wrote about the person."""
    others = Card.objects.exclude(contact_id__in=person.contact_ids)
    return [row for row in others.iterator() if any(_names(person, t) for t in _said(row.lines))]


def _held(person: Person) -> list[HeldChange]:
    """Return what waits and is about the person, or names it: look-alikes of others, too."""
    ids = set(person.contact_ids)
    return [
        row
        for row in HeldChange.objects.all()
        if row.contact_id in ids
        or set(row.fields) & set(person.numbers)
        or any(person.is_mentioned(text) for text in _texts([row.fields, row.reason]))
    ]


def _texts(value: object) -> list[str]:
    """Return all texts within a JSON value."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def erase_cards(person: Person, recorder: Recorder) -> None:
    """Remove them, and from cards of others the lines that name the person. The names of cards go,
    too, so that nobody can tell phones which is gone: books that had one begin anew, and phones
    compare them whole.
    """
    ids = person.contact_ids
    members = Member.objects.filter(contact_id__in=ids)
    Book.objects.filter(pk__in=members.values("book_id")).update(epoch=F("epoch") + 1)
    members.delete()
    HeldChange.objects.filter(pk__in=[row.pk for row in _held(person)]).delete()
    for row in _cards_naming(person):
        row.lines = [line for line in row.lines if not _names(person, _said([line])[0])]
        row.revision += 1
        row.save(update_fields=["lines", "revision"])
        touch(row.contact_id)
    for model in (Card, BookEntry):
        model._default_manager.filter(contact_id__in=ids).delete()
