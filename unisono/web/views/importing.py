"""The import wizard: a file, its columns, a trial by the real code, mending, the run [P6]."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_write
from unisono.common.borders import Content
from unisono.common.errors import NotFound, Refused, required
from unisono.common.kinds import KIND_NAMES
from unisono.common.text import whole_number
from unisono.exchange.csv_reading import ENCODINGS
from unisono.exchange.writing import csv_lines
from unisono.imports.options import checked_options
from unisono.jobs.models import OPEN
from unisono.links.naming import kind_names
from unisono.usecases.imports import mappings, staged
from unisono.usecases.jobs import import_steps, jobs
from unisono.web import import_columns, importing_shown, labels, paths
from unisono.web.frame import acting
from unisono.web.parts import is_part, say, warn

_SOURCES = {kind: paths.collection(kind) for kind in KIND_NAMES}


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Take a file, and go on to its columns."""
    actor = acting(request)
    kinds = [(_SOURCES[kind], kind_names(kind)) for kind in KIND_NAMES if actor.may_write(kind)]
    if not kinds:
        require_write(actor, "contact")
    given = request.POST or request.GET
    source = str(given.get("as", "")).replace("-", "_")
    context = {
        "kinds": kinds,
        "as": source,
        "limit": settings.MOST_UPLOADED_BYTES // 1024 // 1024,
        "encodings": ENCODINGS,
    }
    if request.method == "GET":
        return render(request, "import.html", context)
    try:
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            raise Refused(_("Choose a file."), errors=(required("file"),))
        name = staged.stage(file, source, actor, encoding=request.POST.get("encoding", ""))
    except Refused as refusal:
        errors = [(labels.field(error.field), error.message) for error in refusal.errors] or [
            ("", refusal.message)
        ]
        return render(request, "import.html", {**context, "errors": errors}, status=refusal.status)
    return HttpResponseRedirect(f"/import/{name}/")


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, name: str) -> HttpResponse:
    """Say which column is which field, how rows find records, and what is done with them; then try
    it.
    """
    actor = acting(request)
    about = staged.staged_file(name, actor).about()
    given = (
        import_columns.options_of(request.POST, about)
        if request.method == "POST"
        else about.get("options", import_columns.FIRST_CHOICES)
    )
    if (key := whole_number(request.GET.get("mapping", ""))) is not None:
        given = import_columns.fitting(
            mappings.find_mapping(key, about["source"], actor).options, about
        )
    status, errors = 200, list[tuple[str, str]]()
    try:
        options, left_out = checked_options(about["source"], about, given, actor)
        if request.method == "POST":
            given = import_steps.with_new_codes(
                given, import_columns.new_codes(given, options.kind), actor=actor
            )
            return _tried(request, name, about["source"], given)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        status = refusal.status
        errors = [(labels.field(error.field), error.message) for error in refusal.errors] or [
            ("", refusal.message)
        ]
        options, left_out = import_columns.without_check(about, given)
    kept = staged.staged_file(name, actor)
    context = import_columns.context(name, kept, options, left_out, given, actor)
    context |= {"errors": errors, "mappings": mappings.own_mappings(about["source"], actor)}
    return render(request, "import_columns.html", context, status=status)


@require_POST
def read(request: HttpRequest, name: str) -> HttpResponse:
    """Read the file in another way: another sheet, other headings, another encoding."""
    try:
        about = staged.staged_file(name, acting(request)).about()
        staged.read_again(name, import_columns.how_of(request.POST, about), acting(request))
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        warn(request, refusal.message or "; ".join(each.message for each in refusal.errors))
    return HttpResponseRedirect(f"/import/{name}/")


def _tried(request: HttpRequest, name: str, source: str, given: Content) -> HttpResponse:
    """Keep the choices, under a name where one is given, and begin the trial."""
    actor = acting(request)
    if save_as := request.POST.get("save_as", "").strip():
        mappings.save_mapping(source, save_as, given, actor=actor)
        say(request, _("The mapping is saved."))
    import_steps.try_file(name, given, actor=actor)
    return HttpResponseRedirect(f"/import/{name}/result")


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, name: str) -> HttpResponse:
    """Show how far trial or import is, then what became of each row; run it, or try it again."""
    actor = acting(request)
    kept = staged.staged_file(name, actor)
    about = kept.about()
    if "job" not in about:
        return HttpResponseRedirect(f"/import/{name}/")
    if request.method == "POST":
        import_steps.go_on(
            name, "again" in request.POST, request.POST.get("on_conflict", ""), actor=actor
        )
        return HttpResponseRedirect(f"/import/{name}/result")
    job = jobs.find_job(about["job"], actor)
    context = importing_shown.result_context(name, about, kept, job, request.GET)
    context["is_open"] = job.state in OPEN
    return render(
        request, "parts/import_result.html" if is_part(request) else "import_result.html", context
    )


@require_POST
def mend(request: HttpRequest, name: str) -> HttpResponse:
    """Mend a cell of a row that is not as it should be."""
    number = whole_number(request.POST.get("row", ""))
    about = staged.staged_file(name, acting(request)).about()
    place = whole_number(request.POST.get("column", ""))
    if number is None or place is None or place >= len(about["columns"]):
        raise NotFound(_("There is no such cell."))
    column = about["columns"][place]
    text = request.POST.get("text", "").strip()
    import_steps.mend(name, number, column, text, actor=acting(request))
    say(request, _("Row %(row)s is mended.") % {"row": number})
    only = "&only=problems" if request.POST.get("only") == "problems" else ""
    return HttpResponseRedirect(f"/import/{name}/result?mended={number}{only}#row-{number}")


@require_POST
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Say of a row, or of all that look like one contact, whether they are the same."""
    actor = acting(request)
    kept = staged.staged_file(name, actor)
    numbers = (
        [number]
        if (number := whole_number(request.POST.get("row", ""))) is not None
        else [
            row.number
            for row, result in kept.pages(("review",))
            if result.no and result.no == request.POST.get("no")
        ]
    )
    staged.answer(name, numbers, request.POST.get("answer", ""), actor=actor)
    say(request, _("Remembered. The import, or another trial, takes it so."))
    return HttpResponseRedirect(f"/import/{name}/result?only=review")


@require_safe
def faulty(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the rows that were refused as a csv file, with why, to be mended and imported again."""
    kept = staged.staged_file(name, acting(request))
    names = kept.about()["columns"]
    found = kept.pages(("refused", "conflict", "review"))
    rows = ([*(row.cells.get(column, "") for column in names), each.text] for row, each in found)
    response = StreamingHttpResponse(
        csv_lines([*names, _("Why")], rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="unisono-rows.csv"'
    return response


@require_POST
def forget_mapping(request: HttpRequest, name: str, key: int) -> HttpResponse:
    """Forget a saved mapping."""
    actor = acting(request)
    mappings.delete_mapping(key, staged.staged_file(name, actor).about()["source"], actor=actor)
    say(request, _("The mapping is forgotten."))
    return HttpResponseRedirect(f"/import/{name}/")
