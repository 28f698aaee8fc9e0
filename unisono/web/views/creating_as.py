"""From a contact a customer, vendor or bank account: template, own fields, preview, confirm [2.2]
[P3].
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import require_write
from unisono.cards.fields import Field
from unisono.common.borders import Content, Stored
from unisono.common.errors import KeyInUse, NotFound, Refused
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind
from unisono.links.kinds import KINDS, blank_values
from unisono.links.templates import template_values, templates_of
from unisono.records.planned import Creation
from unisono.records.queries import next_number
from unisono.usecases.matching import candidates
from unisono.usecases.records import creating_as
from unisono.web import facts, formatting, inputs, labels, paths, wizard
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.parts import is_part
from unisono.web.saving import report
from unisono.web.views.cards import row_of


@require_http_methods(["GET", "POST"])
def create_as(request: HttpRequest, no: str, role: Kind) -> HttpResponse:
    """Show what creating would make of a contact, by template and own fields; create it when
    confirmed.
    """
    actor = acting(request)
    if role not in LINKED_KINDS:
        raise NotFound(_("There is nothing at this address."))
    require_write(actor, role)
    template = (request.POST or request.GET).get("template", "")
    values = inputs.changed(_own_fields(role), request.POST)
    refusal: Refused | None = None
    if "confirm" in request.POST:
        try:
            outcome = creating_as.create_as(
                no, role, template, values, actor=actor_once(request, actor)
            )
            report(request, _("Created and linked."), outcome, actor)
            return HttpResponseRedirect(paths.card_url(role, outcome.no))
        except KeyInUse:
            return sent_twice(request, paths.card_url("contact", no))
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            refusal = refused
    context = _context(request, no, role, template, values, refusal)
    page = "parts/creation.html" if is_part(request) else "create_as.html"
    return render(request, page, context, status=refusal.status if refusal else 200)


def _own_fields(role: Kind) -> list[Field]:
    return [each for name in ("no", *FACTS[role].asked) if (each := facts.field_of(role, name))]


def _context(
    request: HttpRequest,
    no: str,
    role: Kind,
    template: str,
    values: Content,
    refusal: Refused | None,
) -> Content:
    """Return what the page shows: the templates to choose from, the record as it would be, what
    else changes.
    """
    row = row_of("contact", no)
    subject = row.company or row
    templates = templates_of(role, subject.type)
    chosen = next(
        (each for each in templates if each.code == template), templates[0] if templates else None
    )
    begun, creation = _begun(role, chosen), None
    try:
        creation = creating_as.plan_creation(
            no, role, chosen.code if chosen else "", values, actor=acting(request)
        )
    except Refused as refused:
        refusal = refusal or refused
    own = inputs.inputs_of(_own_fields(role), begun | values, role)
    # A preview shows what the chosen template fills in; a refusal what was typed.
    rest = inputs.with_errors(own, refusal, request.POST if "confirm" in request.POST else None)
    return {
        "no": no,
        "role": role,
        "row": row,
        "subject": subject,
        "title": _("Create %(record)s from %(name)s")
        % {"record": labels.with_indefinite_article(role), "name": subject.name},
        "templates": templates,
        "template": chosen.code if chosen else "",
        "own": own,
        "base": inputs.base_of(_own_fields(role), begun),
        "rest": rest,
        "lines": _lines(role, creation) if creation else [],
        "effects": wizard.effects(creation.plan, acting(request)) if creation else [],
        "quotes": wizard.quotes(creation.contact.key.id, role, acting(request)) if creation else [],
        "warnings": creation.warnings if creation else [],
        "url": paths.card_url("contact", no),
        "alike": candidates.alike_to(role, subject, acting(request)),
        "alike_kind": role,
        "once": request.POST.get("once") or new_key(),
    }


def _begun(role: Kind, template: Stored) -> Content:
    """Return what the record's own fields begin with: what the template has, else nothing."""
    filled = template_values(role, template) if template else {}
    blank = {**blank_values(role), "no": ""}
    return {name: filled.get(name, blank[name]) for name in ("no", *FACTS[role].asked)}


def _lines(role: Kind, creation: Creation) -> list[tuple[str, str, str]]:
    """Return the fields that the new record will have a value in, its number first, and where each
    comes from.
    """
    contact, template, here = _("Contact"), _("Template"), _("Typed here")
    number = creation.no or next_number(role, creation.series)
    found = (
        [(labels.field("no"), number, here if creation.no else _("Number series"))]
        if number
        else []
    )
    for name, value in creation.values.items():
        field = KINDS[role].fields.get(name)
        if field is None or not (text := formatting.value(field, value)) or value == field.blank:
            continue
        cause = creation.causes.get(name, "typed")
        came = template if cause == "template" else here if cause == "typed" else contact
        found.append((labels.field(name), text, came))
    return found
