"""What forms propose while they are filled in: values that follow from others, and languages by
name. Nothing is written.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from unisono.cards.fields import SHARED
from unisono.common.borders import Content
from unisono.usecases.records.proposing import NAMES, proposals_for
from unisono.web import formatting, inputs, labels, languages
from unisono.web.parts import texts

_FIELDS = {field.name: field for field in SHARED}
_PHONES = tuple(name for name, field in _FIELDS.items() if field.kind == "phone")


@require_POST
def proposed(request: HttpRequest) -> HttpResponse:
    """Return what follows from the field that a person left (`changed`) for inputs that are blank;
    a new record's phones begin with the country's calling code.
    """
    post = request.POST
    typed = {name: str(inputs.typed(_FIELDS[name], post)).strip() for name in NAMES if name in post}
    found = proposals_for(typed, [post.get("changed", "")])
    shown = [
        _shown(name, value, found.because[name])
        for name, value in found.values.items()
        if name in post
    ]
    said = ", ".join(
        f"{labels.field(each['name'])} {formatting.value(_FIELDS[each['name']], each['stored'])}"
        for each in shown
    )
    if found.phone_prefix and "new" in request.GET:
        blank = [name for name in _PHONES if name in post and not post[name].strip()]
        shown += [_shown(name, f"{found.phone_prefix} ", "country_code") for name in blank]
    cities = found.choices.get("city", []) if not typed.get("city") else []
    count = len(cities)
    choice = ngettext("%(count)s city to choose from", "%(count)s cities to choose from", count)
    context = {
        "proposed": shown,
        "said": said,
        "cities": cities,
        "choice": choice % {"count": count} if cities else "",
    }
    return render(request, "parts/proposals.html", context)


def _shown(name: str, value: str, because: str) -> Content:
    """Return a proposal as its input takes it, with where it comes from."""
    notes = {
        "country_code": _("proposed from the country"),
        "language_code": _("proposed from the language"),
        "post_code": _("proposed from the post code"),
        "city": _("proposed from the post code"),
    }
    shown = languages.shown(value) if _FIELDS[name].kind == "language" else value
    return {"name": name, "stored": value, "value": shown, "note": notes[because]}


@require_safe
def suggest_languages(request: HttpRequest) -> HttpResponse:
    """Return the languages that are called so, as options of an input."""
    text = next(iter(texts(request.GET).values()), "")
    return render(request, "parts/names.html", {"names": languages.matching(text)})
