"""An entry of the log on its page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.cards.fields import Field
from unisono.common.errors import EditConflict, KeyInUse, Refused
from unisono.common.kinds import Key
from unisono.interactions import entry_values
from unisono.interactions.entry_values import File
from unisono.interactions.models import Interaction
from unisono.interactions.queries import INTERACTION, find_entry, state_of
from unisono.usecases.interactions import entries, messages
from unisono.web import document_names, formatting, inputs, labels, log_entries, paths
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.meanwhile import said_meanwhile
from unisono.web.parts import is_part, say, told, warn_all
from unisono.web.sent_files import sent_files
from unisono.web.views.document_actions import pdf_response
from unisono.web.views.editing import expected_version

_MINUTES = Field("duration_min", "number")


@require_http_methods(["GET", "POST"])
def interaction(request: HttpRequest, key: int) -> HttpResponse:
    """Show an entry, or complete and evaluate it."""
    actor = acting(request)
    entry = find_entry(key, actor)
    if request.method == "POST":
        values = inputs.changed(list(entry_values.FIELDS.values()), request.POST)
        if "duration_min" in request.POST and request.POST["duration_min"] != str(
            entry.duration_min
        ):
            values["duration_min"] = inputs.typed_whole(request.POST["duration_min"])
        try:
            outcome = entries.change_interaction(
                key, values, actor=actor, expected=expected_version(request)
            )
        except EditConflict as conflict:
            said = said_meanwhile(Key(INTERACTION, key), entry_values.FIELDS, conflict)
            return _entry_page(request, entry, said, conflict.version)
        except Refused as refusal:
            if refusal.status == 403:
                raise
            return _entry_page(request, entry, refusal)
        say(
            request,
            _("Saved.") if outcome.change_set else _("Nothing was changed."),
            outcome.change_set,
        )
        return HttpResponseRedirect(f"/interactions/{key}")
    return _entry_page(request, entry, None)


def _entry_page(
    request: HttpRequest, entry: Interaction, refusal: Refused | None, version: int = 0
) -> HttpResponse:
    actor, state = acting(request), state_of(entry)
    may_write = actor.may_write(INTERACTION) and not entry.cancelled
    fields = [*entry_values.FIELDS.values(), _MINUTES]
    made = inputs.inputs_of(fields, state, "interaction") if may_write else []
    context = {
        "entry": entry,
        "shown": log_entries.entry(entry, actor),
        "facts": [
            (labels.field(each.name), text)
            for each in (*entry_values.FIELDS.values(), _MINUTES)
            if (text := formatting.value(each, state[each.name])) and text != "0"
        ],
        "inputs": made,
        "rest": inputs.with_errors(made, refusal, request.POST),
        "base": inputs.first_base(request.POST, fields, state, refusal),
        "version": version
        or (request.POST.get("version", entry.version) if refusal else entry.version),
        "files": list(entry.attachments.order_by("pk")),
        "message": entry.message,
        "message_state": document_names.message_states().get(entry.message.state, "")
        if entry.message
        else "",
        "contact_url": paths.card_url("contact", entry.contact.no) if entry.contact else "",
        "may_write": may_write,
        "may_cancel": actor.may_write(INTERACTION),
        "once": new_key(),
    }
    return render(request, "interaction.html", context, status=refusal.status if refusal else 200)


@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Cancel an entry, or take that back."""
    wanted = request.POST.get("cancelled", "yes") == "yes"
    outcome = entries.cancel_interaction(key, wanted, actor=acting(request))
    say(
        request,
        _("Cancelled: it counts no more.") if wanted else _("It counts again."),
        outcome.change_set,
    )
    if is_part(request):
        return told(request, "logged")
    return HttpResponseRedirect(f"/interactions/{key}")


@require_POST
def attach(request: HttpRequest, key: int) -> HttpResponse:
    """Attach files to an entry."""
    outcome = entries.add_attachments(key, sent_files(request), actor=acting(request))
    say(request, _("Saved."))
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(f"/interactions/{key}")


@require_safe
def attachment(request: HttpRequest, key: int, file: int) -> HttpResponse:
    """Return an attachment to be kept; a browser never runs or shows what somebody attached, but
    for PDF.
    """
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
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(f"/interactions/{key}")
