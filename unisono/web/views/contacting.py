"""From a contact: an interaction by hand, a call, an e-mail, cover sheets."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from unisono.access.roles import require_write
from unisono.cards.fields import Field
from unisono.common.borders import Content, Stored
from unisono.common.errors import KeyInUse, Refused
from unisono.interactions import entry_values
from unisono.interactions.actions import PHONE_CALL
from unisono.interactions.entry_values import refuse_blocked
from unisono.interactions.fields import MESSAGE_FIELDS
from unisono.interactions.queries import INTERACTION, is_written_to_folder
from unisono.setup.models import FORMAL
from unisono.usecases.interactions import calls, cover_sheets, entries, messages, salutations
from unisono.web import inputs, paths
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.parts import go, is_part, say, say_logged, told, warn_all
from unisono.web.sent_files import sent_files
from unisono.web.views.cards import row_of
from unisono.web.views.document_actions import pdf_response

_MINUTES = Field("duration_min", "number")
_TEMPLATE = Field("template_code", "code", refers_to="interactions.InteractionTemplate")
_MESSAGE: list[Field] = list(MESSAGE_FIELDS.values())


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, no: str) -> HttpResponse:
    """Show the form of an interaction, or log it."""
    actor = acting(request)
    require_write(actor, INTERACTION)
    row = row_of("contact", no)
    if request.method == "GET":
        return _form(request, row, {"template_code": request.GET.get("template", "")}, None)
    values = _values(request, [_TEMPLATE, *entry_values.FIELDS.values()])
    try:
        outcome = entries.log_interaction(
            no, values, sent_files(request), actor=actor_once(request, actor)
        )
    except KeyInUse:
        return sent_twice(request, paths.card_url("contact", row.no))
    except Refused as refusal:
        return _form(request, row, values, refusal)
    say(request, _("Logged."))
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(paths.card_url("contact", row.no))


def _values(request: HttpRequest, fields: list[Field]) -> Content:
    """Return what a form sent; what was left blank is left to the template."""
    values = {
        each.name: inputs.typed(each, request.POST)
        for each in fields
        if request.POST.get(each.name, "").strip()
    }
    if minutes := request.POST.get("duration_min", "").strip():
        values["duration_min"] = inputs.typed_whole(minutes)
    if date := request.POST.get("date", "").strip():
        values["date"] = _in_utc(date, request.POST.get("zone", ""))
    return values


def _in_utc(text: str, zone: str) -> str:
    """Return a moment typed in the browser's own zone as one in UTC; anything else as it is, to be
    refused.
    """
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=at.tzinfo or ZoneInfo(zone or "UTC")).astimezone(UTC).isoformat()
    except (ValueError, KeyError, OSError, OverflowError):
        return text


def _form(
    request: HttpRequest, row: Stored, values: Content, refusal: Refused | None
) -> HttpResponse:
    fields = [_TEMPLATE, *entry_values.FIELDS.values(), _MINUTES]
    made = inputs.inputs_of(fields, values, "interaction")
    for each in made:
        each.required = each.name == "template_code"
        if each.name in (
            "cost",
            "duration_min",
            "description",
            "direction",
            "initiated_by",
            "medium",
        ):
            each.help = _("Left blank: as the template says.")
        if each.name == "template_code":
            each.options = each.options[1:] if values.get("template_code") else each.options
    rest = inputs.with_errors(made, refusal, request.POST)
    context = {
        "row": row,
        "inputs": made,
        "rest": rest,
        "date": request.POST.get("date", ""),
        "once": request.POST.get("once") or new_key(),
        "url": paths.card_url("contact", row.no),
    }
    return render(
        request, "interaction_new.html", context, status=refusal.status if refusal else 200
    )


@require_POST
def call(request: HttpRequest, no: str) -> HttpResponse:
    """Log a call that somebody began by clicking a number, or a mail begun in their own program."""
    what = request.POST.get("what", PHONE_CALL)
    outcome = calls.log_click(no, what, actor=acting(request))
    warn_all(request, outcome.warnings)
    if "entry" in outcome.more and "again" not in outcome.more:
        said = _("The call is logged.") if what == PHONE_CALL else _("The e-mail is logged.")
        say_logged(request, said, outcome.more["entry"])
    return told(request) if is_part(request) else go(request, paths.card_url("contact", no))


@require_http_methods(["GET", "POST"])
def email(request: HttpRequest, no: str) -> HttpResponse:
    """Write an e-mail to a contact, and send it."""
    actor = acting(request)
    require_write(actor, INTERACTION)
    row = row_of("contact", no)
    refuse_blocked(row)
    if request.method == "GET":
        begins = salutations.salutation(row.no, "", FORMAL, actor) + "\n\n"
        return _email_form(request, row, {"to": row.email, "body": begins}, None)
    values = {each.name: request.POST.get(each.name, "") for each in _MESSAGE}
    try:
        outcome = messages.email_contact(
            no, values, sent_files(request), actor=actor_once(request, actor)
        )
    except KeyInUse:
        return sent_twice(request, paths.card_url("contact", row.no))
    except Refused as refusal:
        return _email_form(request, row, values, refusal)
    say(request, _("The e-mail to %(to)s is on its way.") % {"to": values["to"]})
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(paths.card_url("contact", row.no))


def _email_form(
    request: HttpRequest, row: Stored, values: Content, refusal: Refused | None
) -> HttpResponse:
    made = inputs.inputs_of(_MESSAGE, values, "message")
    for each in made:
        each.required = each.name in ("to", "subject")
    context = {
        "title": _("E-mail: %(name)s") % {"name": row.name},
        "inputs": made[:2],
        "texts": made[2:],
        "rest": inputs.with_errors(made, refusal, request.POST),
        "takes_files": True,
        "into_folder": is_written_to_folder(),
        "once": request.POST.get("once") or new_key(),
        "url": paths.card_url("contact", row.no),
        "back": row.no,
    }
    return render(request, "email.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def cover_sheet(request: HttpRequest) -> HttpResponse:
    """Ask for subject and text of cover sheets, then return them as one PDF."""
    actor = acting(request)
    require_write(actor, INTERACTION)
    fields = list(cover_sheets.FIELDS.values())
    numbers = (request.POST or request.GET).get("no__in", "")
    chosen = [no for no in numbers.split(",") if no]
    refusal = None
    if request.method == "POST":
        values: Content = {
            each.name: request.POST[each.name] for each in fields if each.name in request.POST
        }
        values["everybody"] = request.POST.get("everybody") == "yes"
        try:
            file, warnings = cover_sheets.print_cover_sheets(chosen, values, actor=actor)
        except Refused as refused:
            refusal = refused
        else:
            warn_all(request, warnings)
            return pdf_response(file)
    made = inputs.inputs_of(fields, request.POST.dict(), "cover-sheet")
    context = {
        "numbers": numbers,
        "chosen": chosen,
        "count": ngettext("%(count)s contact", "%(count)s contacts", len(chosen))
        % {"count": len(chosen)},
        "inputs": made,
        "rest": inputs.with_errors(made, refusal, request.POST),
        "url": paths.card_url("contact", chosen[0])
        if len(chosen) == 1
        else paths.list_url("contact"),
    }
    return render(request, "cover_sheet.html", context, status=refusal.status if refusal else 200)
