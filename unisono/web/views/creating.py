"""New records: from nothing, and a contact from a record [P3]."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import require_write
from unisono.cards.fields import Field, shared_names
from unisono.common.borders import Content, Stored
from unisono.common.errors import KeyInUse, NotFound, Refused
from unisono.common.kinds import Kind
from unisono.links.kinds import KINDS, blank_values
from unisono.links.rules import rules_now
from unisono.usecases.matching.candidates import candidates
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.role_records import create_contact_for, create_record
from unisono.web import facts, formatting, inputs, labels, paths
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.saving import report
from unisono.web.views.cards import row_of


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Show the form of a new record, or create it; what is refused is shown with what was typed."""
    actor = acting(request)
    if kind not in KINDS:
        raise NotFound(_("There is nothing at this address."))
    require_write(actor, kind)
    if request.method == "GET":
        return _new_form(request, kind, None)
    fields = _new_fields(kind, request.POST.get("type", "company"))
    values = inputs.changed(fields, request.POST)
    once = actor_once(request, actor)
    try:
        if kind == "contact":
            outcome = create_contact(
                {**values, "type": request.POST.get("type", "company")}, actor=once
            )
        else:
            values.pop("primary_contact_no", None)
            made = request.POST.get("create_contact", "true") == "true"
            outcome = create_record(kind, {**values, "create_contact": made}, actor=once)
    except KeyInUse:
        return sent_twice(request, paths.list_url(kind) + "?sort=-created_at")
    except Refused as refusal:
        return _new_form(request, kind, refusal)
    report(request, _("Created."), outcome, actor)
    return HttpResponseRedirect(paths.card_url(kind, outcome.no))


def _new_fields(kind: Kind, type_: str) -> list[Field]:
    hidden = ("type", "primary_contact_no")
    return [
        each
        for _title, some in facts.grouped(kind, type_ == "person")
        for each in some
        if each.name not in hidden
    ]


def _new_form(request: HttpRequest, kind: Kind, refusal: Refused | None) -> HttpResponse:
    """Return the form of a new record; a person's may name the company to begin with."""
    type_ = (request.POST if refusal else request.GET).get("type", "company")
    type_ = type_ if kind == "contact" and type_ == "person" else "company"
    blank: Content = {
        **blank_values(kind),
        "no": "",
        "company_no": request.GET.get("company_no", ""),
    }
    names = {each.name for each in _new_fields(kind, type_)}
    shown_groups = [
        (title, [each for each in some if each.name in names])
        for title, some in facts.form_groups(kind, type_ == "person")
    ]
    groups = inputs.grouped_inputs(shown_groups, blank, kind)
    every = [each for _title, some in groups for each in some]
    for each in every:
        each.required = each.name == "name" and type_ == "company"
        each.help = (
            _("Left blank, the next number of the series is taken.")
            if each.name == "no"
            else each.help
        )
    rest = inputs.with_errors(every, refusal, request.POST)
    base = {**blank, "company_no": ""}
    context = {
        "kind": kind,
        "type": type_,
        "groups": groups,
        "rest": rest,
        "base": inputs.base_of(_new_fields(kind, type_), base),
        "url": paths.list_url(kind),
        "makes_contact": kind != "contact",
        "without_contact": bool(refusal) and request.POST.get("create_contact") == "false",
        "once": request.POST.get("once") or new_key(),
    }
    return render(request, "new.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def contact_for(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Create the contact of a record that has none: shown first, with contacts that may be the same
    party [2.3].
    """
    actor = acting(request)
    require_write(actor, kind)
    if kind == "contact":
        raise NotFound(_("There is nothing at this address."))
    if request.method == "POST":
        outcome = create_contact_for(kind, no, actor=actor)
        report(request, _("The contact is created and linked."), outcome, actor)
        return HttpResponseRedirect(paths.card_url("contact", outcome.more["contact_no"]))
    row = row_of(kind, no)
    create_contact_for(
        kind, no, actor=replace(actor, dry_run=True)
    )  # refuses now what it would refuse
    rules = rules_now()
    fields = KINDS[kind].fields
    lines = [
        (labels.field(name), text)
        for name in shared_names(kind)
        if rules.of(kind, name) != "separate" or name == "name"
        if (text := formatting.value(fields[name], _stored(row, fields[name])))
    ]
    person = getattr(row, "contact_name", "")
    context = {"kind": kind, "no": no, "row": row, "lines": lines, "person": person}
    context |= {
        "candidates": candidates(kind, row, "contact", actor),
        "url": paths.card_url(kind, no),
    }
    return render(request, "contact_for.html", context)


def _stored(row: Stored, field: Field) -> object:
    return getattr(row, f"{field.name}_id" if field.is_reference else field.name) or ""
