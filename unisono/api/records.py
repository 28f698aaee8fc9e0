"""Contacts, customers, vendors and bank accounts: lists, records, their history."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.access.roles import require_read
from unisono.api import acts, schemas
from unisono.api.answers import address, answer, gone, present, present_one, warnings_shown
from unisono.api.history import changes_page
from unisono.api.previews import change_preview
from unisono.api.requests import ActingRequest, actor_of, expected_version, idempotent
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind, is_contact
from unisono.common.outcome import Outcome
from unisono.common.paths import COLLECTIONS
from unisono.common.text import key_of
from unisono.links.queries import visible_records
from unisono.lists.listing import page
from unisono.lists.record_columns import columns_of
from unisono.records.queries import find
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.deleting import delete_contact, delete_record
from unisono.usecases.records.role_records import create_contact_for, create_record

LIST_HELP = (
    "`q` searches name, number, e-mail, phone digits, city and VAT number; filters by field name, "
    "with `__gte`, `__lte`, `__in=a,b`; `sort=name,-modified_at`; `limit` 1 to 500 and `cursor`. "
    "What is searched comes best first, unless `sort` says otherwise; where nothing matches, what "
    "does but for one letter, and `similar` is true. The count is exact up to 10,000."
)


def router_of(kind: Kind) -> Router:
    """Return the addresses of one kind of record."""
    router = Router(tags=[COLLECTIONS[kind].replace("-", " ").title()])
    create_body, change_body, record = (
        schemas.CREATE[kind],
        schemas.CHANGE[kind],
        schemas.RECORD[kind],
    )

    @router.get(
        "",
        response=schemas.PAGE[kind],
        summary="List",
        description=LIST_HELP,
        operation_id=f"list_{kind}s",
    )
    def list_records(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        rows = visible_records(kind, actor)
        roles = [linked for linked in LINKED_KINDS if actor.may_read(linked)]
        found = page(rows, columns_of(kind, roles), request.GET, "name")
        return answer(found.shown(present(kind, found.rows, actor)))

    @router.post("", response={201: record}, summary="Create", operation_id=f"create_{kind}")
    @idempotent
    def create(request: ActingRequest, payload: create_body) -> HttpResponse:
        values = payload.dict(exclude_unset=True)
        if is_contact(kind):
            outcome = create_contact(values, actor=request.actor)
        else:
            outcome = create_record(kind, values, actor=request.actor)
        return shown(outcome, request, 201)

    @router.get("/{number:no}", response=record, summary="Show", operation_id=f"get_{kind}")
    def get(request: HttpRequest, no: str) -> HttpResponse:
        require_read(actor_of(request), kind)
        return shown(Outcome(kind, no), request)

    @router.patch(
        "/{number:no}",
        response=record | acts.ChangePreview if FACTS[kind].has_contact_person else record,
        summary="Change the fields sent",
        operation_id=f"change_{kind}",
    )
    def change(request: HttpRequest, no: str, payload: change_body) -> HttpResponse:
        values, expected = payload.dict(exclude_unset=True), expected_version(request)
        if values.pop("dry_run", False):
            return answer(change_preview(kind, no, values, actor_of(request), expected))
        return shown(
            change_record(kind, no, values, actor=actor_of(request), expected=expected), request
        )

    if is_contact(kind):

        @router.delete(
            "/{number:no}",
            response={204: None},
            summary="Delete the contact alone",
            operation_id="delete_contact",
        )
        def remove_contact(request: HttpRequest, no: str, people: str = "keep") -> HttpResponse:
            outcome = delete_contact(
                no, people, actor=actor_of(request), expected=expected_version(request)
            )
            return gone(outcome.change_set)

    else:

        @router.delete(
            "/{number:no}", response={204: None}, summary="Delete", operation_id=f"delete_{kind}"
        )
        def remove(request: HttpRequest, no: str) -> HttpResponse:
            outcome = delete_record(
                kind, no, actor=actor_of(request), expected=expected_version(request)
            )
            return gone(outcome.change_set)

        @router.post(
            "/{number:no}/contact",
            response={201: record},
            summary="Create the contact of a record that has none",
            operation_id=f"create_contact_for_{kind}",
        )
        @idempotent
        def create_its_contact(
            request: ActingRequest, no: str, payload: schemas.Body | None = None
        ) -> HttpResponse:
            return shown(create_contact_for(kind, no, actor=request.actor), request, 201)

    @router.get(
        "/{number:no}/changes",
        response=acts.EntryPage,
        summary="History, newest first",
        operation_id=f"{kind}_changes",
    )
    def changes(request: HttpRequest, no: str) -> HttpResponse:
        actor = actor_of(request)
        require_read(actor, kind)
        return answer(changes_page(find(kind, no).key, request.GET, actor))

    return router


def shown(outcome: Outcome, request: HttpRequest, status: int = 200) -> HttpResponse:
    """Return a record as it is now, with its version, address and the warnings that it deserves."""
    values = present_one(outcome.kind, key_of(outcome.no), actor_of(request))
    if values is None:
        find(outcome.kind, outcome.no)
        raise AssertionError("found, but not shown")
    values.update(warnings_shown(outcome.warnings))
    location = address(outcome.kind, outcome.no) if status == 201 else ""
    return answer(values, status, location, values["version"], outcome.change_set)
