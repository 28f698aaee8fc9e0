"""Entries of the log as the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Stored
from unisono.documents.models import Document
from unisono.documents.types import TYPES
from unisono.interactions.actions import COVER_SHEET
from unisono.interactions.listed import MESSAGES, of_sort
from unisono.interactions.models import Interaction
from unisono.interactions.queries import timeline_entries
from unisono.web import document_names
from unisono.web.code_names import described

_SHOWN = 50  # entries of a document
_TOLD_APART = ("calls", "messages", "documents")


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
    return rows.filter(of_sort(only)) if only in _TOLD_APART else rows


def of_contacts(ids: Iterable[int], actor: Actor) -> QuerySet[Interaction]:
    """Return the entries of contacts, and of those who were people of theirs at that time."""
    keys = list(ids)
    return timeline_entries(actor).filter(Q(contact_id__in=keys) | Q(company_id__in=keys))


def entry(row: Stored, actor: Actor, here: int | None = None) -> LogEntry:
    """Return an interaction as a timeline shows it; on the card of contact `here`, others are
    named.
    """
    named, url = about(row)
    message = row.message
    state = message.state if message else ""
    return LogEntry(
        icon_of(row),
        described(row),
        named,
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


def about(row: Interaction) -> tuple[str, str]:
    """Return which document an entry is about, and where that is."""
    if row.document_type in TYPES:
        name = f"{document_names.type_names()[row.document_type]} {row.document_no}"
        return name, document_names.document_url(row.document_type, row.document_no)
    return ("", "") if row.document_type != COVER_SHEET else (_("Cover sheet"), "")


def icon_of(row: Interaction) -> str:
    """Return the icon of an entry, by what happened."""
    if row.action.endswith("_printed"):
        return "printer"
    if row.document_type in TYPES and row.medium not in MESSAGES:
        return document_names.ICONS[row.document_type]
    return document_names.MEDIUM_ICONS.get(row.medium, "message")
