"""Entries of the log as the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Stored
from unisono.documents.models import Document
from unisono.documents.types import TYPES
from unisono.interactions.actions import COVER_SHEET
from unisono.interactions.models import Interaction
from unisono.interactions.queries import timeline_entries
from unisono.web import document_names
from unisono.web.code_names import described

_SHOWN = 50  # entries of a document, and of a page of the log
CALLS, MESSAGES = "phone", ("email", "letter", "fax")


@dataclass(frozen=True)
class LogEntry:
    """One interaction on a timeline."""

    icon: str
    sentence: str
    about: str
    about_url: str
    person: str
    by: str
    at: datetime
    url: str
    state: str
    state_name: str
    error: str
    can_resend: bool
    cancelled: bool
    files: int
    lines: Sequence[object] = ()
    key: int = 0


def of_document(document: Document, actor: Actor) -> list[LogEntry]:
    """Return what happened with a document, newest first."""
    rows = (
        timeline_entries(actor)
        .filter(document_type=document.type, document_no=document.no)
        .order_by("-at", "-pk")
    )
    return [replace(entry(row, actor), about="") for row in rows[:_SHOWN]]


def sorted_out(rows: QuerySet[Interaction], only: str) -> QuerySet[Interaction]:
    """Return the entries of one sort: documents, messages, calls; all of them for ""."""
    if only == "calls":
        return rows.filter(medium=CALLS)
    if only == "messages":
        return rows.filter(medium__in=MESSAGES).exclude(
            document_type__in=TYPES, message__isnull=True
        )
    return rows.exclude(document_type="") if only == "documents" else rows


def of_sort(actor: Actor, only: str) -> QuerySet[Interaction]:
    """Return the whole log, or one sort of it: also what was not delivered, and the archive."""
    rows = timeline_entries(actor)
    if only == "archive":
        return rows.filter(contact__isnull=True)
    return rows.filter(message__state="failed") if only == "failed" else sorted_out(rows, only)


def page(rows: QuerySet[Interaction], before: str, actor: Actor) -> tuple[list[LogEntry], str]:
    """Return a page of the log, newest first, and where the next one begins ("": there is none)."""
    at, _bar, key = before.partition("_")
    if key.isdecimal() and (moment := _moment(at)):
        rows = rows.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=int(key[:18])))
    found = list(rows.order_by("-at", "-pk")[: _SHOWN + 1])
    last = found[_SHOWN - 1] if len(found) > _SHOWN else None
    return [
        entry(row, actor, -1) for row in found[:_SHOWN]
    ], f"{last.at.isoformat()}_{last.pk}" if last else ""


def _moment(text: str) -> datetime | None:
    """Return the moment that a cursor names, None where it names none."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def of_contacts(ids: Iterable[int], actor: Actor) -> QuerySet[Interaction]:
    """Return the entries of contacts, and of those who were people of theirs at that time."""
    keys = list(ids)
    return timeline_entries(actor).filter(Q(contact_id__in=keys) | Q(company_id__in=keys))


def entry(row: Stored, actor: Actor, here: int | None = None) -> LogEntry:
    """Return an interaction as a timeline shows it; on the card of contact `here`, others are
    named.
    """
    about, url = _about(row)
    message = row.message
    state = message.state if message else ""
    return LogEntry(
        _icon(row),
        described(row),
        about,
        url,
        row.contact_name if here is not None and row.contact_key != here else "",
        row.by,
        row.at,
        f"/interactions/{row.pk}",
        state,
        document_names.message_states().get(state, ""),
        message.error if message and state != "sent" else "",
        state == "failed" and actor.may_write("interaction"),
        row.cancelled,
        getattr(row, "files", 0),
        key=row.pk,
    )


def _about(row: Interaction) -> tuple[str, str]:
    """Return which document an entry is about, and where that is."""
    if row.document_type in TYPES:
        name = f"{document_names.type_names()[row.document_type]} {row.document_no}"
        return name, document_names.document_url(row.document_type, row.document_no)
    return ("", "") if row.document_type != COVER_SHEET else (_("Cover sheet"), "")


def _icon(row: Interaction) -> str:
    if row.action.endswith("_printed"):
        return "printer"
    if row.document_type in TYPES and row.medium not in MESSAGES:
        return document_names.ICONS[row.document_type]
    return document_names.MEDIUM_ICONS.get(row.medium, "message")
