"""Documents: lists, one of them, its form."""

import json
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_read, require_write
from unisono.cards.fields import Field
from unisono.cards.models import value_of
from unisono.common.errors import Invalid, Refused
from unisono.documents.fields import OWN_FIELDS, PARTY_FIELDS, fields_of
from unisono.documents.models import Document
from unisono.documents.queries import document_rows, lines_of, search_documents
from unisono.documents.totals import decimals_of
from unisono.documents.types import TYPES
from unisono.links.filters import Column
from unisono.links.listing import COUNTED, page
from unisono.usecases.documents import printing
from unisono.usecases.documents.change import change_document, delete_document
from unisono.usecases.documents.common import find_document
from unisono.usecases.documents.create import create_document
from unisono.usecases.outcome import Outcome
from unisono.usecases.transaction import KeyInUse
from unisono.web import document_page, inputs, labels, line_inputs, paper_names
from unisono.web.frame import acting
from unisono.web.once import actor_once, new_key, sent_twice
from unisono.web.parts import say, texts, warn
from unisono.web.views.editing import expected_version

_PARTY = ("contact_no", "customer_no", "vendor_no")


def _columns(type_: str) -> dict[str, Column]:
    role = TYPES[type_].role
    return {
        "no": Column("no_key", "key"),
        "name": Column("name"),
        "status": Column("status"),
        "document_date": Column("document_date", "date"),
        "total": Column("total", "money"),
        "created_at": Column("created_at", "moment"),
        "contact_no": Column("contact__no_key", "key"),
        f"{role}_no": Column(f"{role}__no_key", "key"),
    }


@require_safe
def documents(request: HttpRequest, type_: str) -> HttpResponse:
    """Show a page of the documents of a type, the newest first."""
    actor = acting(request)
    require_read(actor, TYPES[type_].right)
    query = {name: text for name, text in texts(request.GET).items() if text}
    rows: QuerySet[Any] = document_rows().filter(type=type_)
    try:
        found = page(rows, _columns(type_), query, "-created_at", search_documents)
    except Invalid as invalid:
        warn(request, _("The list cannot be filtered so: %(errors)s") % {"errors": invalid.message})
        return HttpResponseRedirect(paper_names.list_url(type_))
    kept = {name: text for name, text in query.items() if name != "cursor"}
    context = {
        "type": type_,
        "title": paper_names.types_names()[type_],
        "rows": [document_page.row_of(row) for row in found.rows],
        "tabs": _tabs(kept),
        "query": kept,
        "headings": [_heading(name, kept) for name in ("no", "name", "document_date", "status", "total")],
        "q": query.get("q", ""),
        "count": min(found.count, COUNTED),
        "is_more": found.count > COUNTED,
        "next": urlencode({**kept, "cursor": found.next}) if found.next else "",
        "is_first": "cursor" not in query,
        "may_write": actor.may_write(TYPES[type_].right),
    }
    return render(request, "documents.html", context)


