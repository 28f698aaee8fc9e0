"""Setup: its switches, our company, the matrix of sync rules [P10]."""

from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from unisono.access.roles import require_administrator
from unisono.cards.fields import SHARED
from unisono.common.borders import Content
from unisono.common.errors import Invalid, Refused, required
from unisono.common.kinds import LINKED_KINDS
from unisono.common.outcome import Outcome
from unisono.links.kinds import KINDS
from unisono.links.naming import kind_names
from unisono.links.rules import rules_now
from unisono.records.code_lists import LISTS, codes_with_descriptions
from unisono.records.refusals import Differences
from unisono.setup.queries import our_company, setup_now
from unisono.usecases.links import rules as rules_usecases
from unisono.usecases.setup import setup as usecases
from unisono.web import formatting, inputs, labels
from unisono.web.frame import acting
from unisono.web.parts import say

_NEW_CONTACTS = ("salesperson", "territory", "country", "language", "correspondence")
_EXAMPLES = 8  # differing records that are shown before a rule is chosen
Form = Callable[[HttpRequest, Invalid | None], HttpResponse]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what there is to set up."""
    require_administrator(acting(request))
    found = codes_with_descriptions([info.model._meta.label for info in LISTS.values()])
    lists = [
        (name, label, len(found[LISTS[name].model._meta.label]))
        for name, label in labels.lists().items()
    ]
    return render(request, "setup.html", {"lists": lists})


def _groups() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the switches in groups: what each is for, and the beginnings of their names."""
    heir = _("What people take over from the company while they have no value of their own.")
    return [
        (
            _("Automatic contacts"),
            _("Records of a kind without a code get no contact."),
            ("_relation_code",),
        ),
        (
            _("Number series"),
            _("Which series gives new records and documents their numbers."),
            ("_nos",),
        ),
        (
            _("New contacts"),
            _("What a new contact begins with, where nothing else says so."),
            (*(f"default_{name}" for name in _NEW_CONTACTS), "_salutation_code"),
        ),
        (
            _("Documents"),
            _("The VAT rate of a customer or vendor goes before this one."),
            ("default_vat_pct", "quote_validity"),
        ),
        (_("People take over"), heir, ("inherit_",)),
        (
            _("Phones"),
            _("What phones and mail programs may do that reach the book by CardDAV."),
            ("phone_deletion", "phone_all"),
        ),
        (_("Checks"), "", ("duplicate", "vat_check", "several_", "retention")),
    ]


@require_http_methods(["GET", "POST"])
def switches(request: HttpRequest) -> HttpResponse:
    """Show the switches of setup, or change those that were touched."""
    actor = acting(request)
    require_administrator(actor)
    if request.method == "POST":
        values = inputs.changed(usecases.SETUP_FIELDS, request.POST)
        for name in usecases.NUMBERS.keys() & values.keys():
            values[name] = inputs.typed_whole(values[name])
        return _changed(request, values, usecases.change_setup, "/setup/switches", switches_form)
    return switches_form(request, None)


def switches_form(request: HttpRequest, refusal: Invalid | None) -> HttpResponse:
    """Return the form of the switches."""
    values = usecases.values_of(setup_now(), usecases.SETUP_FIELDS)
    made = {each.name: each for each in inputs.inputs_of(usecases.SETUP_FIELDS, values, "setup")}
    groups = [
        (title, help_, [each for name, each in made.items() if any(part in name for part in parts)])
        for title, help_, parts in _groups()
    ]
    rest = inputs.with_errors(made.values(), refusal, request.POST)
    context = {
        "groups": groups,
        "rest": rest,
        "base": inputs.first_base(request.POST, usecases.SETUP_FIELDS, values, refusal),
    }
    return render(request, "setup_switches.html", context, status=422 if refusal else 200)


def _changed(
    request: HttpRequest, values: Content, change: Callable[..., Outcome], url: str, form: Form
) -> HttpResponse:
    """Change what a form changed, or show the form with what is wrong."""
    try:
        change(values, actor=acting(request))
    except Invalid as invalid:
        return form(request, invalid)
    say(request, _("Saved.") if values else _("Nothing was changed."))
    return HttpResponseRedirect(url)


