"""Documents: lists, a new one, one of them, its status and end."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_read, require_write
from unisono.cards.fields import Field
from unisono.common.borders import Content, Rows
from unisono.common.errors import Invalid, KeyInUse, Refused
from unisono.documents.queries import document_rows, find_document, search_documents
from unisono.documents.types import TYPES
from unisono.lists.filters import Column
from unisono.lists.listing import COUNTED, page
from unisono.usecases.documents import printing
from unisono.usecases.documents.changing import change_document, delete_document
from unisono.usecases.documents.creating import create_document
from unisono.web import document_names, document_page, inputs, labels
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.parts import say, texts, warn, warn_all
from unisono.web.views.editing import expected_version

_PARTY = ("contact_no", "customer_no", "vendor_no")


def _columns(type_: str) -> dict[str, Column]:
    kind = TYPES[type_].role
    return {
        "no": Column("no_key", "key"),
        "name": Column("name"),
        "status": Column("status"),
        "document_date": Column("document_date", "date"),
        "total": Column("total", "money"),
        "created_at": Column("created_at", "moment"),
        "contact_no": Column("contact__no_key", "key"),
        f"{kind}_no": Column(f"{kind}__no_key", "key"),
    }


@require_safe
def documents(request: HttpRequest, type_: str) -> HttpResponse:
    """Show a page of the documents of a type, the newest first."""
    actor = acting(request)
    require_read(actor, TYPES[type_].right)
    query = {name: text for name, text in texts(request.GET).items() if text}
    rows: Rows = document_rows().filter(type=type_)
    try:
        found = page(rows, _columns(type_), query, "-created_at", search_documents)
    except Invalid as invalid:
        warn(request, _("The list cannot be filtered so: %(errors)s") % {"errors": invalid.message})
        return HttpResponseRedirect(document_names.list_url(type_))
    kept = {name: text for name, text in query.items() if name != "cursor"}
    context = {
        "type": type_,
        "title": document_names.types_names()[type_],
        "rows": [document_page.row_of(row) for row in found.rows],
        "tabs": _tabs(kept),
        "query": kept,
        "headings": [
            _heading(name, kept) for name in ("no", "name", "document_date", "status", "total")
        ],
        "q": query.get("q", ""),
        "count": min(found.count, COUNTED),
        "is_more": found.count > COUNTED,
        "next": urlencode({**kept, "cursor": found.next}) if found.next else "",
        "is_first": "cursor" not in query,
        "may_write": actor.may_write(TYPES[type_].right),
    }
    return render(request, "documents.html", context)


def _tabs(query: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return the states by which a list is shown: (what it is called, the query, whether it is
    on).
    """
    rest = {name: text for name, text in query.items() if name != "status"}
    here = query.get("status", "")
    names = [("", _("All")), *document_names.statuses().items()]
    return [
        (name, urlencode({**rest, **({"status": key} if key else {})}), key == here)
        for key, name in names
    ]


def _heading(name: str, query: dict[str, str]) -> Content:
    sort = query.get("sort", "")
    wanted = urlencode({**query, "sort": f"-{name}" if sort == name else name})
    order = "ascending" if sort == name else "descending" if sort == f"-{name}" else ""
    return {"name": name, "label": labels.field(name), "url": f"?{wanted}", "order": order}


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
        [Field(name, length=20) for name in names],
        {**request.GET.dict(), **request.POST.dict()},
        "document",
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
