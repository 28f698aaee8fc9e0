"""Documents: a new one, one of them, its status and end."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.documents.queries import find_document
from unisono.usecases.documents import printing
from unisono.usecases.documents.changing import change_document, delete_document
from unisono.web import document_names, document_page
from unisono.web.frame import acting
from unisono.web.parts import say, warn_all
from unisono.web.views.editing import expected_version


@require_safe
def document(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Show a document: what it says, what was made of it, what happened with it."""
    actor = acting(request)
    found = find_document(type_, no, actor)
    warn_all(request, printing.log_opened(found, actor=actor))
    return render(request, "document.html", document_page.context_of(found, actor))


@require_POST
def set_status(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Release, close, or open a document again."""
    actor, status = acting(request), request.POST.get("status", "")
    outcome = change_document(
        type_, no, {"status": status}, actor=actor, expected=expected_version(request)
    )
    say(request, f"{outcome.no}: {document_names.statuses()[status]}.", outcome.change_set)
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(document_names.document_url(type_, outcome.no))


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Ask, then delete an open document."""
    actor = acting(request)
    found = find_document(type_, no, actor, write=True)
    if request.method == "POST":
        outcome = delete_document(type_, no, actor=actor, expected=expected_version(request))
        say(request, _("%(no)s is deleted.") % {"no": found.no}, outcome.change_set)
        return HttpResponseRedirect(document_names.list_url(type_))
    context = {"document": found, "title": document_names.type_names()[type_]}
    context["url"] = document_names.document_url(type_, found.no)
    return render(request, "document_delete.html", context)
