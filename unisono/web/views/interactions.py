"""The log on the pages: an entry, a new one, e-mails and calls from a contact, cover sheets."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_write
from unisono.cards.fields import Field
from unisono.common.errors import Refused
from unisono.interactions.actions import PHONE_CALL
from unisono.interactions.delivery import is_written_to_folder
from unisono.interactions.models import Interaction
from unisono.usecases.interactions import calls, cover_sheets, entries, messages
from unisono.usecases.interactions.logging import File
from unisono.usecases.transaction import KeyInUse
from unisono.web import addresses, inputs, labels, log_entries, paper_names, shown
from unisono.web.frame import acting
from unisono.web.once import actor_once, new_key, sent_twice
from unisono.web.parts import go, is_part, part, say, warn
from unisono.web.views.cards import row_of
from unisono.web.views.papers import pdf_response

_TEMPLATE = Field("template_code", "code", refers_to="interactions.InteractionTemplate")
_MINUTES = Field("duration_min", "number")
_DATE = Field("date", length=40)
_MESSAGE: list[Field] = list(messages.FIELDS.values())


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, no: str) -> HttpResponse:
    """Show the form of an interaction, or log it."""
    actor = acting(request)
    require_write(actor, entries.KIND)
    row = row_of("contact", no)
    if request.method == "GET":
        return _form(request, row, {"template_code": request.GET.get("template", "")}, None)
    values = _values(request, [_TEMPLATE, *entries.FIELDS.values()])
    try:
        outcome = entries.log_interaction(no, values, _files(request), actor=actor_once(request, actor))
    except KeyInUse:
        return sent_twice(request, addresses.card_url("contact", row.no))
    except Refused as refusal:
        return _form(request, row, values, refusal)
    say(request, _("Logged."))
    _warn_of(request, outcome)
    return HttpResponseRedirect(addresses.card_url("contact", row.no))


def _values(request: HttpRequest, fields: list[Field]) -> dict[str, Any]:
    """Return what a form sent; what was left blank is left to the template."""
    values = {each.name: inputs.typed(each, request.POST) for each in fields if request.POST.get(each.name, "").strip()}
    if minutes := request.POST.get("duration_min", "").strip():
        values["duration_min"] = inputs.typed_whole(minutes)
    if date := request.POST.get("date", "").strip():
        values["date"] = _in_utc(date, request.POST.get("zone", ""))
    return values


def _in_utc(text: str, zone: str) -> str:
    """Return a moment typed in the browser's own zone as one in UTC; anything else as it is, to be refused."""
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=at.tzinfo or ZoneInfo(zone or "UTC")).astimezone(UTC).isoformat()
    except (ValueError, KeyError, OSError, OverflowError):
        return text


def _files(request: HttpRequest) -> list[File]:
    return [
        File(
            entries.safe_name(str(each.name or "")), each.content_type or "application/octet-stream", bytes(each.read())
        )
        for each in request.FILES.getlist("file")
        if each
    ]


def _form(request: HttpRequest, row: Any, values: dict[str, Any], refusal: Refused | None) -> HttpResponse:
    fields = [_TEMPLATE, *entries.FIELDS.values(), _MINUTES]
    made = inputs.inputs_of(fields, values)
    for each in made:
        each.required = each.name == "template_code"
        if each.name in ("cost", "duration_min", "description"):
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
        "url": addresses.card_url("contact", row.no),
    }
    return render(request, "interaction_new.html", context, status=refusal.status if refusal else 200)


def _warn_of(request: HttpRequest, outcome: Any) -> None:
    for word in outcome.warnings:
        warn(request, word.message)


