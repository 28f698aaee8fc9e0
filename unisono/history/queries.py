"""Reads of the history."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from unisono.history.models import Change, ChangeSet


def of_record(kind: str, record_id: int) -> QuerySet[Change]:
    """Return a record's changes, newest first."""
    return Change.objects.filter(kind=kind, record_id=record_id).select_related("change_set").order_by("-id")


def newer_sides(
    contact: tuple[str, int, datetime], other: tuple[str, int, datetime], names: Iterable[str]
) -> dict[str, str]:
    """Return per field which side changed last, by the history, else by when the record was created (semantics.md, 9).

    Each side is its kind, key and moment of creation; where both are equal, the contact is the newer one.
    """
    here, there = _last_changes(*contact), _last_changes(*other)
    return {name: "other" if _when(there, name) > _when(here, name) else "contact" for name in names}


def _last_changes(kind: str, id_: int, created_at: datetime) -> dict[str, datetime]:
    """Return when each field was last changed, and under "" when the record was created."""
    last = {"": created_at}
    changes = Change.objects.filter(kind=kind, record_id=id_, event="changed").order_by("id")
    for values, at in changes.values_list("values", "change_set__at"):
        last.update(dict.fromkeys(values, at))
    return last


def _when(times: dict[str, datetime], name: str) -> datetime:
    return times.get(name, times[""])


def feed(after: tuple[int, int], limit: int) -> list[ChangeSet]:
    """Return the change sets after a place, in order; no open transaction can still come before one of them."""
    position, id_ = after
    sets = ChangeSet.objects.filter(Q(position__gt=position) | Q(position=position, id__gt=id_))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            sets = sets.filter(position__lt=cursor.fetchone()[0])
    return list(sets.order_by("position", "id").prefetch_related("changes")[:limit])
