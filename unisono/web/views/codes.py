"""Code lists, number series and templates: a list, a form per entry."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_administrator
from unisono.cards.fields import Field
from unisono.common.borders import Content
from unisono.common.errors import Invalid, NotFound, Refused
from unisono.common.paths import segment
from unisono.contacts.salutations import PLACEHOLDERS
from unisono.records import code_lists
from unisono.records.code_lists import LISTS
from unisono.setup.models import FORMAL, INFORMAL
from unisono.usecases.setup import salutations
from unisono.usecases.setup.code_lists import change_entry, create_entry, delete_entry
from unisono.web import code_names, formatting, inputs, labels
from unisono.web.frame import acting
from unisono.web.parts import say, warn

_CODE = Field("code", length=20)
_NAME = "name_in_"  # with a language's tag: the input of an entry's name in that language
_COLUMNS = {
    "number-series": ("next_no", "last_no", "manual_allowed"),
    "salespeople": ("email", "phone_no"),
    "payment-terms": ("due_days",),
    "customer-templates": ("contact_type", "payment_terms_code"),
    "vendor-templates": ("contact_type", "payment_terms_code"),
}


def _url(collection: str) -> str:
    return f"/setup/codes/{collection}/"


def _fields(collection: str) -> list[Field]:
    info = LISTS[collection]
    numbers = [Field(name, "number") for name, _least in info.numbers]
    return [_CODE, *info.fields, *numbers]


def _known(request: HttpRequest, collection: str) -> None:
    require_administrator(acting(request))
    if collection not in LISTS:
        raise NotFound(_("There is nothing at this address."))


@require_safe
def entries(request: HttpRequest, collection: str) -> HttpResponse:
    """Show the entries of a list."""
    _known(request, collection)
    names = ("description", *_COLUMNS.get(collection, ()))
    fields = {each.name: each for each in _fields(collection)}
    rows = []
    for row in code_lists.entries(collection):
        values = code_lists.values_of(collection, row, {})
        cells = [formatting.value(fields[name], values[name]) for name in names]
        cells[0] = code_names.name_of(row) if cells[0] else ""
        rows.append({"code": row, "url": _url(collection) + segment(str(row)), "cells": cells})
    context = {"title": labels.lists()[collection], "rows": rows, "new": _url(collection) + "-/new"}
    context["columns"] = [labels.field(name) for name in names]
    return render(request, "codes.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, collection: str) -> HttpResponse:
    """Show the form of a new entry, or add it."""
    _known(request, collection)
    info = LISTS[collection]
    blank = {each.name: each.blank for each in _fields(collection)} | dict(info.numbers)
    if request.method == "GET":
        return _form(request, collection, blank, None)
    try:
        code = create_entry(collection, _values(collection, request), actor=acting(request))
    except Refused as refusal:
        return _form(request, collection, blank, refusal)
    say(request, _("%(code)s is added.") % {"code": code})
    return HttpResponseRedirect(_url(collection))


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, collection: str, code: str) -> HttpResponse:
    """Show the form of an entry, or change what was touched; a new code follows everywhere
    [1.2].
    """
    _known(request, collection)
    values = code_lists.values_of(collection, code_lists.entry(collection, code))
    if request.method == "GET":
        return _form(request, collection, values, None)
    try:
        change_entry(collection, code, _values(collection, request), actor=acting(request))
    except Refused as refusal:
        return _form(request, collection, values, refusal)
    say(request, _("Saved."))
    return HttpResponseRedirect(_url(collection))


def _values(collection: str, request: HttpRequest) -> Content:
    values = inputs.changed(_fields(collection), request.POST)
    found = {
        name: inputs.typed_whole(value) if name in dict(LISTS[collection].numbers) else value
        for name, value in values.items()
    }
    names = inputs.changed([_named(tag) for tag in _tags_sent(request)], request.POST)
    if names:
        found["names"] = {name.removeprefix(_NAME): text for name, text in names.items()}
    return found


def _named(tag: str) -> Field:
    """Return the input of a name in a language."""
    return Field(_NAME + tag, length=100)


def _tags_sent(request: HttpRequest) -> list[str]:
    return [name.removeprefix(_NAME) for name in request.POST if name.startswith(_NAME)]


def _name_inputs(names: Mapping[str, str]) -> list[inputs.Input]:
    """Return inputs for the names in the languages of the interface, and in those that have one."""
    tags = dict.fromkeys([*(tag for tag, _name in settings.LANGUAGES), *names])
    values = {_NAME + tag: names.get(tag, "") for tag in tags}
    made = inputs.inputs_of([_named(tag) for tag in tags], values)
    for each, tag in zip(made, tags, strict=True):
        each.label = _("Name in %(language)s") % {"language": formatting.language_name(tag)}
    return made


def _form(
    request: HttpRequest, collection: str, values: Content, refusal: Refused | None
) -> HttpResponse:
    fields, names = _fields(collection), values.get("names", {})
    made = inputs.inputs_of(fields, values, collection)
    place = next(n for n, each in enumerate(made) if each.name == "description") + 1
    made[place:place] = named = _name_inputs(names)
    for each in made:
        each.help = (
            _("Numbers end in digits, such as CT000001.") if each.name == "first_no" else each.help
        )
    rest = inputs.with_errors(made, _on_inputs(refusal), request.POST)
    shown = {**values, **{each.name: each.value for each in named}}
    context = {
        "title": labels.lists()[collection],
        "code": values["code"],
        "inputs": made,
        "rest": rest,
        "base": request.POST["base"]
        if refusal and "base" in request.POST
        else _base([*fields, *(_named(each.name.removeprefix(_NAME)) for each in named)], shown),
        "url": _url(collection),
        "formulas": _formula_inputs(values["code"]) if collection == salutations.LIST else [],
        "placeholders": [f"{{{name}}}" for name in PLACEHOLDERS],
        "delete": f"{_url(collection)}{segment(values['code'])}/delete" if values["code"] else "",
    }
    return render(request, "code.html", context, status=refusal.status if refusal else 200)


def _formula_inputs(code: str) -> list[inputs.Input]:
    """Return inputs for a salutation's formulas, in the languages of the interface and in those
    that have one.
    """
    found = salutations.formulas_of(code) if code else {}
    tags = dict.fromkeys([*(tag for tag, _name in settings.LANGUAGES), *found]) if code else {}
    fields, values = [], {}
    for tag in tags:
        for formality in (FORMAL, INFORMAL):
            fields.append(Field(f"{_NAME}{formality}_{tag}", length=200))
            values[fields[-1].name] = found.get(tag, {}).get(formality, "")
    made = inputs.inputs_of(fields, values)
    for each in made:
        formality, _bar, tag = each.name.removeprefix(_NAME).partition("_")
        each.label = f"{formatting.language_name(tag)}: {labels.choice('formality', formality)}"
    return made


@require_POST
def formulas(request: HttpRequest, code: str) -> HttpResponse:
    """Change the formulas of a salutation."""
    sent: Content = {}
    for name, text in request.POST.items():
        formality, bar, tag = name.removeprefix(_NAME).partition("_")
        if name.startswith(_NAME) and bar:
            sent.setdefault(tag, {})[formality] = text
    try:
        salutations.change_formulas(code, sent, actor=acting(request))
    except Invalid as invalid:
        warn(request, " ".join(error.message for error in invalid.errors))
    else:
        say(request, _("Saved."))
    return HttpResponseRedirect(_url(salutations.LIST) + segment(code))


def _on_inputs(refusal: Refused | None) -> Refused | None:
    """Return a refusal that names the inputs of names as the form does."""
    if refusal is not None:
        refusal.errors = tuple(
            error._replace(field=error.field.replace("names.", _NAME)) for error in refusal.errors
        )
    return refusal


def _base(fields: list[Field], values: Content) -> str:
    """Return what the form shows: nothing for a new entry, whose defaults are sent, too; whole
    numbers as typed.
    """
    texts = {name: str(value) if type(value) is int else value for name, value in values.items()}
    return inputs.base_of(fields, texts) if values["code"] else "{}"


@require_POST
def delete(request: HttpRequest, collection: str, code: str) -> HttpResponse:
    """Delete an entry that nothing uses."""
    _known(request, collection)
    delete_entry(collection, code, actor=acting(request))
    say(request, _("%(code)s is deleted.") % {"code": code})
    return HttpResponseRedirect(_url(collection))
