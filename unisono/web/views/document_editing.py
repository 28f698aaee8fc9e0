"""The form of a document: header, lines, and what they come to."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.cards.fields import Field
from unisono.cards.models import value_of
from unisono.common.borders import Content
from unisono.common.errors import EditConflict, Invalid, Refused
from unisono.common.kinds import Key
from unisono.documents.fields import BY_NAME, OWN_FIELDS, PARTY_FIELDS, fields_of
from unisono.documents.models import Document
from unisono.documents.queries import find_document, lines_of
from unisono.documents.totals import decimals_of
from unisono.usecases.documents.changing import change_document
from unisono.web import document_names, document_page, inputs, line_inputs
from unisono.web.frame import acting
from unisono.web.meanwhile import said_meanwhile
from unisono.web.parts import say, warn, warn_all
from unisono.web.saving import report_merged
from unisono.web.views.editing import expected_version


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Change a document in its form: header and lines."""
    actor = acting(request)
    found = find_document(type_, no, actor, write=True)
    if request.method == "GET" and found.status != "open":
        warn(
            request,
            _("%(no)s is not open any more: open it again to change it.") % {"no": found.no},
        )
        return HttpResponseRedirect(document_names.document_url(type_, found.no))
    if request.method == "GET":
        return _form(request, found, None)
    fields = _fields(type_)
    values = inputs.changed([each for each in fields if each.name in request.POST], request.POST)
    if "lines_base" in request.POST and request.POST["lines_base"] != _lines_base(
        line_inputs.sent_lines(request.POST)
    ):
        values["lines"] = line_inputs.sent_lines(request.POST)
    if "look" in request.POST:
        return _looked(request, found, values)
    expected = expected_version(request)
    try:
        outcome = change_document(type_, no, values, actor=actor, expected=expected)
    except EditConflict as conflict:
        return _form(
            request,
            found,
            said_meanwhile(Key(type_, found.pk), BY_NAME, conflict),
            conflict.version,
        )
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _form(request, found, refusal)
    say(
        request,
        _("Saved.") if outcome.change_set else _("Nothing was changed."),
        outcome.change_set,
    )
    warn_all(request, outcome.warnings)
    report_merged(request, Key(type_, found.pk), expected, outcome)
    return HttpResponseRedirect(document_names.document_url(type_, outcome.no))


def _looked(request: HttpRequest, found: Document, values: Content) -> HttpResponse:
    """Return the totals as they would be; nothing is stored."""
    totals = _sums_of_sent(request, values.get("currency_code", found.currency_code))
    return render(request, "parts/document_totals.html", {"totals": totals})


def _sums_of_sent(request: HttpRequest, currency: str) -> document_page.Sums | None:
    """Return the sums of the lines as they were typed; None where a number is none."""
    try:
        return document_page.totals_of_sent(line_inputs.sent_lines(request.POST), currency)
    except Invalid:
        return None


def _fields(type_: str) -> list[Field]:
    return list(fields_of(type_))


def _form(
    request: HttpRequest, found: Document, refusal: Refused | None, version: int = 0
) -> HttpResponse:
    """Return the form of a document; after a refusal with what was typed and what is wrong with it.

    With the present `version`, the next Save puts what was typed in the place of what others
    stored.
    """
    names = {each.name for each in _fields(found.type)}
    values = {each.name: value_of(found, each) for each in _fields(found.type)}
    lines, currency = lines_of(found), found.currency_code
    groups = inputs.grouped_inputs(
        [
            (
                _("Dates and texts"),
                [each for each in OWN_FIELDS if each.name in names and each.name != "note"],
            ),
            (_("Taken over from the party"), list(PARTY_FIELDS)),
            (_("Our own"), [each for each in OWN_FIELDS if each.name == "note"]),
        ],
        values,
        "document",
    )
    every = [each for _title, some in groups for each in some]
    rest = inputs.with_errors(every, refusal, request.POST)
    stored = line_inputs.stored_inputs(lines, currency, decimals_of(currency))
    sums = _sums_of_sent(request, currency) if refusal else document_page.totals_of(lines, currency)
    context = {
        "type": found.type,
        "title": document_names.type_names()[found.type],
        "document": found,
        "groups": groups,
        "rest": [error for error in rest if not error.field.startswith("lines.")],
        "base": inputs.first_base(request.POST, every, values, refusal),
        "version": version
        or (request.POST.get("version", found.version) if refusal else found.version),
        "lines": line_inputs.sent_inputs(request.POST, refusal, sums) if refusal else stored,
        "blank": line_inputs.blank_inputs(0)[0],
        "lines_base": request.POST.get("lines_base", "") if refusal else _lines_base_of(stored),
        "totals": sums,
        "url": document_names.document_url(found.type, found.no),
    }
    return render(request, "document_edit.html", context, status=refusal.status if refusal else 200)


def _lines_base_of(stored: list[line_inputs.LineInput]) -> str:
    """Return what the lines of a form come back as, if nobody touches them."""
    rows = [line_inputs.as_sent(each.texts) for each in stored if any(each.texts.values())]
    return _lines_base(rows)


def _lines_base(rows: list[Content]) -> str:
    return json.dumps(rows)
