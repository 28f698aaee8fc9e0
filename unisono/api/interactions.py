"""The log: lists, one by one, attachments; e-mails and cover sheets; which action has which
template; addresses.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File as FilePart
from ninja import Router
from ninja.files import UploadedFile

from unisono.access.roles import require_read
from unisono.api import entry_schemas as shapes
from unisono.api.answers import answer, gone, warnings_shown
from unisono.api.document_answers import address_shown, entries_shown, message_shown
from unisono.api.document_schemas import EmailBody, SentShown
from unisono.api.documents import disposition
from unisono.api.requests import ActingRequest, actor_of, expected_version, idempotent, keyed_actor
from unisono.api.sent_files import files_of
from unisono.common.borders import Content
from unisono.common.errors import Invalid
from unisono.common.money import money_text
from unisono.common.outcome import Outcome
from unisono.contacts.queries import addresses_of
from unisono.interactions import entry_values
from unisono.interactions.entry_values import File as Kept
from unisono.interactions.listed import LOG_LIST
from unisono.interactions.queries import (
    INTERACTION,
    find_entry,
    message_of_key,
    sums_of,
)
from unisono.lists.filters import unknown_filter
from unisono.records.queries import find
from unisono.usecases.interactions import (
    assigning,
    cover_sheets,
    entries,
    messages,
    salutations,
)
from unisono.usecases.records import other_addresses

router = Router(tags=["Interactions"])
contacts = Router(tags=["Interactions"])


@router.get(
    "/interactions",
    response=shapes.ENTRY_PAGE,
    summary="The log; `contact_no` also shows the company's people",
)
def list_entries(request: HttpRequest) -> HttpResponse:
    """Return a page of interactions, and the sums of all that match.

    `contact_no` selects a contact and what happened with its company's people; `only` calls,
    messages, documents, failed, or archive, as `archived=true` does: those whose contact is gone.
    `date` takes a moment, a day, or a period such as `last-week`, of the time zone that `zone`
    names. `q` searches texts and names.
    """
    query, actor = _asked(request), actor_of(request)
    found = LOG_LIST.page(query, actor)
    sums = sums_of(LOG_LIST.selected(query, actor))
    content = found.shown(entries_shown(found.rows))
    cost, minutes = money_text(sums["cost"] or 0), sums["duration_min"] or 0
    return answer(
        {**content, "sums": {"count": sums["count"], "cost": cost, "duration_min": minutes}}
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return the query of the log; raise NotFound for a contact that is none. `archived` says in
    one word what `only=archive` does.
    """
    query = {name: str(value) for name, value in request.GET.items()}
    if no := query.get("contact_no"):
        find("contact", no)
    archived = query.pop("archived", "false")
    if archived not in ("true", "false"):
        raise Invalid([unknown_filter("archived")])
    return {**query, "only": "archive"} if archived == "true" else query


@contacts.post(
    "/{number:no}/interactions",
    response={201: shapes.EntryShown},
    summary="Log an interaction by hand",
)
@idempotent
def log(request: ActingRequest, no: str, payload: shapes.ENTRY_NEW) -> HttpResponse:
    """Log what happened with a contact, by a template."""
    return _shown(
        entries.log_interaction(no, payload.dict(exclude_unset=True), actor=request.actor),
        request,
        201,
    )


@router.get("/interactions/{int:id}", response=shapes.EntryShown, summary="Show an interaction")
def get_entry(request: HttpRequest, id: int) -> HttpResponse:
    """Return an entry with its attachments and its e-mail."""
    return _shown(Outcome(INTERACTION, str(id)), request)


@router.patch(
    "/interactions/{int:id}",
    response=shapes.EntryShown,
    summary="Complete or evaluate an interaction",
)
def change_entry(request: HttpRequest, id: int, payload: shapes.ENTRY_CHANGE) -> HttpResponse:
    """Change the fields sent."""
    values, expected = payload.dict(exclude_unset=True), expected_version(request)
    return _shown(
        entries.change_interaction(id, values, actor=actor_of(request), expected=expected), request
    )


@router.post(
    "/interactions/{int:id}/cancel",
    response=shapes.EntryShown,
    summary="Cancel: it stays, and counts no more",
)
@idempotent
def cancel(request: ActingRequest, id: int) -> HttpResponse:
    """Cancel an entry [8.3]."""
    return _shown(entries.cancel_interaction(id, actor=request.actor), request)


@router.post(
    "/interactions/{int:id}/reinstate",
    response=shapes.EntryShown,
    summary="Take a cancellation back",
)
@idempotent
def reinstate(request: ActingRequest, id: int) -> HttpResponse:
    """Let an entry count again."""
    return _shown(entries.cancel_interaction(id, False, actor=request.actor), request)


@router.post(
    "/interactions/{int:id}/resend",
    response={202: shapes.EntryShown},
    summary="Send its e-mail again",
)
@idempotent
def resend(
    request: ActingRequest, id: int, payload: shapes.ResendBody | None = None
) -> HttpResponse:
    """Send an e-mail that failed again, with the same files; `to` corrects the recipients."""
    return _shown(
        messages.send_again(id, payload.to if payload else None, actor=request.actor), request, 202
    )


@router.post(
    "/interactions/{int:id}/attachments", response={201: shapes.EntryShown}, summary="Attach a file"
)
def attach(request: ActingRequest, id: int, file: UploadedFile = FilePart(...)) -> HttpResponse:
    """Attach a file, sent as the part `file` of a multipart form; at most 2 MB by this way."""
    kept = Kept(
        entry_values.safe_name(file.name or ""),
        entry_values.safe_type(file.content_type),
        file.read(),
    )
    return _shown(entries.add_attachments(id, [kept], actor=actor_of(request)), request, 201)


