"""The audit for an administrator: who signed in, who changed who may do what, who took data
along.
"""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unisono.audit.models import Action, AuditEntry
from unisono.common.borders import Rows
from unisono.common.text import whole_number
from unisono.exchange.writing import csv_lines
from unisono.usecases.users.auditing import HEADINGS, audit_entries, exported_audit
from unisono.web import labels
from unisono.web.frame import acting

_SHOWN = 100  # entries of a page


@require_safe
def audit(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Show what is on record, newest first: all of it, of one sort, or of one user; `format=csv` as
    a file.
    """
    actor = acting(request)
    action, name = request.GET.get("action", ""), request.GET.get("name", "").strip()
    rows = _chosen(audit_entries(actor=actor), action, name)
    if request.GET.get("format") == "csv":
        lines = csv_lines(HEADINGS, exported_audit(rows, actor=actor))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="audit.csv"'
        return response
    found = list(_older(rows, whole_number(request.GET.get("before", "")))[: _SHOWN + 1])
    context = {
        "entries": [(row, labels.audit_detail(row)) for row in found[:_SHOWN]],
        "older": found[_SHOWN - 1].pk if len(found) > _SHOWN else None,
        "actions": Action.choices,
        "action": action,
        "name": name,
    }
    return render(request, "audit.html", context)


def _older(rows: Rows, before: int | None) -> Rows:
    """Return the entries after one in their order, which is that of time: an erasure that a restore
    repeated stands where it was.
    """
    last = AuditEntry.objects.filter(pk=before).first() if before else None
    if last is None:
        return rows
    return rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))


def _chosen(rows: Rows, action: str, name: str) -> Rows:
    if action in Action.values:
        rows = rows.filter(action=action)
    if name:
        rows = rows.filter(by__iexact=name) | rows.filter(subject__iexact=name)
    return rows
