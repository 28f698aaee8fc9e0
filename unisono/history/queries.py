"""Reads of the history."""

import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from itertools import accumulate
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, prefetch_related_objects

from unisono.common.borders import Content
from unisono.common.kinds import Key, Kind
from unisono.history.models import Change, ChangeSet

_MOST = 10_000  # changes in a page of the feed
_LOOKED_AT = 300  # latest changes of records among which the last of each field is looked for


def of_record(kind: str, record_id: int) -> QuerySet[Change]:
    """Return a record's changes, newest first."""
    return (
        Change.objects.filter(kind=kind, record_id=record_id)
        .select_related("change_set")
        .order_by("-id")
    )


def base_of(key: Key, version: int, fields: Iterable[str]) -> Content:
    """Return what those of these fields were in a version of a record that changed since; the
    others are the same now.

    Values as the history keeps them: texts, booleans, lists of codes.
    """
    wanted, base = frozenset(fields), Content()
    since = Change.objects.filter(
        kind=key.kind, record_id=key.id, event="changed", version_after__gt=version
    )
    for values in since.order_by("id").values_list("values", flat=True):
        for name in wanted & values.keys():
            base.setdefault(name, values[name][0])
    return base


class First(NamedTuple):
    """One of the first changes of a change set."""

    change_set: int
    event: str
    kind: str
    no: str
    role: Kind  # of the link that the change is of, else ""
    record_id: int


def first_changes(sets: Sequence[int], most: int) -> list[First]:
    """Return the first changes of each of these change sets, at most so many of each: a batch's
    sets have thousands.
    """
    one = (
        "SELECT * FROM "
        "(SELECT change_set_id, event, kind, no, detail, record_id FROM history_change "
        "WHERE change_set_id = %s ORDER BY id LIMIT %s) f"
    )
    if not sets:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([one] * len(sets)), [value for id_ in sets for value in (id_, most)]
        )
        rows = cursor.fetchall()
    return [
        First(set_, event, kind, no, _detail(detail).get("role", ""), record_id)
        for set_, event, kind, no, detail, record_id in rows
    ]


def _detail(stored: Any) -> Content:
    """Return what a change has to say besides values, as the database gives it: text, or read
    already.
    """
    return (json.loads(stored) if isinstance(stored, str) else stored) or {}


def newer_sides(
    contact: tuple[str, int, datetime], other: tuple[str, int, datetime], names: Iterable[str]
) -> dict[str, str]:
    """Return per field which side changed last, by the history, else by when the record was created
    (semantics.md, 9).

    Each side is its kind, key and moment of creation; where both are equal, the contact is the
    newer one.
    """
    here, there = _last_changes(*contact), _last_changes(*other)
    return {
        name: "other" if _when(there, name) > _when(here, name) else "contact" for name in names
    }


def _last_changes(kind: Kind, id_: int, created_at: datetime) -> dict[str, datetime]:
    """Return when each field was last changed, and under "" when the record was created."""
    last = {"": created_at}
    changes = Change.objects.filter(kind=kind, record_id=id_, event="changed").order_by("id")
    for values, at in changes.values_list("values", "change_set__at"):
        last.update(dict.fromkeys(values, at))
    return last


def _when(times: dict[str, datetime], name: str) -> datetime:
    return times.get(name, times[""])


class Later(NamedTuple):
    """A change of an act, and one that came later from elsewhere to the same record."""

    kind: str
    record_id: int
    event: str
    no: str
    values: Content
    later: Content


