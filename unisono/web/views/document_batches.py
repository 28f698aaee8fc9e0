"""Many documents of a list: released, closed, printed; those that are ticked, or all that match."""

from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unisono.access.roles import require_write
from unisono.common.errors import Invalid
from unisono.documents.types import TYPES
from unisono.usecases.documents import many
from unisono.web import document_names
from unisono.web.frame import acting
from unisono.web.list_queries import OWN, in_zone
from unisono.web.parts import say, warn, warn_all
from unisono.web.views.document_actions import pdf_response

_TOLD = 10  # of those that were refused; the others are counted


@require_POST
def print_chosen(request: HttpRequest, type_: str) -> HttpResponse:
    """Return the papers, one as it is, several in a zip; each is logged."""
    try:
        printed = many.print_many(type_, _chosen(request), actor=acting(request))
    except Invalid as invalid:
        return _refused(request, type_, invalid)
    _tell(request, printed)
    if printed.file is None:
        return _back(request, type_)
    return pdf_response(printed.file, "attachment")


@require_POST
def set_status_of_chosen(request: HttpRequest, type_: str) -> HttpResponse:
    """Release, close, or open again."""
    actor, status = acting(request), request.POST.get("status", "")
    require_write(actor, TYPES[type_].right)
    try:
        changed = many.set_status_of_many(type_, _chosen(request), status, actor=actor)
    except Invalid as invalid:
        return _refused(request, type_, invalid)
    if changed.done:
        name = document_names.statuses()[status].capitalize()
        said = {"status": name, "count": len(changed.done)}
        say(request, _("%(status)s: %(count)s") % said, act=changed.act)
    if changed.unchanged:
        say(request, _("They were so already: %(count)s") % {"count": len(changed.unchanged)})
    _tell(request, changed)
    return _back(request, type_)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Return the query of what was chosen: the numbers that are ticked, or the list's own."""
    if ticked := request.POST.get("no__in", ""):
        return {"no__in": ticked}
    query = parse_qsl(request.POST.get("query", ""), keep_blank_values=True)
    return in_zone(request, {name: text for name, text in query if name not in OWN})


def _refused(request: HttpRequest, type_: str, invalid: Invalid) -> HttpResponse:
    """Say what was wrong with what was chosen, and go back to the list."""
    for error in invalid.errors:
        warn(request, error.message)
    return _back(request, type_)


def _tell(request: HttpRequest, done: many.Many) -> None:
    """Say what was refused, and what is to be known of the rest."""
    for no, message in done.failed[:_TOLD]:
        warn(request, f"{no}: {message}")
    if (more := len(done.failed) - _TOLD) > 0:
        warn(request, _("Refused, too: %(count)s") % {"count": more})
    warn_all(request, done.warnings)


def _back(request: HttpRequest, type_: str) -> HttpResponse:
    query = request.POST.get("query", "")
    return HttpResponseRedirect(f"{document_names.list_url(type_)}?{query}")