@router.get("/interactions/{int:id}/attachments/{int:key}", summary="An attachment, byte for byte")
def attachment(request: HttpRequest, id: int, key: int) -> HttpResponse:
    """Return the file."""
    found, content = entries.attachment_of(id, key, actor_of(request))
    response = HttpResponse(content, content_type=found.type)
    response.headers["Content-Disposition"] = disposition(found.name, "attachment")
    return response


@contacts.post(
    "/{number:no}/email", response={202: SentShown}, summary="Send an e-mail, and log it"
)
@idempotent
def email(request: ActingRequest, no: str, payload: EmailBody) -> HttpResponse:
    """Send an e-mail to a contact."""
    values = payload.dict(exclude_unset=True)
    some = files_of(values.pop("attachments", []))
    outcome = messages.email_contact(no, values, some, actor=request.actor)
    message = message_of_key(outcome.more["message"])
    return answer({**message_shown(message), **warnings_shown(outcome.warnings)}, 202)


@contacts.get(
    "/{number:no}/salutation",
    response=shapes.SalutationShown,
    summary="How letters and e-mails address a contact",
)
def salutation(
    request: HttpRequest, no: str, language: str = "", formality: str = "formal"
) -> HttpResponse:
    """Return the salutation in a language, else in the contact's own."""
    return answer(
        {"salutation": salutations.salutation(no, language, formality, actor_of(request))}
    )


@router.post(
    "/cover-sheets",
    summary="Cover sheets for contacts, as one PDF; each is logged with its own sheet",
)
def print_cover_sheets(request: HttpRequest, payload: shapes.CoverSheetsBody) -> HttpResponse:
    """Print cover sheets."""
    values = payload.dict(exclude_unset=True)
    file, _words = cover_sheets.print_cover_sheets(
        values.pop("contact_nos"), values, actor=keyed_actor(request)
    )
    response = HttpResponse(file.content, content_type=file.type)
    response.headers["Content-Disposition"] = disposition(file.name)
    return response


@router.get(
    f"/{assigning.NAME}",
    response=shapes.ASSIGNMENTS,
    summary="The template by which each action is logged",
)
def get_assignments(request: HttpRequest) -> HttpResponse:
    """Return a template's code or "" for each action."""
    return answer(assigning.assigned_templates())


@router.patch(
    f"/{assigning.NAME}", response=shapes.ASSIGNMENTS, summary="Assign templates to actions"
)
def assign(request: HttpRequest, payload: shapes.ASSIGNMENTS) -> HttpResponse:
    """Change the actions sent."""
    assigning.assign_templates(payload.dict(exclude_unset=True), actor=actor_of(request))
    return answer(assigning.assigned_templates())


@contacts.get(
    "/{number:no}/alternative-addresses",
    response=shapes.Addresses,
    summary="Other addresses of a contact",
)
def list_addresses(request: HttpRequest, no: str) -> HttpResponse:
    """Return them, the earliest first."""
    require_read(actor_of(request), "contact")
    rows = [address_shown(row) for row in addresses_of(find("contact", no).key.id)]
    return answer({"items": rows, "next": None, "count": len(rows)})


@contacts.post(
    "/{number:no}/alternative-addresses",
    response={201: shapes.ADDRESS},
    summary="Add another address",
)
@idempotent
def add_address(request: ActingRequest, no: str, payload: shapes.ADDRESS_BODY) -> HttpResponse:
    """Add an address from a day to a day; documents of these days take it."""
    outcome = other_addresses.add_address(no, _dates(payload), actor=request.actor)
    row = other_addresses.find_address(no, int(outcome.no))
    return answer(address_shown(row), 201, etag=row.version, change_set=outcome.change_set)


@contacts.patch(
    "/{number:no}/alternative-addresses/{int:id}",
    response=shapes.ADDRESS,
    summary="Change another address",
)
def change_address(
    request: HttpRequest, no: str, id: int, payload: shapes.ADDRESS_BODY
) -> HttpResponse:
    """Change the fields sent."""
    values, expected = _dates(payload), expected_version(request)
    outcome = other_addresses.change_address(
        no, id, values, actor=actor_of(request), expected=expected
    )
    row = other_addresses.find_address(no, id)
    return answer(address_shown(row), etag=row.version, change_set=outcome.change_set)


@contacts.delete(
    "/{number:no}/alternative-addresses/{int:id}",
    response={204: None},
    summary="Delete another address",
)
def delete_address(request: HttpRequest, no: str, id: int) -> HttpResponse:
    """Delete an address."""
    return gone(other_addresses.delete_address(no, id, actor=actor_of(request)).change_set)


def _dates(payload: Any) -> Content:
    values = payload.dict(exclude_unset=True)
    return {name: "" if value is None else value for name, value in values.items()}


def _shown(outcome: Outcome, request: HttpRequest, status: int = 200) -> HttpResponse:
    """Return an entry as it is now."""
    entry = find_entry(int(outcome.no), actor_of(request))
    content = {**entries_shown([entry])[0], **warnings_shown(outcome.warnings)}
    location = f"/api/v1/interactions/{entry.pk}" if status == 201 else ""
    return answer(content, status, location, entry.version, outcome.change_set)
