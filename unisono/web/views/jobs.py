"""Long work: contacts in a batch with its preview, the pages of jobs, the sign in the header
[P7].
"""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_write
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Invalid, NotFound
from unisono.jobs.models import OPEN, Job
from unisono.links.kinds import KINDS
from unisono.links.naming import kind_names
from unisono.matching.texts import left_out_text, reasons_of
from unisono.usecases.jobs import jobs
from unisono.usecases.matching import accepting, duplicates, suggestions
from unisono.usecases.records import batches
from unisono.web import formatting, labels, list_filters, paths
from unisono.web.frame import acting
from unisono.web.parts import is_part, say, texts
from unisono.web.record_list import record_list

_SHOWN, _ERRORS_SHOWN = 50, 200
_UNDONE = (batches.CREATE_CONTACTS, accepting.LINK_SUGGESTED, "import")


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Show what a batch would do, or start it; the filter is that of a list."""
    actor = acting(request)
    given = texts(request.POST or request.GET)
    source = given.pop("source", "")
    kind = batches.SOURCES.get(source)
    if kind is None:
        raise NotFound(_("There is nothing at this address."))
    require_write(actor, kind)
    dry_run = given.pop("dry_run", "") == "yes"
    on_match = given.pop("on_match", "review")
    for name in ("csrfmiddlewaretoken", "start", "sort", "cursor", "in"):
        given.pop(name, None)
    options: Content = {"source": source, "filter": given, "dry_run": dry_run, "on_match": on_match}
    if request.method == "POST":
        id_ = jobs.start_job(batches.CREATE_CONTACTS, options, actor=actor)
        return HttpResponseRedirect(f"/jobs/{id_}")
    preview, errors, shown = None, tuple[FieldError, ...](), record_list(kind)
    try:
        preview = batches.preview_create_contacts(options, actor)
    except Invalid as invalid:
        errors = invalid.errors
    context = {
        "kind": kind,
        "source": source,
        "kinds": kind_names(kind),
        "filter": given,
        "filter_text": urlencode(given),
        "chips": list_filters.chips(shown, given, shown.choices()),
        "q": given.get("q", ""),
        "preview": preview,
        "new": preview.total - preview.linked if preview else 0,
        "counts": _selected(preview) if preview else [],
        "on_match": on_match,
        "ways": [
            ("review", _("leave it for review")),
            ("link", _("link it to that contact")),
            ("create", _("create a new contact anyway")),
        ],
        "errors": [
            (labels.field(error.field.removeprefix("filter.")), error.message) for error in errors
        ],
        "list": paths.list_url(kind),
    }
    return render(request, "batch.html", context, status=422 if errors else 200)


def _selected(preview: batches.BatchPreview) -> list[tuple[str, str]]:
    """Return how many records a batch would treat, and how."""
    counts = [
        (_("Selected"), preview.total),
        (_("Get a contact"), preview.total - preview.linked),
        (_("Skipped: they have one"), preview.linked),
    ]
    if preview.persons:
        counts.append((_("People as primary contact"), preview.persons))
    return [(label, formatting.whole(count)) for label, count in counts]


@require_safe
def all_jobs(request: HttpRequest) -> HttpResponse:
    """Show the latest jobs."""
    found = list(jobs.visible_jobs(acting(request)).select_related("user")[:_SHOWN])
    return render(request, "jobs.html", {"jobs": [_shown(job) for job in found]})


@require_safe
def job(request: HttpRequest, id_: int) -> HttpResponse:
    """Show how far a job is; while it goes on, the page asks again every second."""
    found = jobs.find_job(id_, acting(request))
    context: Content = {
        "job": _shown(found),
        "counts": _counts(found),
        "errors": _errors(found),
        "list": _list(found),
    }
    context |= {"matches": _matches(found), "goes_on": _goes_on(found)}
    template = "parts/job.html" if is_part(request) else "job.html"
    return render(request, template, context)


def _errors(found: Job) -> list[object]:
    return list(found.errors.order_by("id")[:_ERRORS_SHOWN])


def _matches(found: Job) -> list[Content]:
    rows = found.matches.order_by("id")[:_ERRORS_SHOWN]
    return [{"row": row, "reasons": reasons_of(row.matching_fields)} for row in rows]


def _goes_on(found: Job) -> tuple[str, str] | None:
    """Return where a person goes on with what a job found: (what, address)."""
    if found.kind == "import":
        return _("See the rows"), f"/import/{found.payload['file']}/result"
    return {
        duplicates.FIND_DUPLICATES: (_("See the duplicates"), "/duplicates/"),
        suggestions.SUGGEST_LINKS: (_("See the suggestions"), "/suggestions/"),
        accepting.LINK_SUGGESTED: (_("See the suggestions"), "/suggestions/"),
    }.get(found.kind)


def _list(found: Job) -> str:
    kind = batches.SOURCES.get(found.payload.get("source", ""))
    return kind or ""


def _shown(found: Job) -> Content:
    """Return a job as its page and the list of jobs show it."""
    is_open = found.state in OPEN
    return {
        "row": found,
        "title": _title(found),
        "source": found.payload.get("source", ""),
        "on_match": found.payload.get("on_match", "create"),
        "state": labels.job_states()[found.state],
        "is_open": is_open,
        "is_cancelling": is_open and found.cancel_wanted,
        "share": min(100, round(100 * found.done / found.total)) if found.total else 0,
        "left_out": left_out_text(found.payload.get("left_out", {})),
        "is_built_in": found.payload.get("engine") == "built-in",
        "is_dry_run": bool(found.payload.get("dry_run")),
        "can_resume": found.state in ("failed", "cancelled"),
        "can_undo": found.kind in _UNDONE
        and found.created
        and not is_open
        and not found.payload.get("dry_run"),
        "filter": dict(found.payload.get("filter", {})),
    }


def _title(found: Job) -> str:
    """Return what a job does, and to what: Import: clients.xlsx (Customers)."""
    name = labels.job_kinds().get(found.kind, found.kind)
    kind = found.payload.get("kind") or batches.SOURCES.get(found.payload.get("source", ""), "")
    kinds = kind_names(kind) if kind in KINDS else ""
    if file := found.payload.get("name", ""):
        return f"{name}: {file} ({kinds})" if kinds else f"{name}: {file}"
    return f"{name}: {kinds}" if kinds else name


def _counts(found: Job) -> list[tuple[str, str]]:
    """Return what a job counts, and how fast it gets on: records per second, seconds left."""
    end = found.finished_at or datetime.now(UTC)
    seconds = (end - found.started_at).total_seconds() if found.started_at else 0
    rate = found.done / seconds if seconds > 0 else 0
    left = (found.total - found.done) / rate if found.state in OPEN and rate > 0 else 0
    counts = [
        (_("Records done"), f"{formatting.whole(found.done)} / {formatting.whole(found.total)}"),
        (
            _("Would be created") if found.payload.get("dry_run") else _("Records created"),
            formatting.whole(found.created),
        ),
        (_("Skipped"), formatting.whole(found.skipped)),
        (_("Records that failed"), formatting.whole(found.errors.count())),
    ]
    pace = [(_("Per second"), round(rate)), (_("Seconds left"), round(left))]
    return counts + [(label, formatting.whole(number)) for label, number in pace if number]


@require_POST
def cancel(request: HttpRequest, id_: int) -> HttpResponse:
    """Cancel a job: what was done stays done."""
    jobs.cancel_job(id_, actor=acting(request))
    say(request, _("Cancelled. What was done stays, and can be undone."))
    return HttpResponseRedirect(f"/jobs/{id_}")


@require_POST
def resume(request: HttpRequest, id_: int) -> HttpResponse:
    """Let a job that ended early go on where it stopped."""
    jobs.resume_job(id_, actor=acting(request))
    return HttpResponseRedirect(f"/jobs/{id_}")


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say in the header that something is under way; nothing, when nothing is."""
    if jobs.is_something_under_way(acting(request)):
        return render(request, "parts/live_jobs.html")
    return HttpResponse()
