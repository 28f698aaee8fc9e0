"""Other addresses of a contact: new, changed, deleted."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from unisono.access.roles import require_write
from unisono.common.borders import Content
from unisono.common.errors import EditConflict, KeyInUse, Refused
from unisono.common.kinds import Key
from unisono.contacts.fields import ALTERNATIVE_ADDRESS, ALTERNATIVE_ADDRESS_FIELDS
from unisono.contacts.queries import ADDRESS_FIELDS, address_values
from unisono.usecases.records import other_addresses
from unisono.web import inputs, paths
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.meanwhile import said_meanwhile
from unisono.web.parts import say
from unisono.web.views.cards import row_of
from unisono.web.views.editing import expected_version


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, no: str) -> HttpResponse:
    """Show the form of a new address, or add it."""
    actor = acting(request)
    require_write(actor, "contact")
    blank = {each.name: each.blank for each in ALTERNATIVE_ADDRESS_FIELDS}
    if request.method == "GET":
        return _form(request, no, blank, None)
    try:
        outcome = other_addresses.add_address(
            no,
            inputs.changed(ALTERNATIVE_ADDRESS_FIELDS, request.POST),
            actor=actor_once(request, actor),
        )
    except KeyInUse:
        return sent_twice(request, paths.card_url("contact", no))
    except Refused as refusal:
        return _form(request, no, blank, refusal)
    say(request, _("The address is added."), outcome.change_set)
    return HttpResponseRedirect(paths.card_url("contact", no))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, no: str, key: int) -> HttpResponse:
    """Show the form of an address, or change what was touched."""
    actor = acting(request)
    require_write(actor, "contact")
    row = other_addresses.find_address(no, key)
    values = address_values(row)
    if request.method == "GET":
        return _form(request, no, values, None, key, row.version)
    try:
        changed = inputs.changed(ALTERNATIVE_ADDRESS_FIELDS, request.POST)
        outcome = other_addresses.change_address(
            no, key, changed, actor=actor, expected=expected_version(request)
        )
    except EditConflict as conflict:
        said = said_meanwhile(Key(ALTERNATIVE_ADDRESS, key), ADDRESS_FIELDS, conflict)
        return _form(request, no, values, said, key, conflict.version)
    except Refused as refusal:
        return _form(request, no, values, refusal, key, expected_version(request) or row.version)
    say(
        request,
        _("Saved.") if outcome.change_set else _("Nothing was changed."),
        outcome.change_set,
    )
    return HttpResponseRedirect(paths.card_url("contact", no))


@require_POST
def delete(request: HttpRequest, no: str, key: int) -> HttpResponse:
    """Delete an address."""
    outcome = other_addresses.delete_address(no, key, actor=acting(request))
    say(request, _("The address is deleted."), outcome.change_set)
    return HttpResponseRedirect(paths.card_url("contact", no))


def _form(
    request: HttpRequest,
    no: str,
    values: Content,
    refusal: Refused | None,
    key: int = 0,
    version: int = 0,
) -> HttpResponse:
    made = inputs.inputs_of(ALTERNATIVE_ADDRESS_FIELDS, values, ALTERNATIVE_ADDRESS)
    context = {
        "row": row_of("contact", no),
        "inputs": made,
        "rest": inputs.with_errors(made, refusal, request.POST),
        "base": inputs.first_base(request.POST, ALTERNATIVE_ADDRESS_FIELDS, values, refusal),
        "version": version,
        "once": request.POST.get("once") or new_key(),
        "url": paths.card_url("contact", no),
        "delete": f"{paths.card_url('contact', no)}/addresses/{key}/delete" if key else "",
    }
    return render(request, "other_address.html", context, status=refusal.status if refusal else 200)
