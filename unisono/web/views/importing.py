"""A file comes in: shown what it would do by the real code, then done [P6, as far as it goes today]."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from unisono.access.roles import Actor, require_write
from unisono.cards.fields import KINDS
from unisono.common.errors import NotFound, Refused, required
from unisono.usecases import importing
from unisono.usecases.common import kind_names
from unisono.web import addresses, labels, shown, uploads
from unisono.web.frame import acting
from unisono.web.middleware import UPLOAD_BYTES
from unisono.web.parts import say

_SHOWN = 100
_NAMES = {addresses.collection(kind): kind for kind in KINDS}


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take a file, show its dry run, and import it when the person says so."""
    actor = acting(request)
    given = request.POST or request.GET
    kind = _NAMES.get(given.get("as", ""), "")
    kinds = [(name, kind_names(each)) for name, each in _NAMES.items() if actor.may_write(each)]
    if not kinds:
        require_write(actor, "contact")
    context: dict[str, Any] = {"kinds": kinds, "as": given.get("as", ""), "limit": UPLOAD_BYTES // 1024 // 1024}
    if request.method == "GET":
        return render(request, "import.html", context)
    try:
        if not kind:
            raise NotFound(_("Say what the rows are."))
        kept = _kept(request)
        if "run" in request.POST:
            return _done(request, kind, _imported(kept, kind, actor))
        report = importing.import_file(uploads.path_of(kept, actor), kind, {}, actor=actor, dry_run=True)
    except Refused as refusal:
        text = refusal.message or _("The file is not kept any more; choose it again.")
        errors = [(labels.field(error.field), error.message) for error in refusal.errors] or [("", text)]
        return render(request, "import.html", {**context, "errors": errors}, status=refusal.status)
    context |= {"report": _shown(report, kind), "kept": kept, "kind": kind}
    return render(request, "import.html", context)


def _imported(kept: str, kind: str, actor: Actor) -> importing.Report:
    """Import a kept file, once: it is kept again only where the import is refused as a whole."""
    path = uploads.take(kept, actor)
    try:
        report = importing.import_file(path, kind, {}, actor=actor)
    except Refused:
        uploads.give_back(path)
        raise
    path.unlink(missing_ok=True)
    return report


def _kept(request: HttpRequest) -> str:
    """Return the name under which the file is kept, now or since the dry run."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        return uploads.keep(file, acting(request))
    if kept := request.POST.get("kept"):
        return kept
    raise Refused(_("Choose a file."), errors=(required("file"),))


def _shown(report: importing.Report, kind: str) -> dict[str, Any]:
    return {
        "columns": [(column, labels.field(name)) for column, name in report.columns.items()],
        "left_out": report.left_out,
        "counts": [
            (_("New rows"), shown.whole(report.counts["created"])),
            (_("Updated"), shown.whole(report.counts["updated"])),
            (_("Unchanged"), shown.whole(report.counts["unchanged"])),
            (_("Refused"), shown.whole(report.counts["refused"])),
        ],
        "refused": report.refused[:_SHOWN],
        "refused_more": max(0, len(report.refused) - _SHOWN),
        "warnings": report.warnings[:_SHOWN],
        "comes_in": report.counts["created"] + report.counts["updated"],
    }


def _done(request: HttpRequest, kind: str, report: importing.Report) -> HttpResponse:
    """Say what came in, with *Undo* for the whole of it, and show the list."""
    created, updated, refused = (report.counts[each] for each in ("created", "updated", "refused"))
    text = ngettext("%(count)s new row", "%(count)s new rows", created) % {"count": created}
    text += ", " + _("%(updated)s updated, %(refused)s refused.") % {"updated": updated, "refused": refused}
    came = created + updated
    say(request, text, act=str(report.act) if came else "")
    return HttpResponseRedirect(f"{addresses.list_url(kind)}?sort=-created_at")
