"""Looking at the audit, and taking it along."""

from collections.abc import Iterator

from django.db.models import QuerySet

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action, AuditEntry
from unisono.audit.recording import put_on_record
from unisono.usecases.transaction import writing

_CHUNK = 2000  # rows in memory at a time
HEADINGS = ("at", "action", "by", "subject", "address", "detail")


def audit_entries(*, actor: Actor) -> QuerySet[AuditEntry]:
    """Return what is on record, newest first; raise NotAllowed."""
    require_administrator(actor)
    return AuditEntry.objects.order_by("-at", "-pk")


@writing
def note_list_export(kind: str, count: int, format_: str, *, actor: Actor) -> None:
    """Put on record that somebody took a list of records along."""
    put_on_record(Action.EXPORTED, actor, kind, count=count, format=format_)


def exported_audit(rows: QuerySet[AuditEntry], *, actor: Actor) -> Iterator[list[object]]:
    """Return rows of the audit as cells under HEADINGS, times in UTC, and put on record that they
    were taken along; raise NotAllowed.
    """
    require_administrator(actor)
    note_list_export("audit", rows.count(), "csv", actor=actor)
    return _cells(rows)


def _cells(rows: QuerySet[AuditEntry]) -> Iterator[list[object]]:
    for row in rows.iterator(chunk_size=_CHUNK):
        detail = "; ".join(f"{name}: {value}" for name, value in row.detail.items())
        yield [row.at.isoformat(), row.action, row.by, row.subject, row.address, detail]
