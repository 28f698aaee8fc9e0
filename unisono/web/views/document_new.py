"""A new document: with whom, its form, and only then a number; a copy of another one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from unisono.access.roles import require_write
from unisono.cards.fields import Field
from unisono.common.borders import Content
from unisono.common.errors import KeyInUse, Refused
from unisono.common.outcome import Outcome
from unisono.documents.types import TYPES
from unisono.usecases.documents.creating import copy_document, create_document, draft_document
from unisono.web import document_names, inputs, line_inputs
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.parts import say, texts, warn_all
from unisono.web.views.document_editing import asks_for_rate, fields_shown, form_of, looked

_PARTY = ("contact_no", "customer_no", "vendor_no", "template_code")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, type_: str) -> HttpResponse:
    """Ask with whom a new document is, show its form, or create it: nothing is stored before
    *Save*.
    """
    actor = acting(request)
    require_write(actor, TYPES[type_].right)
    sent = texts(request.POST or request.GET)
    party = {name: sent[name].strip() for name in _PARTY if sent.get(name, "").strip()}
    if not party:
        return _choose_party(request, type_, None)
    try:
        draft = draft_document(type_, party, actor=actor)
    except Refused as refusal:
        # A form with lines came: its page of refusal shows what was typed, the choice would not.
        if refusal.status in (403, 404) or request.method == "POST":
            raise
        return _choose_party(request, type_, refusal)
    carried = {
        "party": party,
        "once": sent.get("once") or new_key(),
        "url": document_names.list_url(type_),
    }
    if request.method == "GET":
        return form_of(request, draft.document, None, draft.vat_pct, new=carried)
    if "look" in request.POST:
        return looked(request, sent.get("currency_code", draft.document.currency_code))
    values = inputs.changed(fields_shown(type_), request.POST)
    values["lines"] = line_inputs.sent_lines(request.POST)
    if unrated := asks_for_rate(request, values, draft.vat_pct):
        return form_of(request, draft.document, None, draft.vat_pct, unrated=unrated, new=carried)
    try:
        outcome = create_document(type_, {**values, **party}, actor=actor_once(request, actor))
    except KeyInUse:
        return sent_twice(request, document_names.list_url(type_))
    except Refused as refusal:
        return form_of(request, draft.document, refusal, draft.vat_pct, new=carried)
    return _created(request, outcome)


@require_POST
def copy(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Create a document like another one, and go on in its form."""
    try:
        outcome = copy_document(type_, no, actor=actor_once(request, acting(request)))
    except KeyInUse:
        return sent_twice(request, document_names.list_url(type_))
    return _created(request, outcome, "edit")


def _created(request: HttpRequest, outcome: Outcome, *tail: str) -> HttpResponse:
    say(request, _("%(no)s is created.") % {"no": outcome.no}, outcome.change_set)
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(document_names.document_url(outcome.kind, outcome.no, *tail))


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
    rest = inputs.with_errors(made, refusal, request.POST or request.GET)
    context: Content = {
        "type": type_,
        "title": document_names.type_names()[type_],
        "inputs": made,
        "rest": [] if required else rest,
        "required": refusal.message if required and refusal else "",
        "role": info.role,
        "contact_no": contact_no,
        "url": document_names.list_url(type_),
    }
    return render(request, "document_new.html", context, status=refusal.status if refusal else 200)
