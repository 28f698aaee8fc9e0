"""Linking, creating from a contact, pausing, unlinking; the sync rules."""

from functools import reduce
from operator import or_

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import acts, schemas
from unisono.api.answers import (
    address,
    answer,
    link_shown,
    role_record,
    warnings_shown,
    write_shown,
)
from unisono.api.previews import link_preview
from unisono.api.records import shown
from unisono.api.requests import ActingRequest, actor_of, idempotent
from unisono.api.schemas import Shape
from unisono.common.borders import Content
from unisono.common.clock import clock
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.common.outcome import Outcome
from unisono.links.kinds import KINDS, blank_values
from unisono.links.queries import link_of_key
from unisono.links.rules import rules_now
from unisono.records.planned import Creation, visible_writes
from unisono.usecases.links import linking, rules, unlinking
from unisono.usecases.records.creating_as import create_as, plan_creation

RECORDS: Shape = reduce(or_, (schemas.RECORD[role] for role in LINKED_KINDS))
router = Router(tags=["Links"])
contacts = Router(tags=["Links"])


@contacts.post(
    "/{number:no}/link-preview",
    response=acts.Preview,
    summary="What linking would do; changes nothing",
)
def preview(request: HttpRequest, no: str, payload: acts.PreviewBody) -> HttpResponse:
    """Return per shared field both values and the result, differing ones first, and what changes
    elsewhere.
    """
    actor = actor_of(request)
    planned = linking.preview_link(no, payload.role, payload.no, payload.keep, actor=actor)
    return answer(link_preview(planned, actor))


@contacts.post(
    "/{number:no}/links", response={201: acts.LinkAnswer}, summary="Link an existing record"
)
@idempotent
def link(request: ActingRequest, no: str, payload: acts.LinkBody) -> HttpResponse:
    """Link; for a person of a company, the company is linked, and `contact_no` says so."""
    outcome = linking.link(
        no, payload.role, payload.no, payload.keep, payload.plan, actor=request.actor
    )
    return _link_answer(outcome, 201, address("contact", outcome.more["contact_no"]))


@contacts.patch(
    "/{number:no}/links/{role}/{number:record_no}",
    response=acts.LinkAnswer,
    summary="Pause or resume a link",
)
def set_state(
    request: HttpRequest, no: str, role: Kind, record_no: str, payload: acts.LinkStateBody
) -> HttpResponse:
    """Pause, so that nothing travels; resume, with `keep` for what differs by then."""
    outcome = unlinking.set_link_state(
        no, role, record_no, payload.state, payload.keep, actor=actor_of(request)
    )
    return _link_answer(outcome)


@contacts.delete(
    "/{number:no}/links/{role}/{number:record_no}",
    response=acts.Unlinked,
    summary="Unlink; both keep their values",
)
def unlink(
    request: HttpRequest, no: str, role: Kind, record_no: str, restore: bool = False
) -> HttpResponse:
    """Unlink; with `restore` the record gets back what it had before, except in fields changed
    since.
    """
    outcome = unlinking.unlink(no, role, record_no, restore, actor=actor_of(request))
    return answer({"contact_no": outcome.more["contact_no"], "change_set": outcome.change_set})


@contacts.post(
    "/{number:no}/create-as",
    response={200: RECORDS, 201: RECORDS},
    summary="Create a customer, vendor or bank account from a contact",
)
@idempotent
def create(request: ActingRequest, no: str, payload: acts.CreateAsBody) -> HttpResponse:
    """Create a record with the contact's data, what the template fills, and `values` of its own;
    linked.

    A dry run shows the record as it would be, without number, and under `also` what the template
    changes elsewhere.
    """
    arguments = (no, payload.role, payload.template, payload.values)
    if payload.dry_run:
        creation = plan_creation(*arguments, actor=request.actor)
        also = [
            write_shown(write, fields)
            for write, fields in visible_writes(creation.plan, request.actor)
        ]
        return answer({**_would_be(payload.role, creation), "also": also})
    outcome = create_as(*arguments, actor=request.actor)
    return shown(outcome, request, 201)


def _would_be(role: Kind, creation: Creation) -> Content:
    """Return a record that is not stored, as the answer to creating it would be, without number."""
    values = {**blank_values(role), **creation.values}
    model, now = KINDS[role].model, clock()
    columns = {
        (f"{name}_id" if field.is_reference else name): values[name]
        for name, field in KINDS[role].fields.items()
    }
    if role == "customer":
        columns["type"] = creation.type
    record = model(no=creation.no, created_at=now, modified_at=now, **columns)
    content = {**role_record(role, record), "contact_no": creation.contact.no, "dry_run": True}
    return {**content, **warnings_shown(creation.warnings)}


def _link_answer(outcome: Outcome, status: int = 200, location: str = "") -> HttpResponse:
    found = link_of_key(outcome.more["link"])
    content = {
        **link_shown(found),
        "contact_no": outcome.more["contact_no"],
        "change_set": outcome.change_set,
    }
    return answer(content, status, location)


@router.get(
    "/sync-rules",
    response=schemas.RULES_ANSWER,
    summary="The rule of each shared field per kind of record",
)
def get_rules(request: HttpRequest) -> HttpResponse:
    """Return the rules: both, contact, role, fill or separate."""
    return answer(rules_now().by_role)


@router.patch("/sync-rules", response=schemas.RULES_ANSWER, summary="Change rules")
def change_rules(request: HttpRequest, payload: acts.RulesBody) -> HttpResponse:
    """Change rules; 409 `differences` where fields that would be tied differ today, unless `keep`
    is sent along.
    """
    rules.change_rules(payload.dict(exclude_unset=True), actor=actor_of(request))
    return answer(rules_now().by_role)