@require_safe
def interactions(request: HttpRequest) -> HttpResponse:
    """Show the whole log, newest first, or some sort of it; the archive holds what happened with those who are gone."""
    actor, only = acting(request), request.GET.get("only", "")
    names = {"": _("All"), "documents": _("Documents"), "messages": _("Messages"), "calls": _("Calls")}
    names |= {"failed": _("Not delivered"), "archive": _("Archive")}
    rows = log_entries.of_sort(actor, only if only in names else "")
    entries_, older = log_entries.page(rows, request.GET.get("before", ""), actor)
    context = {
        "entries": entries_,
        "older": older,
        "only": only,
        "sums": entries.sums_of(rows),
        "tabs": [(name, f"only={key}" if key else "", key == only) for key, name in names.items()],
    }
    return render(request, "interactions.html", context)


@require_http_methods(["GET", "POST"])
def interaction(request: HttpRequest, key: int) -> HttpResponse:
    """Show an entry, or complete and evaluate it."""
    actor = acting(request)
    entry = entries.find_entry(key, actor)
    if request.method == "POST":
        values = inputs.changed(list(entries.FIELDS.values()), request.POST)
        if "duration_min" in request.POST and request.POST["duration_min"] != str(entry.duration_min):
            values["duration_min"] = inputs.typed_whole(request.POST["duration_min"])
        try:
            outcome = entries.change_interaction(key, values, actor=actor)
        except Refused as refusal:
            if refusal.status == 403:
                raise
            return _entry_page(request, entry, refusal)
        say(request, _("Saved.") if outcome.change_set else _("Nothing was changed."), outcome.change_set)
        return HttpResponseRedirect(f"/interactions/{key}")
    return _entry_page(request, entry, None)


def _entry_page(request: HttpRequest, entry: Interaction, refusal: Refused | None) -> HttpResponse:
    actor, state = acting(request), entries.state_of(entry)
    may_write = actor.may_write(entries.KIND) and not entry.cancelled
    fields = [*entries.FIELDS.values(), _MINUTES]
    made = inputs.inputs_of(fields, state) if may_write else []
    context = {
        "entry": entry,
        "shown": log_entries.entry(entry, actor),
        "facts": [
            (labels.field(each.name), text)
            for each in (*entries.FIELDS.values(), _MINUTES)
            if (text := shown.value(each, state[each.name])) and text != "0"
        ],
        "inputs": made,
        "rest": inputs.with_errors(made, refusal, request.POST),
        "base": inputs.first_base(request.POST, fields, state, refusal),
        "files": list(entry.attachments.order_by("pk")),
        "message": entry.message,
        "message_state": paper_names.message_states().get(entry.message.state, "") if entry.message else "",
        "contact_url": addresses.card_url("contact", entry.contact.no) if entry.contact else "",
        "may_write": may_write,
        "may_cancel": actor.may_write(entries.KIND),
        "once": new_key(),
    }
    return render(request, "interaction.html", context, status=refusal.status if refusal else 200)


@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Cancel an entry, or take that back."""
    wanted = request.POST.get("cancelled", "yes") == "yes"
    outcome = entries.cancel_interaction(key, wanted, actor=acting(request))
    say(request, _("Cancelled: it counts no more.") if wanted else _("It counts again."), outcome.change_set)
    return HttpResponseRedirect(f"/interactions/{key}")


@require_POST
def attach(request: HttpRequest, key: int) -> HttpResponse:
    """Attach files to an entry."""
    outcome = entries.add_attachments(key, _files(request), actor=acting(request))
    say(request, _("Saved."))
    _warn_of(request, outcome)
    return HttpResponseRedirect(f"/interactions/{key}")


@require_safe
def attachment(request: HttpRequest, key: int, file: int) -> HttpResponse:
    """Return an attachment to be kept; a browser never runs or shows what somebody attached, but for PDF."""
    found, content = entries.attachment_of(key, file, acting(request))
    is_pdf = found.type == "application/pdf" and content.startswith(b"%PDF-")
    kept = File(found.name, found.type if is_pdf else "application/octet-stream", content)
    return pdf_response(kept, "inline" if is_pdf else "attachment")


@require_POST
def resend(request: HttpRequest, key: int) -> HttpResponse:
    """Send an entry's e-mail again."""
    to = request.POST.get("to", "").strip() or None
    try:
        outcome = messages.send_again(key, to, actor=actor_once(request, acting(request)))
    except KeyInUse:
        return sent_twice(request, f"/interactions/{key}")
    say(request, _("The e-mail is on its way again."))
    _warn_of(request, outcome)
    return HttpResponseRedirect(f"/interactions/{key}")