def with_later_changes(act: uuid.UUID) -> Iterator[Later]:
    """Return the creations and changes of an act whose records were changed since by other acts, by
    record and time.
    """
    key = act if connection.vendor == "postgresql" else act.hex
    sql = (
        'SELECT h.kind, h.record_id, h.event, h.no, h."values", later."values" FROM '
        "history_changeset s "
        "JOIN history_change h ON h.change_set_id = s.id AND h.event IN ('created', 'changed') "
        "JOIN history_change later ON later.kind = h.kind AND later.record_id = h.record_id AND "
        "later.id > h.id "
        "AND later.event = 'changed' "
        "JOIN history_changeset other ON other.id = later.change_set_id AND other.act <> s.act "
        "WHERE s.act = %s ORDER BY h.kind, h.record_id, h.id, later.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        while rows := cursor.fetchmany(1000):
            for *which, values, later in rows:
                yield Later(
                    *which,
                    *(
                        json.loads(each) if isinstance(each, str) else each
                        for each in (values, later)
                    ),
                )


def feed(after: tuple[int, int], limit: int) -> list[ChangeSet]:
    """Return the change sets after a place, in order; no open transaction can still come before one
    of them.

    A page ends before it has more than so many changes, since the sets of a batch have thousands,
    but not before its first set.
    """
    position, id_ = after
    sets = ChangeSet.objects.filter(Q(position__gt=position) | Q(position=position, id__gt=id_))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            sets = sets.filter(position__lt=cursor.fetchone()[0])
    page = list(sets.order_by("position", "id")[:limit])
    counts = Counter(
        dict(
            Change.objects.filter(change_set__in=page)
            .values_list("change_set")
            .annotate(Count("id"))
        )
    )
    total = accumulate(counts[each.pk] for each in page)
    page = [
        each
        for number, (each, changes) in enumerate(zip(page, total, strict=True))
        if not number or changes <= _MOST
    ]
    prefetch_related_objects(page, "changes")
    return page


def held_back_since() -> datetime | None:
    """Return when the oldest change set was made that the feed keeps back, since a transaction is
    open that may still come before it; None for none. On SQLite there is never one.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        waiting = ChangeSet.objects.filter(position__gte=cursor.fetchone()[0])
    oldest: datetime | None = waiting.aggregate(Min("at"))["at__min"]
    return oldest


def of_change_set(change_set: int | None) -> QuerySet[Change]:
    """Return what a change set did, in order; nothing for None."""
    return Change.objects.filter(change_set_id=change_set or 0).order_by("id")


def changes_of_act(what: str, most: int, hidden: Collection[str]) -> list[Change]:
    """Return the first changes of a change set (`set-17`) or of a whole act (`act-…`), with their
    change sets, in order, without those of kinds that are `hidden`, or of links to them; none for
    anything else.
    """
    sort, _dash, key = what.partition("-")
    rows = Change.objects.select_related("change_set").order_by("change_set_id", "id")
    rows = rows.exclude(kind__in=hidden).exclude(detail__role__in=hidden)
    try:
        if sort == "act":
            return list(rows.filter(change_set__act=uuid.UUID(key))[:most])
        return list(rows.filter(change_set_id=int(key[:18]))[:most]) if sort == "set" else []
    except ValueError:
        return []


def change_set_of(id_: int) -> ChangeSet | None:
    """Return a change set, None where there is none of this number."""
    return ChangeSet.objects.filter(pk=id_).first()


def change_of(key: Key, id_: int) -> Change | None:
    """Return a change of a record, None where it is another one's."""
    return Change.objects.filter(pk=id_, kind=key.kind, record_id=key.id).first()


def changes_since(key: Key, version: int, but: int) -> list[Change]:
    """Return what was changed in a record since a version, but for one change set, with their
    change sets.
    """
    since = Change.objects.filter(
        kind=key.kind, record_id=key.id, event="changed", version_after__gt=version
    )
    return list(since.exclude(change_set_id=but).select_related("change_set"))


def last_changes(keys: Sequence[Key]) -> dict[str, Change]:
    """Return per field the latest change of any of these records, of their latest few hundred
    changes.
    """
    which = reduce(or_, (Q(kind=key.kind, record_id=key.id) for key in keys))
    changes = (
        Change.objects.filter(which, event="changed")
        .select_related("change_set")
        .order_by("-id")[:_LOOKED_AT]
    )
    latest: dict[str, Change] = {}
    for change in changes:
        for name in change.values:
            latest.setdefault(name, change)
    return latest
