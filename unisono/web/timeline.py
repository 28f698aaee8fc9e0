"""What happened to a record, told change set by change set [P8]."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.fields import KINDS as KIND_NAMES
from unisono.cards.fields import ROLES
from unisono.history import queries
from unisono.history.models import Change
from unisono.links.kinds import KINDS
from unisono.usecases.common import named_by
from unisono.usecases.history_seen import cause_seen, via_seen
from unisono.web import facts, labels, shown

_ICONS = {
    "created": "plus",
    "deleted": "trash",
    "changed": "pencil",
    "linked": "link",
    "unlinked": "unlink",
    "link_state": "player-pause",
}
_LINKS = ("linked", "unlinked", "link_state")


@dataclass(frozen=True)
class Line:
    """A field that changed: old and new value, why, and whether the old one can be put back."""

    name: str
    label: str
    old: str
    new: str
    cause: str
    can_restore: bool
    change: int


@dataclass(frozen=True)
class Entry:
    """What one change set did to the record."""

    icon: str
    sentence: str
    by: str
    way: str
    at: datetime
    change_set: int
    act: str
    lines: list[Line]
    can_undo: bool


def entries(
    kind: str, id_: int, actor: Actor, most: int, before: int = 0, only: str = "", locked: Collection[str] = ()
) -> tuple[list[Entry], int]:
    """Return the latest change sets of a record, newest first, and where the next page begins (0: there is none).

    `only` is changes, links or "": what to show. Fields that are `locked` by now cannot be restored here.
    """
    changes = queries.of_record(kind, id_)
    if hidden := [role for role in ROLES if not actor.may_read(role)]:
        changes = changes.exclude(detail__role__in=hidden)
    if before:
        changes = changes.filter(pk__lt=before)
    if only:
        changes = changes.filter(event__in=_LINKS) if only == "links" else changes.exclude(event__in=_LINKS)
    some = list(changes[: most * 4])
    groups = [list(group) for _set, group in groupby(some, key=lambda change: change.change_set_id)]
    found = [_entry(kind, group, actor, locked) for group in groups[:most]]
    more = len(groups) > most or len(some) == most * 4
    return found, min(change.pk for change in groups[:most][-1]) if more else 0


def _entry(kind: str, changes: list[Change], actor: Actor, locked: Collection[str]) -> Entry:
    change_set, first = changes[0].change_set, min(changes, key=lambda change: change.event == "changed")
    way = via_seen(change_set, actor)
    may = actor.may_write(kind) and (actor.is_administrator or change_set.user_id == actor.user_id)
    icon = _ICONS.get(first.event, "history")
    if first.event == "link_state" and (first.detail or {}).get("state") == "active":
        icon = "player-play"
    return Entry(
        icon,
        " ".join(_sentences(changes)),
        change_set.by,
        "" if way in KIND_NAMES else labels.ways().get(way, way),
        change_set.at,
        change_set.pk,
        str(change_set.act),
        [line for change in changes if change.event == "changed" for line in _lines(kind, change, actor, locked)],
        may,
    )


def _sentences(changes: Iterable[Change]) -> list[str]:
    """Return what happened, a sentence per event."""
    found = []
    for change in changes:
        detail = change.detail or {}
        if change.event == "changed":
            found.append(
                _("Changed: %(fields)s.") % {"fields": shown.few([labels.field(name) for name in change.values])}
            )
        elif change.event in _LINKS and "role" in detail:
            other = detail["contact_no"] if change.kind != "contact" else detail["record_no"]
            record = named_by(detail["role"] if change.kind == "contact" else "contact", other)
            found.append(_link_sentence(change.event, detail) % {"record": record})
        else:
            found.append({"created": _("Created."), "deleted": _("Deleted.")}.get(change.event, _("Repaired.")))
    return found


def _link_sentence(event: str, detail: dict[str, Any]) -> str:
    if event == "linked":
        return _("Linked with %(record)s.")
    if event == "unlinked":
        return _("Unlinked from %(record)s.")
    if detail.get("state") == "paused":
        return _("Link with %(record)s paused.")
    return _("Link with %(record)s resumed.")


def _lines(kind: str, change: Change, actor: Actor, locked: Collection[str]) -> list[Line]:
    found = []
    for name, (old, new, cause) in change.values.items():
        field = facts.field_of(kind, name)
        known = name in KINDS[kind].fields
        before, after = (shown.value(field, tuple(each) if isinstance(each, list) else each) for each in (old, new))
        why = "" if cause == "typed" else labels.cause(cause_seen(cause, actor))
        can_restore = known and actor.may_write(kind) and name != "type" and name not in locked
        found.append(Line(name, labels.field(name), before, after, why, can_restore, change.pk))
    return found
