"""Deleting, with a list of what it takes along; undoing, with what changed since."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Content
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import EditConflict, NotFound
from unisono.common.kinds import Kind
from unisono.common.outcome import Outcome
from unisono.common.text import whole_number
from unisono.contacts.queries import people_of
from unisono.documents.queries import documents_that_keep
from unisono.documents.types import TYPES
from unisono.history.queries import change_set_of
from unisono.links.kinds import KINDS
from unisono.links.queries import linked_records, records_of
from unisono.usecases.jobs import jobs
from unisono.usecases.records.deleting import delete_contact, delete_record
from unisono.usecases.undo import undo_jobs
from unisono.usecases.undo.undo_change_sets import undo_act, undo_change_set
from unisono.web import document_names, document_page, facts, formatting, labels, paths
from unisono.web.frame import acting
from unisono.web.parts import say
from unisono.web.saving import documents_reached, reached, report
from unisono.web.views.cards import row_of
from unisono.web.views.editing import expected_version

_OBSTACLES = 10  # documents that are named; the others are said to be there


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Show what deleting takes along and what stays, then do it [4.1] [4.2]."""
    actor = acting(request)
    require_write(actor, kind)
    row = row_of(kind, no)
    if request.method == "POST":
        expected = expected_version(request)
        if kind == "contact":
            outcome = delete_contact(
                no, request.POST.get("people", "keep"), actor=actor, expected=expected
            )
        else:
            outcome = delete_record(kind, no, actor=actor, expected=expected)
        report(request, _("%(no)s is deleted.") % {"no": row.no}, outcome, actor)
        return HttpResponseRedirect(paths.list_url(kind))
    links = linked_records(kind, row.pk)
    context = {
        "kind": kind,
        "no": no,
        "row": row,
        "people": people_of(row.pk).count() if kind == "contact" else 0,
        "kept_by": _kept_by(kind, row.pk, actor),
        "links": [(linked, record) for linked, record in links if actor.may_read(linked)],
        "url": paths.card_url(kind, no),
    }
    return render(request, "delete.html", context)


def _kept_by(kind: Kind, id_: int, actor: Actor) -> Content:
    """Return because of which documents a record cannot be deleted, those with links that the actor
    may see.
    """
    found = list(documents_that_keep(kind, [id_])[: _OBSTACLES + 1])
    seen = [row for row in found[:_OBSTACLES] if actor.may_read(row.info.right)]
    return {"rows": [document_page.row_of(row) for row in seen], "more": len(found) > len(seen)}


@require_POST
def undo(request: HttpRequest, what: str) -> HttpResponse:
    """Undo a change set (`set-17`) or a whole act (`act-…`); where something changed since, list it
    first [3.7].
    """
    actor, skip = acting(request), request.POST.get("skip") == "yes"
    sort, _dash, key = what.partition("-")
    if sort not in ("set", "act") or (sort == "set" and whole_number(key) is None):
        raise NotFound(_("There is nothing at this address."))
    if sort == "act" and undo_jobs.is_long(key):
        id_ = jobs.start_job(undo_jobs.UNDO, {"act": key, "skip_conflicts": skip}, actor=actor)
        return HttpResponseRedirect(f"/jobs/{id_}")
    try:
        outcome = (
            undo_change_set(int(key), skip, actor=actor)
            if sort == "set"
            else undo_act(key, skip, actor=actor)
        )
    except EditConflict as conflict:
        return _since(request, what, conflict)
    return _undone(request, what, outcome)


def _undone(request: HttpRequest, what: str, outcome: Outcome) -> HttpResponse:
    """Say what was undone, and go to where that can be seen."""
    actor = acting(request)
    if outcome.change_set is None:
        say(request, _("There was nothing to undo any more."))
    else:
        report(request, _("Undone."), outcome, actor)
    return HttpResponseRedirect(_seen_at(request, what, outcome))


def _seen_at(request: HttpRequest, what: str, outcome: Outcome) -> str:
    """Return the card of the first record that the undo reached and that is there, else its
    document, else home.
    """
    for change in reached(outcome.change_set, acting(request)):
        if (
            change.event != "deleted"
            and records_of(change.kind).filter(pk=change.record_id).exists()
        ):
            return paths.card_url(change.kind, change.no)
    documents = documents_reached(outcome.change_set, acting(request))
    if len(documents) > 1 and (came_from := _list_before(request)):
        return came_from
    return next(iter(documents), "/")


def _list_before(request: HttpRequest) -> str:
    """Return the list, with its filter, from which several documents are undone, "" for none."""
    before = urlsplit(request.headers.get("referer", ""))
    if before.netloc != request.get_host() or before.path not in map(
        document_names.list_url, TYPES
    ):
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path


def _since(request: HttpRequest, what: str, conflict: EditConflict) -> HttpResponse:
    """Show what changed since; nothing is undone until the person says to undo the rest."""
    rows = [
        {
            "kind": each.kind,
            "no": each.no,
            "label": labels.field(each.field),
            **{side: _text(each, side) for side in ("base", "current", "yours")},
        }
        for each in conflict.conflicts
    ]
    sort, _dash, key = what.partition("-")
    change_set = change_set_of(int(key)) if sort == "set" else None
    context = {
        "what": what,
        "rows": rows[:200],
        "more": max(0, len(rows) - 200),
        "hidden": conflict.hidden,
        "change_set": change_set,
    }
    return render(request, "undo_conflict.html", context, status=409)


def _text(conflict: FieldConflict, side: str) -> str:
    field = facts.field_of(conflict.kind, conflict.field) if conflict.kind in KINDS else None
    return formatting.value(field, getattr(conflict, side)) or "—"