@require_POST
def call(request: HttpRequest, no: str) -> HttpResponse:
    """Log a call that somebody began by clicking a number, or a mail begun in their own program."""
    what = request.POST.get("what", PHONE_CALL)
    outcome = calls.log_click(no, what, actor=acting(request))
    _warn_of(request, outcome)
    if "entry" in outcome.more:
        said = _("The call is logged.") if what == PHONE_CALL else _("The e-mail is logged.")
        say(request, said)
    url = addresses.card_url("contact", no)
    if is_part(request):
        return part(request, "parts/logged.html", {"entry": outcome.more.get("entry")})
    return go(request, url)


@require_http_methods(["GET", "POST"])
def email(request: HttpRequest, no: str) -> HttpResponse:
    """Write an e-mail to a contact, and send it."""
    actor = acting(request)
    require_write(actor, entries.KIND)
    row = row_of("contact", no)
    messages.refuse_blocked(row)
    if request.method == "GET":
        return _email_form(request, row, {"to": row.email, "subject": "", "body": ""}, None)
    values = {each.name: request.POST.get(each.name, "") for each in _MESSAGE}
    try:
        outcome = messages.email_contact(no, values, _files(request), actor=actor_once(request, actor))
    except KeyInUse:
        return sent_twice(request, addresses.card_url("contact", row.no))
    except Refused as refusal:
        return _email_form(request, row, values, refusal)
    say(request, _("The e-mail to %(to)s is on its way.") % {"to": values["to"]})
    _warn_of(request, outcome)
    return HttpResponseRedirect(addresses.card_url("contact", row.no))


def _email_form(request: HttpRequest, row: Any, values: dict[str, Any], refusal: Refused | None) -> HttpResponse:
    made = inputs.inputs_of(_MESSAGE, values)
    for each in made:
        each.required = each.name != "body"
    context = {
        "title": _("E-mail: %(name)s") % {"name": row.name},
        "inputs": made,
        "rest": inputs.with_errors(made, refusal, request.POST),
        "takes_files": True,
        "into_folder": is_written_to_folder(),
        "once": request.POST.get("once") or new_key(),
        "url": addresses.card_url("contact", row.no),
        "back": row.no,
    }
    return render(request, "email.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def cover_sheet(request: HttpRequest) -> HttpResponse:
    """Ask for subject and text of cover sheets, then return them as one PDF."""
    actor = acting(request)
    require_write(actor, entries.KIND)
    fields = list(cover_sheets.FIELDS.values())
    numbers = (request.POST or request.GET).get("no__in", "")
    chosen = [no for no in numbers.split(",") if no]
    refusal = None
    if request.method == "POST":
        values = {each.name: request.POST.get(each.name, "") for each in fields}
        try:
            file, words = cover_sheets.print_cover_sheets(chosen, values, actor=actor)
        except Refused as refused:
            refusal = refused
        else:
            for word in words:
                warn(request, word.message)
            return pdf_response(file)
    made = inputs.inputs_of(fields, request.POST.dict())
    context = {
        "numbers": numbers,
        "chosen": chosen,
        "inputs": made,
        "rest": inputs.with_errors(made, refusal, request.POST),
        "url": addresses.card_url("contact", chosen[0]) if len(chosen) == 1 else addresses.list_url("contact"),
    }
    return render(request, "cover_sheet.html", context, status=refusal.status if refusal else 200)
