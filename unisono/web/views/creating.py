"""New records: from nothing, from a contact with a template, a contact from a record [P3]."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import Actor, require_write
from unisono.cards.fields import ROLES, Field, shared_names
from unisono.common.errors import FieldError, NotFound, Refused
from unisono.links.kinds import KINDS
from unisono.links.network import rules_now
from unisono.links.storing import blank_values
from unisono.usecases import creating_as, role_records
from unisono.usecases.candidates import candidates
from unisono.usecases.contacts import create_contact
from unisono.usecases.linking import shown as shown_writes
from unisono.usecases.role_records import create_record
from unisono.web import addresses, facts, inputs, labels, shown
from unisono.web.frame import acting
from unisono.web.saving import tell
from unisono.web.views.cards import row_of

_OWN = {
    "customer": ("no", "credit_limit", "payment_terms_code", "payment_method_code", "iban", "swift_code", "note"),
    "vendor": ("no", "purchaser_code", "payment_terms_code", "our_account_no", "iban", "swift_code", "note"),
    "bank_account": ("no", "description", "iban", "swift_code", "bank_account_no", "bank_branch_no", "note"),
}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the form of a new record, or create it; what is refused is shown with what was typed."""
    actor = acting(request)
    if kind not in KINDS:
        raise NotFound(_("There is nothing at this address."))
    require_write(actor, kind)
    if request.method == "GET":
        return _new_form(request, kind, None)
    fields = _new_fields(kind, request.POST.get("type", "company"))
    values = inputs.changed(fields, request.POST)
    try:
        if kind == "contact":
            outcome = create_contact({**values, "type": request.POST.get("type", "company")}, actor=actor)
        else:
            values.pop("primary_contact_no", None)
            made = request.POST.get("create_contact", "true") == "true"
            outcome = create_record(kind, {**values, "create_contact": made}, actor=actor)
    except Refused as refusal:
        return _new_form(request, kind, refusal)
    tell(request, _("Created."), outcome, actor)
    return HttpResponseRedirect(addresses.card_url(kind, outcome.no))


def _new_fields(kind: str, type_: str) -> list[Field]:
    hidden = ("type", "primary_contact_no")
    return [each for _title, some in facts.grouped(kind, type_ == "person") for each in some if each.name not in hidden]


