"""Personal data: what is stored about a person, and erasing it [10.2]."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from unisono.api.answers import answer, moment
from unisono.api.requests import ActingRequest, actor_of, expected_version, idempotent
from unisono.common.clock import clock
from unisono.usecases.privacy import overview
from unisono.usecases.privacy.erasing import erase_person, foresee_erasure
from unisono.usecases.privacy.exporting import export_personal_data

router = Router(tags=["Privacy"])
contacts = Router(tags=["Privacy"])
_MOST = 500  # lines of an overview: an administrator looks at the newest


class PersonalData(Schema):
    """Everything that is stored about a person: per place a list of what is there."""

    contact_no: str
    exported_at: datetime
    places: dict[str, list[dict[str, Any]]]


class Fate(Schema):
    """What erasing does at one place: how much is there, and what becomes of it."""

    place: str
    title: str
    count: int
    fate: str


class Foreseen(Schema):
    """What erasing a person would do, and what keeps it from being done ("" for nothing)."""

    contact_no: str
    places: list[Fate]
    hindrance: str


class Erased(Schema):
    """Who was erased, and by which change set, which cannot be undone."""

    contact_no: str
    change_set: int


class Act(Schema):
    """Who had whose data exported or erased."""

    action: str
    contact_no: str
    at: datetime
    by: str


class Acts(Schema):
    """The newest of them."""

    items: list[Act]
    count: int


class Proposal(Schema):
    """A person with whom nobody has had to do since the moment."""

    no: str
    name: str
    modified_at: datetime


class Proposals(Schema):
    """Those whose last dealings are longest ago."""

    items: list[Proposal]
    count: int


@contacts.get(
    "/{number:no}/personal-data",
    response=PersonalData,
    summary="All that is stored about a person; that it was exported is put on record",
)
def personal_data(request: HttpRequest, no: str) -> HttpResponse:
    """Return all of it, for administrators."""
    found = export_personal_data(no, actor=actor_of(request))
    places = {place.name: rows for place, rows in found.places}
    return answer({"contact_no": found.person.row.no, "exported_at": clock(), "places": places})


@contacts.get(
    "/{number:no}/erase", response=Foreseen, summary="What erasing a person would do; does nothing"
)
def foresee(request: HttpRequest, no: str) -> HttpResponse:
    """Return what goes and what stays, place by place."""
    erasure = foresee_erasure(no, actor=actor_of(request))
    places = [
        {
            "place": each.place.name,
            "title": str(each.place.title),
            "count": each.rows,
            "fate": str(each.place.fate),
        }
        for each in erasure.places
    ]
    no = erasure.person.row.no
    return answer({"contact_no": no, "places": places, "hindrance": erasure.hindrance})


@contacts.post("/{number:no}/erase", response=Erased, summary="Erase a person, for good")
@idempotent
def erase(request: ActingRequest, no: str) -> HttpResponse:
    """Erase, unless documents are open (409 `in-use`); for administrators."""
    outcome = erase_person(no, actor=request.actor, expected=expected_version(request))
    return answer(
        {"contact_no": outcome.no, "change_set": outcome.change_set}, change_set=outcome.change_set
    )


@router.get("/personal-data-acts", response=Acts, summary="Who exported or erased whose data")
def acts(request: HttpRequest) -> HttpResponse:
    """Return the newest acts; for administrators."""
    rows = overview.personal_data_acts(actor=actor_of(request))
    items = [
        {
            "action": row.action.removeprefix("personal-data-"),
            "contact_no": row.subject,
            "at": moment(row.at),
            "by": row.by,
        }
        for row in rows[:_MOST]
    ]
    return answer({"items": items, "count": rows.count()})


@router.get("/erasure-proposals", response=Proposals, summary="People proposed for erasure")
def proposals(request: HttpRequest) -> HttpResponse:
    """Return people without dealings for as long as setup's `retention_months`; for
    administrators.
    """
    rows = overview.proposed_for_erasure(actor=actor_of(request))
    items = [
        {"no": row.no, "name": row.name, "modified_at": moment(row.modified_at)}
        for row in rows[:_MOST]
    ]
    return answer({"items": items, "count": rows.count()})