@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Show our own company, or change what was touched."""
    require_administrator(acting(request))
    if request.method == "POST":
        values = inputs.changed(usecases.COMPANY_FIELDS, request.POST)
        next_ = "/start/" if request.POST.get("next") == "/start/" else "/setup/company"
        return _changed(request, values, usecases.change_company, next_, company_form)
    return company_form(request, None)


def company_form(request: HttpRequest, refusal: Invalid | None) -> HttpResponse:
    """Return the form of our company."""
    row = our_company()
    values = usecases.values_of(row, usecases.COMPANY_FIELDS)
    made = inputs.inputs_of(usecases.COMPANY_FIELDS, values, "company")
    rest = inputs.with_errors(made, refusal, request.POST)
    context = {
        "inputs": made,
        "rest": rest,
        "base": inputs.first_base(request.POST, usecases.COMPANY_FIELDS, values, refusal),
        "has_logo": bool(row.logo),
    }
    return render(request, "setup_company.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
def logo(request: HttpRequest) -> HttpResponse:
    """Return our logo, or keep a new one."""
    actor = acting(request)
    if request.method == "POST":
        require_administrator(actor)
        file = request.FILES.get("logo")
        if not isinstance(file, UploadedFile):
            raise Invalid([required("logo")])
        usecases.set_logo(file.read(usecases.LOGO_BYTES + 1), actor=actor)
        say(request, _("Saved."))
        return HttpResponseRedirect("/setup/company")
    row = our_company()
    return HttpResponse(
        bytes(row.logo or b""),
        content_type=row.logo_type or "image/png",
        status=200 if row.logo else 404,
    )


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules as a matrix, fields down, kinds across; or change those that were touched."""
    actor = acting(request)
    require_administrator(actor)
    if request.method == "GET":
        return render(request, "rules.html", _matrix())
    wanted = _wanted(request)
    try:
        outcome = rules_usecases.change_rules(wanted, actor=actor)
    except Differences as differences:
        return _differing(request, wanted, differences)
    say(
        request,
        _("The rules are changed.") if outcome.change_set else _("Nothing was changed."),
        outcome.change_set,
    )
    return HttpResponseRedirect("/setup/rules")


def _matrix() -> Content:
    present = rules_now().by_role
    rows = []
    for field in SHARED:
        cells = [
            {
                "name": f"{kind}.{field.name}",
                "role": kind_names(kind),
                "rules": labels.rules(kind).items(),
                "rule": present[kind].get(field.name, ""),
                "sentence": labels.rule_sentence(present[kind][field.name], kind)
                if field.name in present[kind]
                else "",
            }
            for kind in LINKED_KINDS
        ]
        rows.append({"label": labels.field(field.name), "cells": cells})
    sentences = [
        (name, labels.rule_sentence(rule, "customer"))
        for rule, name in labels.rules("customer").items()
    ]
    return {
        "rows": rows,
        "kinds": [kind_names(kind) for kind in LINKED_KINDS],
        "sentences": sentences,
    }


def _wanted(request: HttpRequest) -> Content:
    """Return the rules that the form changed, with the side to keep once it was chosen."""
    present, wanted = rules_now().by_role, Content()
    for kind in LINKED_KINDS:
        for name, rule in present[kind].items():
            sent, was = (
                request.POST.get(f"{kind}.{name}"),
                request.POST.get(f"was.{kind}.{name}", rule),
            )
            if sent is not None and sent != was:
                wanted.setdefault(kind, {})[name] = sent
    if "keep" in request.POST:
        wanted["keep"] = request.POST["keep"]
    return wanted


def _differing(request: HttpRequest, wanted: Content, differences: Refused) -> HttpResponse:
    """Show what differs today in the fields that would be tied, and ask which side wins [3.3]."""
    groups = []
    for each in differences.extra["differences"]:
        kind, name = each["role"], each["field"]
        field = KINDS[kind].fields[name]
        rows = [
            (
                contact,
                formatting.value(field, contact.values[name]),
                record,
                formatting.value(field, record.values[name]),
            )
            for _name, contact, record in rules_usecases.examples(kind, name, _EXAMPLES)
        ]
        groups.append(
            {"role": kind, "label": labels.field(name), "count": each["count"], "rows": rows}
        )
    cells = [
        (f"{kind}.{name}", rule)
        for kind in LINKED_KINDS
        for name, rule in wanted.get(kind, {}).items()
    ]
    present = rules_now().by_role
    context = {
        "groups": groups,
        "count": differences.extra["count"],
        "cells": [
            (name, rule, present[name.partition(".")[0]][name.partition(".")[2]])
            for name, rule in cells
        ],
    }
    return render(request, "rules_differ.html", context, status=409)
