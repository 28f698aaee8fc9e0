"""A document by e-mail: whom to write to, by which text, what goes along."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import require_write
from unisono.cards.fields import Field
from unisono.common.borders import Content
from unisono.common.errors import KeyInUse, Refused
from unisono.documents.models import Document
from unisono.documents.types import TYPES
from unisono.interactions.fields import MESSAGE_FIELDS
from unisono.interactions.queries import is_written_to_folder
from unisono.usecases.documents import printing, sending
from unisono.usecases.documents.recipients import Recipient
from unisono.usecases.documents.sending import Proposal
from unisono.web import code_names, document_names, inputs, labels
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.parts import say, warn_all
from unisono.web.sent_files import sent_files

_FIELDS: list[Field] = list(MESSAGE_FIELDS.values())
_PROPOSED = ("subject", "body")


@require_http_methods(["GET", "POST"])
def email(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Write an e-mail with the document, proposed from the party and the texts of its language, and
    send it.
    """
    actor = acting(request)
    require_write(actor, TYPES[type_].right)
    asked = {name: request.POST.get(name, "") for name in ("text", "person_no")}
    proposed = sending.proposal(type_, no, asked["text"], asked["person_no"], actor=actor)
    document = proposed.document
    if request.method == "GET":
        return _form(request, document, proposed, proposed.values, None)
    values = _typed(request)
    if "look" in request.POST:
        return _form(request, document, proposed, _anew(request, values, proposed), None)
    try:
        outcome = sending.email_document(
            type_, no, {**values, **asked}, sent_files(request), actor=actor_once(request, actor)
        )
    except KeyInUse:
        return sent_twice(request, document_names.document_url(type_, document.no))
    except Refused as refusal:
        return _form(request, document, proposed, values, refusal)
    say(request, _("The e-mail to %(to)s is on its way.") % {"to": outcome.more["to"]})
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(document_names.document_url(type_, document.no))


def _typed(request: HttpRequest) -> Content:
    """Return the message as it was typed: those who were ticked, and those who were typed."""
    values = {each.name: request.POST.get(each.name, "") for each in _FIELDS}
    for name in ("to", "cc"):
        every = [*request.POST.getlist(f"{name}_each"), *_addresses(values[name])]
        values[name] = ";".join(dict.fromkeys(every))
    return values


def _anew(request: HttpRequest, values: Content, proposed: Proposal) -> Content:
    """Return the message with the texts that are proposed by now, where the ones of before were not
    touched.
    """
    before = inputs.sent_values(request.POST, "proposed")
    anew = {
        name: proposed.values[name]
        for name in _PROPOSED
        if values[name].replace("\r\n", "\n") == before.get(name)
    }
    return {**values, **anew}


def _addresses(text: str) -> list[str]:
    return [each.strip() for each in text.replace(",", ";").split(";") if each.strip()]


def _every(texts: list[str]) -> list[str]:
    """Return all addresses of what was ticked: somebody may have several."""
    return [address for text in texts for address in _addresses(text)]


def _form(
    request: HttpRequest,
    document: Document,
    proposed: Proposal,
    values: Content,
    refusal: Refused | None,
) -> HttpResponse:
    known = {address for each in proposed.recipients for address in _addresses(each.email)}
    if request.method == "POST":
        chosen = {name: request.POST.getlist(f"{name}_each") for name in ("to", "cc")}
        typed = {name: request.POST.get(name, "") for name in chosen}
    else:
        chosen = {"to": _addresses(proposed.to), "cc": []}
        typed = {"to": ";".join(each for each in chosen["to"] if each not in known)}
    made = inputs.inputs_of(_FIELDS, {**values, **typed}, "message")
    for each in made:
        each.required = each.name == "subject"
        if each.name in ("to", "cc") and known:
            each.label = {"to": _("To, others"), "cc": _("Copy to, others")}[each.name]
    url = document_names.document_url(document.type, document.no)
    context = {
        "title": _("E-mail: %(name)s")
        % {"name": f"{document_names.type_names()[document.type]} {document.no}"},
        "inputs": made[:2],
        "texts": made[2:],
        "rest": inputs.with_errors(made, refusal),
        "recipients": [_row(each, chosen) for each in proposed.recipients],
        "people": proposed.people,
        "person_no": request.POST.get("person_no", ""),
        "choices": [(row.code, code_names.name_of(row)) for row in proposed.texts],
        "text": proposed.text,
        "proposed": json.dumps({name: proposed.values[name] for name in _PROPOSED}),
        "file": printing.file_name(document),
        "file_url": f"{url}/pdf",
        "takes_files": True,
        "into_folder": is_written_to_folder(),
        "once": request.POST.get("once") or new_key(),
        "url": url,
        "back": document.no,
    }
    return render(request, "email.html", context, status=refusal.status if refusal else 200)


def _row(each: Recipient, chosen: dict[str, list[str]]) -> Content:
    return {
        "row": each,
        "purpose": labels.choice("purpose", each.purpose) if each.purpose else "",
        **{name: set(_addresses(each.email)) <= {*_every(chosen[name])} for name in ("to", "cc")},
    }
