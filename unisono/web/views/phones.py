"""One's telephones and mail programs: their passwords, what came from them and waits, the star."""

import base64
import io
from collections.abc import Mapping
from typing import Any

import qrcode
import qrcode.image.svg
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_read
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Refused
from unisono.common.text import whole_number
from unisono.contacts.models import Contact
from unisono.copies.models import ALIKE
from unisono.usecases.address_books import app_passwords, book_entries, held_changes
from unisono.usecases.address_books.books import books_of
from unisono.usecases.address_books.held_changes import Waiting
from unisono.usecases.users import tokens
from unisono.web import facts, formatting, labels, paths, token_texts
from unisono.web.confirming import confirm
from unisono.web.frame import acting
from unisono.web.parts import say, warn

_PAGE = "/profile/phones"
_LONGEST = 300  # characters of a value that waits


@require_http_methods(["GET", "POST"])
def phones(request: HttpRequest) -> HttpResponse:
    """Show one's devices and how to set them up; or make a password, which is shown this once."""
    actor = acting(request)
    made, errors = "", tuple[FieldError, ...]()
    if request.method == "POST":
        confirm(request)
        try:
            made = app_passwords.create_app_password(request.POST.get("label", ""), actor=actor)
        except Refused as refusal:
            errors = refusal.errors or (FieldError("label", refusal.code, refusal.message),)
    address = request.build_absolute_uri("/carddav/")
    context = {
        "made": made,
        "errors": errors,
        "label": request.POST.get("label", ""),
        "address": address,
        "host": request.get_host(),
        "picture": _picture(address),
        "is_open": address.startswith("http:"),
        "books": [book.title for book in books_of(actor).values()],
        "tokens": token_texts.shown(app_passwords.app_passwords(actor)),
        "tokens_at": f"{_PAGE}/",
        "hidden": book_entries.hidden_cards(actor),
    }
    return render(request, "phones.html", context, status=422 if errors else 200)


def _picture(address: str) -> str:
    """Return a QR code of an address as the data of a picture (SVG)."""
    image: Any = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathFillImage, border=2)
    written = io.BytesIO()
    image.save(written)
    return "data:image/svg+xml;base64," + base64.b64encode(written.getvalue()).decode()


@require_POST
def end_device(request: HttpRequest, key: int) -> HttpResponse:
    """End the password of one of one's devices."""
    tokens.delete_own_token(key, actor=acting(request))
    say(request, _("The device is locked out; what it keeps stays on it."))
    return HttpResponseRedirect(_PAGE)


@require_POST
def star(request: HttpRequest, no: str) -> HttpResponse:
    """Star a contact for oneself, or take the star off."""
    actor, is_on = acting(request), request.POST.get("star") == "on"
    require_read(actor, "contact")
    book_entries.set_star(no, is_on, actor=actor)
    on, off = _("Starred; it is in that book on your phones."), _("The star is off.")
    say(request, on if is_on else off)
    return HttpResponseRedirect(paths.card_url("contact", no))


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what came from one's phones and waits [P9]."""
    found = held_changes.held_changes(acting(request))
    numbers = {
        str(no) for each in found for no in (each.today.get("company_no"), _came(each)) if no
    }
    names = dict(Contact.objects.filter(no__in=numbers).values_list("no", "name"))
    return render(request, "parts/held.html", {"waiting": [_shown(each, names) for each in found]})


def _came(each: Waiting) -> object:
    """Return the company that came, by number or by name; nothing for most."""
    return each.held.fields["company_no"][1] if "company_no" in each.today else ""


@require_POST
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Take what a phone sent, or leave the contact as it is."""
    take, seen = request.POST.get("take") == "yes", whole_number(request.POST.get("seen", ""))
    try:
        outcome = held_changes.settle(key, take, seen, actor=acting(request))
    except Refused as refusal:
        warn(request, refusal.message)
        return HttpResponseRedirect("/")
    if outcome is not None:
        say(request, _("What the phone sent is stored."), outcome.change_set)
    else:
        say(request, _("The contact stays as it is."))
    return HttpResponseRedirect("/")


def _shown(each: Waiting, names: Mapping[str, str]) -> Content:
    """Return what waits in the reader's words; `names` are those of companies by number."""
    held, own = each.held, paths.card_url("contact", each.no)
    is_alike = held.sort == ALIKE
    return {
        "key": held.pk,
        "sort": held.sort,
        "name": each.name,
        "url": own,
        "device": held.source,
        "at": held.at,
        "reason": held.reason,
        "version": each.version,
        "fields": [
            (labels.field(name), _value(name, each.today[name], names), _value(name, came, names))
            for name, (_then, came) in (() if is_alike else held.fields.items())
        ],
        # The contact that was there stays, and the new one becomes it.
        "alike": [
            (
                name,
                paths.card_url("contact", no),
                _merge_url(no, each.no),
            )
            for no, (name, _score) in (held.fields.items() if is_alike else ())
        ],
        "can_take": held_changes.can_be_taken(held),
    }


def _merge_url(into_no: str, from_no: str) -> str:
    return f"{paths.card_url('contact', into_no)}/merge/{from_no}"


def _value(name: str, value: object, names: Mapping[str, str]) -> str:
    """Return a value as people read it: long ones cut, companies by their names."""
    if name == "company_no":
        return names.get(str(value)) or str(value or "—")
    field = facts.field_of("contact", name)
    text = formatting.value(field, tuple(value) if isinstance(value, list) else value) or "—"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


@require_POST
def show_again(request: HttpRequest, key: int) -> HttpResponse:
    """Let a card be in a book again from which it was hidden on a phone."""
    book_entries.show_again(key, actor=acting(request))
    say(request, _("It is in the book again; the phone gets it when it next asks."))
    return HttpResponseRedirect(_PAGE)