def _tabs(query: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return the states by which a list is shown: (what it is called, the query, whether it is on)."""
    rest = {name: text for name, text in query.items() if name != "status"}
    here = query.get("status", "")
    names = [("", _("All")), *paper_names.statuses().items()]
    return [(name, urlencode({**rest, **({"status": key} if key else {})}), key == here) for key, name in names]


def _heading(name: str, query: dict[str, str]) -> dict[str, Any]:
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
    values = {name: request.POST[name].strip() for name in _PARTY if request.POST.get(name, "").strip()}
    try:
        outcome = create_document(type_, values, actor=actor_once(request, actor))
    except KeyInUse:
        return sent_twice(request, paper_names.list_url(type_))
    except Refused as refusal:
        return _choose_party(request, type_, refusal)
    say(request, _("%(no)s is created.") % {"no": outcome.no}, outcome.change_set)
    _warn_of(request, outcome)
    return HttpResponseRedirect(paper_names.document_url(type_, outcome.no, "edit"))


def _choose_party(request: HttpRequest, type_: str, refusal: Refused | None) -> HttpResponse:
    """Ask for the contact, customer or vendor; where somebody is none yet, offer to create the record first."""
    info = TYPES[type_]
    required = refusal is not None and refusal.code == f"{info.role}-required"
    contact_no = request.POST.get("contact_no", request.GET.get("contact_no", ""))
    names = (["contact_no"] if not info.is_blanket else []) + [f"{info.role}_no"]
    made = inputs.inputs_of([Field(name, length=20) for name in names], {**request.GET.dict(), **request.POST.dict()})
    rest = inputs.with_errors(made, refusal, request.POST)
    context = {
        "type": type_,
        "title": paper_names.type_names()[type_],
        "inputs": made,
        "rest": [] if required else rest,
        "required": refusal.message if required and refusal else "",
        "role": info.role,
        "contact_no": contact_no,
        "once": new_key(),
        "url": paper_names.list_url(type_),
    }
    return render(request, "document_new.html", context, status=refusal.status if refusal else 200)


@require_safe
def document(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Show a document: what it says, what was made of it, what happened with it."""
    actor = acting(request)
    found = find_document(type_, no, actor)
    for word in printing.log_opened(found, actor=actor):
        warn(request, word.message)
    return render(request, "document.html", document_page.context_of(found, actor))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Change a document in its form: header and lines."""
    actor = acting(request)
    found = find_document(type_, no, actor, write=True)
    if found.status != "open":
        warn(request, _("%(no)s is not open any more: open it again to change it.") % {"no": found.no})
        return HttpResponseRedirect(paper_names.document_url(type_, found.no))
    if request.method == "GET":
        return _form(request, found, None)
    fields = _fields(type_)
    values = inputs.changed([each for each in fields if each.name in request.POST], request.POST)
    if "lines_base" in request.POST and request.POST["lines_base"] != _lines_base(line_inputs.sent_lines(request.POST)):
        values["lines"] = line_inputs.sent_lines(request.POST)
    if "look" in request.POST:
        return _looked(request, found, values)
    try:
        outcome = change_document(type_, no, values, actor=actor, expected=expected_version(request))
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _form(request, found, refusal)
    say(request, _("Saved.") if outcome.change_set else _("Nothing was changed."), outcome.change_set)
    _warn_of(request, outcome)
    return HttpResponseRedirect(paper_names.document_url(type_, outcome.no))


def _looked(request: HttpRequest, found: Document, values: dict[str, Any]) -> HttpResponse:
    """Return the totals as they would be; nothing is stored."""
    currency = values.get("currency_code", found.currency_code)
    try:
        totals = document_page.totals_of_sent(line_inputs.sent_lines(request.POST), currency)
    except Invalid:
        totals = None
    return render(request, "parts/document_totals.html", {"totals": totals})


def _warn_of(request: HttpRequest, outcome: Outcome) -> None:
    for word in outcome.warnings:
        warn(request, word.message)


def _fields(type_: str) -> list[Field]:
    return list(fields_of(type_))


def _form(request: HttpRequest, found: Document, refusal: Refused | None) -> HttpResponse:
    """Return the form of a document; after a refusal with what was typed and what is wrong with it."""
    names = {each.name for each in _fields(found.type)}
    values = {each.name: value_of(found, each) for each in _fields(found.type)}
    lines, currency = lines_of(found), found.currency_code
    groups = inputs.grouped_inputs(
        [
            (_("Dates and texts"), [each for each in OWN_FIELDS if each.name in names and each.name != "note"]),
            (_("Taken over from the party"), list(PARTY_FIELDS)),
            (_("Our own"), [each for each in OWN_FIELDS if each.name == "note"]),
        ],
        values,
    )
    every = [each for _title, some in groups for each in some]
    rest = inputs.with_errors(every, refusal, request.POST)
    decimals = decimals_of(currency)
    stored = line_inputs.stored_inputs(lines, currency, decimals)
    context = {
        "type": found.type,
        "title": paper_names.type_names()[found.type],
        "document": found,
        "groups": groups,
        "rest": [error for error in rest if not error.field.startswith("lines.")],
        "base": inputs.first_base(request.POST, every, values, refusal),
        "version": request.POST.get("version", found.version) if refusal else found.version,
        "lines": line_inputs.sent_inputs(request.POST, refusal) if refusal else stored,
        "blank": line_inputs.blank_inputs(0)[0],
        "lines_base": request.POST.get("lines_base", "") if refusal else _lines_base_of(stored),
        "totals": document_page.totals_of(lines, currency),
        "url": paper_names.document_url(found.type, found.no),
    }
    return render(request, "document_edit.html", context, status=refusal.status if refusal else 200)


def _lines_base_of(stored: list[line_inputs.LineInput]) -> str:
    """Return what the lines of a form come back as, if nobody touches them."""
    rows = [line_inputs.as_sent(each.texts) for each in stored if any(each.texts.values())]
    return _lines_base(rows)


def _lines_base(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows)


@require_POST
def set_status(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Release, close, or open a document again."""
    actor, status = acting(request), request.POST.get("status", "")
    outcome = change_document(type_, no, {"status": status}, actor=actor, expected=expected_version(request))
    say(request, f"{outcome.no}: {paper_names.statuses()[status]}.", outcome.change_set)
    _warn_of(request, outcome)
    return HttpResponseRedirect(paper_names.document_url(type_, outcome.no))


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Ask, then delete an open document."""
    actor = acting(request)
    found = find_document(type_, no, actor, write=True)
    if request.method == "POST":
        outcome = delete_document(type_, no, actor=actor, expected=expected_version(request))
        say(request, _("%(no)s is deleted.") % {"no": found.no}, outcome.change_set)
        return HttpResponseRedirect(paper_names.list_url(type_))
    context = {"document": found, "title": paper_names.type_names()[type_]}
    context["url"] = paper_names.document_url(type_, found.no)
    return render(request, "document_delete.html", context)
