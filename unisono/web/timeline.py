"""What happened to a record, told change set by change set [P8]."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.kinds import LINKED_KINDS, Kind, is_contact
from unisono.documents.queries import visible_documents
from unisono.documents.types import TYPES
from unisono.history import queries
from unisono.history.models import Change
from unisono.links.kinds import KINDS
from unisono.links.naming import named_by
from unisono.undo.visibility import cause_seen, source_seen, via_seen
from unisono.web import document_names, document_page, facts, formatting, labels, log_entries
from unisono.web.document_page import Row
from unisono.web.log_entries import LogEntry

_ICONS = {
    "created": "plus",
    "deleted": "trash",
    "changed": "pencil",
    "linked": "link",
    "unlinked": "unlink",
    "link_state": "player-pause",
    "erased": "trash",
}
PHONE = "carddav"
_LINKS = ("linked", "unlinked", "link_state")
_CREATIONS = [f"{name}_created" for name in TYPES]
ONLY = ("changes", "links", "documents", "messages", "calls")


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


@dataclass(frozen=True)
class DocumentEntry:
    """A document, on the day that it was made."""

    row: Row
    by: str
    at: datetime


@dataclass(frozen=True)
class About:
    """Whose log and documents belong to a card: contacts by key, a condition on documents; `here`
    is its contact.
    """

    contacts: Sequence[int] = ()
    documents: Q | None = None
    here: int | None = None
    locked: Collection[str] = ()


NOTHING = About()


Told = Entry | LogEntry | DocumentEntry


def entries(
    kind: Kind,
    id_: int,
    actor: Actor,
    most: int,
    before: str = "",
    only: str = "",
    about: About = NOTHING,
) -> tuple[list[Told], str]:
    """Return what happened to a record and with it, newest first, and where the next page begins
    ("": there is none).

    `only` is one of ONLY: what to show. `about` says whose log and documents belong to the card. A
    page ends behind all that happened at the same moment, so that none of it is between two pages.
    """
    until = _moment(before)
    found: list[Told] = []
    if only in ("", "changes", "links"):
        found += _change_entries(kind, id_, actor, most, until, only, about.locked)
    if only not in ("changes", "links"):
        found += _logged(about, actor, most, until, only)
    if only in ("", "documents"):
        found += _documents(about, actor, most, until)
    found.sort(key=lambda each: each.at, reverse=True)
    shown_ = found[:most]
    shown_ += [each for each in found[most:] if each.at == shown_[-1].at]
    return shown_, shown_[-1].at.isoformat() if len(found) > len(shown_) else ""


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _logged(
    about: About, actor: Actor, most: int, until: datetime | None, only: str
) -> list[LogEntry]:
    """Return entries of the log; that a document was created is told by the document itself."""
    rows = log_entries.sorted_out(log_entries.of_contacts(about.contacts, actor), only)
    rows = rows.exclude(
        action__in=_CREATIONS, document_type__in=document_names.readable_types(actor)
    )
    if until is not None:
        rows = rows.filter(at__lt=until)
    return [
        log_entries.entry(row, actor, about.here) for row in rows.order_by("-at", "-pk")[: most + 1]
    ]


def _documents(
    about: About, actor: Actor, most: int, until: datetime | None
) -> list[DocumentEntry]:
    if not about.documents:
        return []
    rows = visible_documents(actor).filter(about.documents)
    if until is not None:
        rows = rows.filter(created_at__lt=until)
    return [
        DocumentEntry(document_page.row_of(row), row.created_by, row.created_at)
        for row in rows.order_by("-created_at", "-pk")[: most + 1]
    ]


def _change_entries(
    kind: Kind,
    id_: int,
    actor: Actor,
    most: int,
    until: datetime | None,
    only: str,
    locked: Collection[str],
) -> list[Entry]:
    """Return the latest change sets of a record. Fields that are `locked` by now cannot be restored
    here.
    """
    changes = queries.of_record(kind, id_)
    if hidden := [linked for linked in LINKED_KINDS if not actor.may_read(linked)]:
        changes = changes.exclude(detail__role__in=hidden)
    if until is not None:
        changes = changes.filter(change_set__at__lt=until)
    if only:
        changes = (
            changes.filter(event__in=_LINKS)
            if only == "links"
            else changes.exclude(event__in=_LINKS)
        )
    some = list(changes[: most * 4 + 1])
    groups = [list(group) for _set, group in groupby(some, key=lambda change: change.change_set_id)]
    return [entry_of(kind, group, actor, locked) for group in groups[: most + 1]]


def entry_of(kind: Kind, changes: list[Change], actor: Actor, locked: Collection[str]) -> Entry:
    """Return what changes of one record by one change set say; fields that are `locked` cannot be
    restored there.
    """
    change_set, first = (
        changes[0].change_set,
        min(changes, key=lambda change: change.event == "changed"),
    )
    way = via_seen(change_set, actor)
    may = actor.may_write(kind) and (actor.is_administrator or change_set.user_id == actor.user_id)
    way_name = labels.way(way, source_seen(change_set, actor))
    icon = _ICONS.get(first.event, "history")
    if first.event == "link_state" and (first.detail or {}).get("state") == "active":
        icon = "player-play"
    if way == PHONE:
        icon = "device-mobile"
    return Entry(
        icon,
        " ".join(_sentences(changes)),
        change_set.by,
        way_name,
        change_set.at,
        change_set.pk,
        str(change_set.act),
        [
            line
            for change in changes
            if change.event == "changed"
            for line in _lines(kind, change, actor, locked, way_name)
        ],
        may,
    )


def _sentences(changes: Iterable[Change]) -> list[str]:
    """Return what happened, a sentence per event."""
    found = []
    for change in changes:
        detail = change.detail or {}
        if change.event == "changed":
            found.append(
                _("Changed: %(fields)s.")
                % {"fields": formatting.few([labels.field(name) for name in change.values])}
            )
        elif change.event in _LINKS and "role" in detail:
            other = detail["contact_no"] if not is_contact(change.kind) else detail["record_no"]
            record = named_by(detail["role"] if is_contact(change.kind) else "contact", other)
            found.append(_link_sentence(change.event, detail) % {"record": record})
        elif change.event == "erased" and detail.get("fields"):
            fields = formatting.few([labels.field(name) for name in detail["fields"]])
            found.append(_("Erased since: %(fields)s.") % {"fields": fields})
        elif change.event == "erased":
            found.append(_("Erased since."))
        else:
            found.append(
                {"created": _("Created."), "deleted": _("Deleted.")}.get(
                    change.event, _("Repaired.")
                )
            )
    return found


def _link_sentence(event: str, detail: Content) -> str:
    if event == "linked":
        return _("Linked with %(record)s.")
    if event == "unlinked":
        return _("Unlinked from %(record)s.")
    if detail.get("state") == "paused":
        return _("Link with %(record)s paused.")
    return _("Link with %(record)s resumed.")


def _lines(
    kind: Kind, change: Change, actor: Actor, locked: Collection[str], way: str
) -> list[Line]:
    """Return the fields that changed; a cause that says the same as the way is not said twice."""
    found = []
    for name, (old, new, cause) in change.values.items():
        field = facts.field_of(kind, name)
        known = name in KINDS[kind].fields
        before, after = (
            formatting.value(field, tuple(each) if isinstance(each, list) else each)
            for each in (old, new)
        )
        why = "" if cause == "typed" else labels.cause(cause_seen(cause, actor))
        why = "" if why == way else why
        can_restore = known and actor.may_write(kind) and name != "type" and name not in locked
        found.append(Line(name, labels.field(name), before, after, why, can_restore, change.pk))
    return found
