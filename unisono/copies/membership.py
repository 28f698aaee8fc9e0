"""Which cards are in a book: kept, and brought along by the feed, so that a phone that asks again
is told what changed since, and what left.

Plain SQL numbers many members at once, each with a revision of its own: a sync may end after any of
them, and go on from there (RFC 6578 3.6).
"""

import secrets
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from unisono.common import sql
from unisono.common.borders import Rows
from unisono.contacts.models import Contact
from unisono.copies.groups import GROUPS_IN_HISTORY
from unisono.copies.models import Book, Member
from unisono.history.models import Change, ChangeSet

# So many change sets, and contacts of them, are looked at one by one; of more, the whole book is.
_MANY = 500
_EPOCHS = 2**30  # as many as the column takes, and none that an older backup has by chance


class End(NamedTuple):
    """A place in the feed: its latest change set that no open transaction can still precede."""

    position: int
    change_set: int


def end_of_feed() -> End:
    """Return where the feed ends now; one statement."""
    latest = f"{settled()}ORDER BY position DESC, id DESC LIMIT 1"
    found = sql.execute(f"SELECT position, id FROM history_changeset {latest}", ()).fetchall()
    return End(*found[0]) if found else End(0, 0)


def settled() -> str:
    """Return the condition of change sets that no open transaction can still precede."""
    if connection.vendor != "postgresql":
        return ""
    return "WHERE position < pg_snapshot_xmin(pg_current_snapshot())::text::bigint "


def is_current(book: Book, definition: str, end: End, day: date | None) -> bool:
    """Tell whether a book was brought along to here; `day` is today where what it holds may change
    with the day, else None.
    """
    here = End(book.position, book.change_set)
    return book.definition == definition and here >= end and (day is None or book.day == day)


def bring_along(book: Book, rows: Rows, definition: str, end: End, day: date | None) -> None:
    """Bring a book, which is locked, along to a place in the feed: `rows` are the contacts that it
    holds by now.
    """
    here = End(book.position, book.change_set)
    is_as_defined = book.definition == definition and (day is None or book.day == day)
    touched = _touched(here, end) if is_as_defined else None
    if touched is None or touched:
        _compare(book, rows, touched, _changed(here, end) if book.definition else None)
    book.definition, book.day = definition, day
    book.position, book.change_set = max(here, end)
    book.save()


def touch(contact_id: int) -> None:
    """Note that the card of a contact changed, though the feed does not say so, in all books that
    have it.
    """
    ids = Member.objects.filter(contact_id=contact_id, is_gone=False).values("book_id")
    # Held while revisions are given, one book after the other by key.
    for book in Book.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        _number(book, Member.objects.filter(book=book, contact_id=contact_id))
        book.save(update_fields=["revision"])


def begin_anew() -> None:
    """Let phones compare all books whole, after a restore: the feed begins anew, and revisions that
    they know would be given once more.
    """
    epoch = secrets.randbelow(_EPOCHS) + 1
    Book.objects.update(position=0, change_set=0, definition="", epoch=epoch)


def set_gone(book: Book, contact_id: int, is_gone: bool) -> None:
    """Note that a card left a book, which is locked, or is in it again."""
    member, _is_new = Member.objects.get_or_create(
        book=book, contact_id=contact_id, defaults={"revision": book.revision + 1}
    )
    member.is_gone, member.revision = is_gone, book.revision + 1
    member.save()
    book.revision += 1
    book.save(update_fields=["revision"])


def _between(here: End, end: End) -> QuerySet[ChangeSet]:
    after = Q(position__gt=here.position) | Q(position=here.position, id__gt=here.change_set)
    until = Q(position__lt=end.position) | Q(position=end.position, id__lte=end.change_set)
    return ChangeSet.objects.filter(after, until)


def _touched(here: End, end: End) -> set[int] | None:
    """Return the contacts whose cards or places may have changed since; None for too many, and
    where the name of a group did.
    """
    sets = list(_between(here, end).values_list("id", flat=True)[: _MANY + 1])
    if len(sets) > _MANY:
        return None
    rows = Change.objects.filter(change_set_id__in=sets, kind__in=("contact", GROUPS_IN_HISTORY))
    changed = set(rows.values_list("kind", "record_id").distinct()[: _MANY + 1])
    if len(changed) > _MANY or any(kind == GROUPS_IN_HISTORY for kind, _id in changed):
        return None
    ids = {id_ for _kind, id_ in changed}
    people = Contact.objects.filter(company_id__in=ids).values_list("id", flat=True)[: _MANY + 1]
    found = ids.union(people) if ids else ids
    return found if len(found) <= _MANY else None


def _changed(here: End, end: End) -> Q:
    """Return the condition on members that their contact, or its company, changed since."""
    since = Change.objects.filter(change_set__in=_between(here, end))
    contacts = since.filter(kind="contact").values("record_id")
    groups = since.filter(kind=GROUPS_IN_HISTORY).values("record_id")
    cards = Contact.objects.filter(
        Q(pk__in=contacts) | Q(company_id__in=contacts) | Q(mailing_group_codes__in=groups)
    )
    return Q(contact_id__in=cards.order_by().values("pk"))


def _compare(book: Book, rows: Rows, touched: Collection[int] | None, changed: Q | None) -> None:
    """Compare members with what the book holds, of all contacts or of those that were touched."""
    rows = rows.order_by().distinct()
    members = Member.objects.filter(book=book)
    if touched is not None:
        rows, members = rows.filter(pk__in=touched), members.filter(contact_id__in=touched)
        changed = Q()
    inside = Q(contact_id__in=rows.values("pk"))
    if changed is not None:
        _number(book, members.filter(inside, changed, is_gone=False))
    _number(book, members.filter(~inside, is_gone=False), is_gone=True)
    _number(book, members.filter(inside, is_gone=True), is_gone=False)
    _add(book, rows.exclude(pk__in=Member.objects.filter(book=book).values("contact_id")))


def _number(book: Book, members: QuerySet[Member], is_gone: bool | None = None) -> None:
    """Give each of these members the next revision of its book."""
    if (compiled := _sql(members.order_by())) is None:
        return
    inner, parameters = compiled
    state = "" if is_gone is None else ", is_gone = %s"
    text = (
        f"UPDATE copies_member SET revision = %s + n.place{state} FROM "
        f"(SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM ({inner}) m) n "
        "WHERE copies_member.id = n.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [book.revision, *([] if is_gone is None else [is_gone]), *parameters])
        book.revision += cursor.rowcount


def _add(book: Book, rows: Rows) -> None:
    if (compiled := _sql(rows)) is None:
        return
    inner, parameters = compiled
    text = (
        "INSERT INTO copies_member (book_id, contact_id, revision, is_gone) "
        "SELECT %s, id, %s + ROW_NUMBER() OVER (ORDER BY id), %s "
        f"FROM ({inner}) c"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [book.pk, book.revision, False, *parameters])
        book.revision += cursor.rowcount


def _sql(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """Return the statement that selects the keys of rows, None where there can be none."""
    try:
        text, parameters = rows.values("id").query.sql_with_params()
    except EmptyResultSet:
        return None
    return str(text), tuple(parameters)
