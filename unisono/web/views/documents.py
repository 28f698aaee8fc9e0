"""Documents: a new one, one of them, its status and end."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_write
from unisono.cards.fields import Field
from unisono.common.errors import KeyInUse, Refused
from unisono.documents.queries import find_document
from unisono.documents.types import TYPES
from unisono.usecases.documents import printing
from unisono.usecases.documents.changing import change_document, delete_document
from unisono.usecases.documents.creating import create_document
from unisono.web import document_names, document_page, inputs
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.parts import say, warn_all
from unisono.web.views.editing import expected_version

_PARTY = ("contact_no", "customer_no", "vendor_no")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, type_: str) -> HttpResponse:
    """Ask with whom a new document is, or create it and go on in its form."""
    actor, info = acting(request), TYPES[type_]
    require_write(actor, info.right)
    if request.method == "GET":
        return _choose_party(request, type_, None)
    values = {
        name: request.POST[name].strip() for name in _PARTY if request.POST.get(name, "").strip()
    }
    try:
        outcome = create_document(type_, values, actor=actor_once(request, actor))
    except KeyInUse:
        return sent_twice(request, document_names.list_url(type_))
    except Refused as refusal:
        return _choose_party(request, type_, refusal)
    say(request, _("%(no)s is created.") % {"no": outcome.no}, outcome.change_set)
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(document_names.document_url(type_, outcome.no, "edit"))


def _choose_party(request: HttpRequest, type_: str, refusal: Refused | None) -> HttpResponse:
    """Ask for the contact, customer or vendor; where somebody is none yet, offer to create the
    record first.
    """
    info = TYPES[type_]
    required = refusal is not None and refusal.code == f"{info.role}-required"
    contact_no = request.POST.get("contact_no", request.GET.get("contact_no", ""))
    names = (["contact_no"] if not info.is_blanket else []) + [f"{info.role}_no"]
    made = inputs.inputs_of(
        [Field(name, length=20) for name in names], {**request.GET.dict(), **request.POST.dict()}
    )
    rest = inputs.with_errors(made, refusal, request.POST)
    context = {
        "type": type_,
        "title": document_names.type_names()[type_],
        "inputs": made,
        "rest": [] if required else rest,
        "required": refusal.message if required and refusal else "",
        "role": info.role,
        "contact_no": contact_no,
        "once": new_key(),
        "url": document_names.list_url(type_),
    }
    return render(request, "document_new.html", context, status=refusal.status if refusal else 200)


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
