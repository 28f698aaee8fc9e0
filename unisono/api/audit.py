"""The audit: who signed in, and who changed access, setup and personal data [10.5]."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from unisono.api.answers import answer, moment
from unisono.api.requests import actor_of
from unisono.audit.models import AuditEntry
from unisono.common.borders import Content
from unisono.lists.filters import Column
from unisono.lists.listing import page
from unisono.usecases.users.auditing import audit_entries

router = Router(tags=["Audit"])
COLUMNS = {
    "at": Column("at", "moment"),
    "action": Column("action"),
    "by": Column("by"),
    "subject": Column("subject"),
    "address": Column("address"),
}


class Entry(Schema):
    """One act: what, when, by whom ("" for the command line, or nobody known), about whom or what,
    from which address, and what else tells.
    """

    id: int
    at: datetime
    action: str
    by: str
    subject: str
    address: str
    detail: dict[str, Any]


class Entries(Schema):
    """A page of the audit."""

    items: list[Entry]
    next: str | None
    count: int
    count_is_minimum: bool = False


@router.get("/audit", response=Entries, summary="Who signed in, and changed who may do what")
def audit(request: HttpRequest) -> HttpResponse:
    """Return what is on record, newest first; filters as for lists, on `at`, `action`, `by`,
    `subject` and `address`. For administrators.
    """
    found = page(audit_entries(actor=actor_of(request)), COLUMNS, request.GET, "-at")
    return answer(found.shown([_shown(row) for row in found.rows]))


def _shown(row: AuditEntry) -> Content:
    return {
        "id": row.pk,
        "at": moment(row.at),
        "action": row.action,
        "by": row.by,
        "subject": row.subject,
        "address": row.address,
        "detail": row.detail,
    }