def _new_form(request: HttpRequest, kind: str, refusal: Refused | None) -> HttpResponse:
    """Return the form of a new record; a person's may name the company to begin with."""
    type_ = (request.POST if refusal else request.GET).get("type", "company")
    type_ = type_ if kind == "contact" and type_ == "person" else "company"
    blank: dict[str, Any] = {**blank_values(kind), "no": "", "company_no": request.GET.get("company_no", "")}
    names = {each.name for each in _new_fields(kind, type_)}
    groups = [
        (title, [inputs.input_of(each, blank.get(each.name, "")) for each in some if each.name in names])
        for title, some in facts.grouped(kind, type_ == "person")
    ]
    every = [each for _title, some in groups for each in some]
    for each in every:
        each.required = each.name == "name" and type_ == "company"
        each.help = _("Left blank, the next number of the series is taken.") if each.name == "no" else each.help
    rest = inputs.with_errors(every, refusal.errors if refusal else [], request.POST if refusal else None)
    if refusal and not refusal.errors:
        rest = [FieldError("", refusal.code, refusal.message)]
    base = {**blank, "company_no": ""}
    context = {
        "kind": kind,
        "type": type_,
        "groups": groups,
        "rest": rest,
        "base": inputs.base_of(_new_fields(kind, type_), base),
        "url": addresses.list_url(kind),
        "makes_contact": kind != "contact",
    }
    return render(request, "new.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def create_as(request: HttpRequest, no: str, role: str) -> HttpResponse:
    """Create a customer, vendor or bank account from a contact: template, own fields, preview, confirm [2.2]."""
    actor = acting(request)
    if role not in ROLES:
        raise NotFound(_("There is nothing at this address."))
    require_write(actor, role)
    template = (request.POST or request.GET).get("template", "")
    fields = _own_fields(role)
    values = {name: value for name, value in inputs.changed(fields, request.POST).items() if value not in ("", None)}
    refusal: Refused | None = None
    if "confirm" in request.POST:
        try:
            outcome = creating_as.create_as(no, role, template, values, actor=actor)
            tell(request, _("Created and linked."), outcome, actor)
            return HttpResponseRedirect(addresses.card_url(role, outcome.no))
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            refusal = refused
    context = _creation(request, no, role, template, values, refusal)
    part = "parts/creation.html" if request.headers.get("HX-Request") == "true" else "create_as.html"
    return render(request, part, context, status=refusal.status if refusal else 200)


def _own_fields(role: str) -> list[Field]:
    return [each for name in _OWN[role] if (each := facts.field_of(role, name))]


def _creation(
    request: HttpRequest, no: str, role: str, template: str, values: dict[str, Any], refusal: Refused | None
) -> dict[str, Any]:
    """Return what the page shows: the templates to choose from, the record as it would be, what else changes."""
    actor = acting(request)
    row = row_of("contact", no)
    subject = row.company or row
    fields = _own_fields(role)
    own = [inputs.input_of(each, {**blank_values(role), "no": ""}.get(each.name, "")) for each in fields]
    choices = _templates(role, subject.type)
    template = template or (choices[0].code if choices else "")
    creation, number = None, ""
    try:
        creation = creating_as.plan_creation(no, role, template, values, actor=actor)
        number = creating_as.create_as(no, role, template, values, actor=replace(actor, dry_run=True)).no
    except Refused as refused:
        refusal = refusal or refused
    rest = inputs.with_errors(own, refusal.errors if refusal else [], request.POST if request.POST else None)
    if refusal and not refusal.errors:
        rest = [FieldError("", refusal.code, refusal.message)]
    return {
        "no": no,
        "role": role,
        "row": row,
        "subject": subject,
        "title": _("Create %(record)s from %(name)s") % {"record": labels.a(role), "name": subject.name},
        "templates": choices,
        "template": template,
        "own": own,
        "base": inputs.base_of(fields, {**blank_values(role), "no": ""}),
        "rest": rest,
        "lines": _lines(role, creation, number) if creation else [],
        "effects": _effects(creation, actor) if creation else [],
        "warnings": creation.warnings if creation else [],
        "url": addresses.card_url("contact", no),
    }


def _templates(role: str, type_: str) -> list[Any]:
    if role not in creating_as.TEMPLATES:
        return []
    model = creating_as.TEMPLATES[role][0]
    return list(model._default_manager.filter(contact_type=type_).order_by("code"))


def _lines(role: str, creation: Any, number: str) -> list[tuple[str, str, str]]:
    """Return the fields that the new record will have a value in, and where each comes from; its number is the first.

    The number is that of a creation that was tried and taken back: the one that would be drawn now.
    """
    contact, template, here = _("Contact"), _("Template"), _("Typed here")
    found = [(labels.field("no"), number, here if creation.no else _("Number series"))] if number else []
    for name, value in creation.values.items():
        field = KINDS[role].fields.get(name)
        if field is None or not (text := shown.value(field, value)) or value == field.blank:
            continue
        cause = creation.causes.get(name, "typed")
        came = template if cause == "template" else here if cause == "typed" else contact
        found.append((labels.field(name), text, came))
    return found


def _effects(creation: Any, actor: Actor) -> list[dict[str, Any]]:
    """Return what the template changes on the contact's side."""
    found = []
    for write, written in shown_writes(creation.plan, actor):
        kind = write.record.key.kind
        fields = KINDS[kind].fields
        lines = [
            (labels.field(name), shown.value(fields.get(name), old), shown.value(fields.get(name), new))
            for name, (old, new) in written.items()
        ]
        found.append({"kind": kind, "no": write.record.no, "lines": lines})
    return found


@require_http_methods(["GET", "POST"])
def contact_for(request: HttpRequest, kind: str, no: str) -> HttpResponse:
    """Create the contact of a record that has none: shown first, with contacts that may be the same party [2.3]."""
    actor = acting(request)
    require_write(actor, kind)
    if kind == "contact":
        raise NotFound(_("There is nothing at this address."))
    if request.method == "POST":
        outcome = role_records.create_contact_for(kind, no, actor=actor)
        tell(request, _("The contact is created and linked."), outcome, actor)
        return HttpResponseRedirect(addresses.card_url("contact", outcome.more["contact_no"]))
    row = row_of(kind, no)
    role_records.create_contact_for(kind, no, actor=replace(actor, dry_run=True))  # refuses now what it would refuse
    rules = rules_now()
    fields = KINDS[kind].fields
    lines = [
        (labels.field(name), text)
        for name in shared_names(kind)
        if rules.of(kind, name) != "separate" or name == "name"
        if (text := shown.value(fields[name], _stored(row, fields[name])))
    ]
    person = getattr(row, "contact_name", "")
    context = {"kind": kind, "no": no, "row": row, "lines": lines, "person": person}
    context |= {"candidates": candidates(kind, row, "contact", actor), "url": addresses.card_url(kind, no)}
    return render(request, "contact_for.html", context)


def _stored(row: Any, field: Field) -> Any:
    return getattr(row, f"{field.name}_id" if field.is_reference else field.name) or ""
