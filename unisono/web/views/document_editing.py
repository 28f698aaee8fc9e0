"""The form of a document: header, lines, and what they come to."""

import json
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.cards.fields import Field
from unisono.cards.models import value_of
from unisono.common.borders import Content, Given
from unisono.common.errors import EditConflict, Invalid, Refused
from unisono.common.kinds import Key
from unisono.documents.fields import BY_NAME, OWN_FIELDS, PARTY_FIELDS, fields_of
from unisono.documents.lines import without_rate
from unisono.documents.models import Document
from unisono.documents.queries import find_document, lines_of, vat_rate_of
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
        return form_of(request, found, None, vat_rate_of(found))
    fields = fields_shown(type_)
    values = inputs.changed([each for each in fields if each.name in request.POST], request.POST)
    if "lines_base" in request.POST and request.POST["lines_base"] != _lines_base(
        line_inputs.sent_lines(request.POST)
    ):
        values["lines"] = line_inputs.sent_lines(request.POST)
    if "look" in request.POST:
        return looked(request, values.get("currency_code", found.currency_code))
    rate = vat_rate_of(found)
    if unrated := asks_for_rate(request, values, rate):
        return form_of(request, found, None, rate, unrated=unrated)
    expected = expected_version(request)
    try:
        outcome = change_document(type_, no, values, actor=actor, expected=expected)
    except EditConflict as conflict:
        said = said_meanwhile(Key(type_, found.pk), BY_NAME, conflict)
        return form_of(request, found, said, rate, conflict.version)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return form_of(request, found, refusal, rate)
    say(
        request,
        _("Saved.") if outcome.change_set else _("Nothing was changed."),
        outcome.change_set,
    )
    warn_all(request, outcome.warnings)
    report_merged(request, Key(type_, found.pk), expected, outcome)
    return HttpResponseRedirect(document_names.document_url(type_, outcome.no))


def asks_for_rate(request: HttpRequest, values: Content, vat_pct: str) -> list[int]:
    """Return the numbers of lines that would get 0 % VAT without anybody having said so; none once
    the form's question is answered.
    """
    if vat_pct or "no_vat" in request.POST:
        return []
    return [place + 1 for place in without_rate(values.get("lines"))]


def looked(request: HttpRequest, currency: str) -> HttpResponse:
    """Return the totals as they would be; nothing is stored."""
    totals = _sums_of_sent(request, currency)
    return render(request, "parts/document_totals.html", {"totals": totals})


def _sums_of_sent(request: HttpRequest, currency: str) -> document_page.Sums | None:
    """Return the sums of the lines as they were typed; None where a number is none."""
    try:
        return document_page.totals_of_sent(line_inputs.sent_lines(request.POST), currency)
    except Invalid:
        return None


def fields_shown(type_: str) -> list[Field]:
    """Return the header fields of the form of a type of document."""
    return list(fields_of(type_))


def form_of(
    request: HttpRequest,
    found: Document,
    refusal: Refused | None,
    vat_pct: str,
    version: int = 0,
    unrated: Sequence[int] = (),
    new: Given | None = None,
) -> HttpResponse:
    """Return the form of a document; after a refusal with what was typed and what is wrong with it.

    With the present `version`, the next Save puts what was typed in the place of what others
    stored. `unrated` are lines of which it asks whether they have no VAT; `new` is what the form of
    a document that is not stored yet carries along.
    """
    typed = bool(refusal or unrated)
    names = {each.name for each in fields_shown(found.type)}
    values = {each.name: value_of(found, each) for each in fields_shown(found.type)}
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
    asked = Refused("") if unrated else None  # nothing is wrong: what was typed is kept
    rest = inputs.with_errors(every, refusal or asked, request.POST)
    stored = line_inputs.stored_inputs(lines, currency, decimals_of(currency), vat_pct)
    sums = _sums_of_sent(request, currency) if typed else document_page.totals_of(lines, currency)
    context = {
        "type": found.type,
        "title": document_names.type_names()[found.type],
        "document": found,
        "groups": groups,
        "rest": [error for error in rest if error.message and not error.field.startswith("lines.")],
        "base": inputs.first_base(request.POST, every, values, refusal or asked),
        "version": version
        or (request.POST.get("version", found.version) if typed else found.version),
        "lines": line_inputs.sent_inputs(request.POST, refusal, sums) if typed else stored,
        "blank": line_inputs.blank_inputs(0, line_inputs.shown_rate(vat_pct))[0],
        "lines_base": request.POST.get("lines_base", "") if typed else _lines_base_of(stored),
        "totals": sums,
        "unrated": ", ".join(map(str, unrated)),
        "may_set_up": acting(request).is_administrator,
        "url": document_names.document_url(found.type, found.no),
        **(new or {}),
    }
    status = refusal.status if refusal else 422 if unrated else 200
    return render(request, "document_edit.html", context, status=status)


def _lines_base_of(stored: list[line_inputs.LineInput]) -> str:
    """Return what the lines of a form come back as, if nobody touches them."""
    rows = [line_inputs.as_sent(each.texts) for each in stored[: -line_inputs.BLANK_LINES]]
    return _lines_base(rows)


def _lines_base(rows: list[Content]) -> str:
    return json.dumps(rows)
