"""Contacts that may be one party, links that suggest themselves, and merging [9.1] to [9.3]."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.access.roles import Actor
from unisono.api import matching_schemas as shapes
from unisono.api import schemas
from unisono.api.answers import answer, changes_shown, moment, write_shown
from unisono.api.jobs import no_search
from unisono.api.records import shown
from unisono.api.requests import ActingRequest, actor_of, idempotent
from unisono.common.borders import Content, Stored
from unisono.contacts.queries import keys_of
from unisono.duplicates.models import DuplicatePair, LinkSuggestion
from unisono.lists.filters import Column
from unisono.lists.listing import page
from unisono.records.planned import visible_writes
from unisono.usecases.matching import duplicates, suggestions
from unisono.usecases.records import merging, merging_several

router = Router(tags=["Duplicates"])
contacts = Router(tags=["Duplicates"])


def _of_contact(*names: str) -> Any:
    """Return the condition of a filter by the number of a contact that one of these columns
    names.
    """

    def condition(values: Any) -> Q:
        ids = keys_of(values)
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__in": ids})
        return found

    return condition


def _of_group(values: Any) -> Q:
    """Return the condition of groups with one of these contacts in them."""
    ids = keys_of(values)
    itself = Q(contact_id__in=ids) | Q(other_id__in=ids)
    pairs = DuplicatePair.objects.filter(itself, state="open", group__isnull=False)
    return Q(group__in=pairs.values("group")) | (Q(group__isnull=True) & itself)


_COMMON = {
    "id": Column("pk", "number"),
    "score": Column("score", "number"),
    "state": Column("state"),
    "found_at": Column("found_at", "moment"),
}
_PAIRS = {
    **_COMMON,
    "contact_no": Column("contact_id", "codes", condition=_of_contact("contact_id", "other_id")),
}
_GROUPS = {
    **{name: column for name, column in _COMMON.items() if name != "state"},
    "contact_no": Column("contact_id", "codes", condition=_of_group),
}
_SUGGESTIONS = {
    **_COMMON,
    "role": Column("role"),
    "contact_no": Column("contact_id", "codes", condition=_of_contact("contact_id")),
}


@router.get(
    "/duplicates",
    response=shapes.DuplicatePage,
    summary="Contacts that may be one party, the likeliest first",
)
def list_duplicates(request: HttpRequest) -> HttpResponse:
    """Return what the last `find_duplicates` job found; filters: contact_no (either side), state,
    score, found_at.
    """
    found = page(
        duplicates.duplicate_pairs(actor_of(request)), _PAIRS, request.GET, "-score,id", no_search
    )
    return answer(found.shown([_pair(each) for each in found.rows]))


@router.get("/duplicates/{int:id}", response=shapes.DuplicateShown, summary="One pair")
def get_duplicate(request: HttpRequest, id: int) -> HttpResponse:
    """Return a pair."""
    return answer(_pair(duplicates.find_pair(id, actor_of(request))))


@router.patch(
    "/duplicates/{int:id}",
    response=shapes.DuplicateShown,
    summary="Say that a pair is no duplicate",
)
def change_duplicate(request: HttpRequest, id: int, payload: shapes.StateBody) -> HttpResponse:
    """Set a pair's `state`: `dismissed` is remembered whatever is found later."""
    actor = actor_of(request)
    duplicates.set_pair_state(id, payload.state, actor=actor)
    return answer(_pair(duplicates.find_pair(id, actor)))


@router.get(
    "/duplicate-groups",
    response=shapes.GroupPage,
    summary="Groups of contacts that may be one party, the likeliest first",
)
def list_groups(request: HttpRequest) -> HttpResponse:
    """Return the groups of the last `find_duplicates` job with their members; filters: contact_no
    (any member), score, found_at.
    """
    found = page(
        duplicates.duplicate_groups(actor_of(request)),
        _GROUPS,
        request.GET,
        "-score,id",
        no_search,
    )
    return answer(found.shown([_group(each) for each in duplicates.shown_groups(found.rows)]))


@router.get("/duplicate-groups/{int:id}", response=shapes.GroupOut, summary="One group")
def get_group(request: HttpRequest, id: int) -> HttpResponse:
    """Return a group."""
    return answer(_group(duplicates.find_group(id, actor_of(request))))


@router.patch(
    "/duplicate-groups/{int:id}",
    response={204: None},
    summary="Say that a group's contacts are different parties",
)
def change_group(request: HttpRequest, id: int, payload: shapes.GroupBody) -> HttpResponse:
    """Say that all of a group, or one contact and the rest, are different, and what it belongs to:
    remembered whatever is found later.
    """
    actor = actor_of(request)
    if payload.belongs_to:
        duplicates.set_belongs(id, payload.contact_no, payload.belongs_to, actor=actor)
    else:
        duplicates.set_group_different(id, payload.contact_no, actor=actor)
    return HttpResponse(status=204)


@router.get(
    "/link-suggestions",
    response=shapes.SuggestionPage,
    summary="Records beside contacts that look like them",
)
def list_suggestions(request: HttpRequest) -> HttpResponse:
    """Return what the last `suggest_links` job found and can be followed today; filters: role,
    contact_no, state.
    """
    found = page(
        suggestions.link_suggestions(actor_of(request)),
        _SUGGESTIONS,
        request.GET,
        "-score,id",
        no_search,
    )
    return answer(found.shown([_suggestion(each) for each in found.rows]))


@router.patch(
    "/link-suggestions/{int:id}",
    response=shapes.SuggestionShown,
    summary="Say that a suggestion is wrong",
)
def change_suggestion(request: HttpRequest, id: int, payload: shapes.StateBody) -> HttpResponse:
    """Set a suggestion's `state`."""
    actor = actor_of(request)
    suggestions.set_suggestion_state(id, payload.state, actor=actor)
    return answer(_suggestion(suggestions.find_suggestion(id, actor)))


@contacts.post(
    "/{number:no}/merge-preview",
    response=shapes.MergePreview,
    summary="What merging would do; writes nothing",
)
def preview(request: HttpRequest, no: str, payload: shapes.MergePreviewBody) -> HttpResponse:
    """Return per field both values and the result, differing ones first, what changes elsewhere and
    what moves.
    """
    actor = actor_of(request)
    if payload.with_records or not isinstance(payload.from_, str):
        return answer(_previewed(no, payload, actor))
    merge = merging.preview_merge(no, payload.from_, payload.keep, actor=actor)
    return answer(
        {
            "contact_no": merge.into.no,
            "from_no": merge.other.no,
            "fields": [
                {
                    "field": row.field,
                    "into": row.contact,
                    "from": row.other,
                    "result": row.result,
                    "conflict": row.conflict,
                }
                for row in merge.plan.rows
            ],
            "also": [
                write_shown(write, fields)
                for write, fields in visible_writes(merge.plan, actor)
                if write.record.key != merge.into.key
            ],
            "moves": merge.moves,
            "plan": merge.plan.digest,
        }
    )


@contacts.post(
    "/{number:no}/merge",
    response=schemas.RECORD["contact"],
    summary="Merge another contact into this one",
)
@idempotent
def merge(request: ActingRequest, no: str, payload: shapes.MergeBody) -> HttpResponse:
    """Merge one contact, or several in one act; the numbers of those that go answer 308 from then
    on. 409 both-linked where two have a customer.
    """
    keep, plan, actor = payload.keep, payload.plan, request.actor
    if isinstance(payload.from_, str) and not payload.with_records:
        return shown(merging.merge(no, payload.from_, keep, plan, actor=actor), request)
    outcome = merging_several.merge_several(
        no, _several(payload.from_), keep, plan, payload.with_records, actor=actor
    )
    return shown(outcome, request)


def _several(from_: str | list[str]) -> list[str]:
    return [from_] if isinstance(from_, str) else from_


def _previewed(no: str, payload: shapes.MergePreviewBody, actor: Actor) -> Content:
    """Return what merging several would do: per field the value of the one that stays, and the
    result.
    """
    given = (_several(payload.from_), payload.keep, payload.with_records)
    found = merging_several.preview_several(no, *given, actor=actor)
    return {
        "contact_no": found.into.no,
        "from_no": ", ".join(each.no for each in found.others),
        "fields": [
            {"field": name, "into": found.into.values.get(name), "result": value}
            for name, value in found.values.items()
        ],
        "also": [
            changes_shown(key.kind, number, changes)
            for key, (number, changes) in found.elsewhere.items()
        ],
        "moves": found.moves,
        "plan": found.digest,
    }


def _pair(pair: DuplicatePair) -> Content:
    row: Stored = pair
    numbers = {row.contact_id: row.contact_no, row.other_id: row.other_no}
    return {
        "contact_no": row.contact_no,
        "other_no": row.other_no,
        "branch_no": numbers.get(row.branch_id),
        **_finding(row),
    }


def _group(shown: duplicates.GroupShown) -> Content:
    return {
        "id": shown.row.pk,
        "size": len(shown.members),
        "score": shown.row.score,
        "weakest": shown.weakest,
        "matching_fields": shown.fields,
        "members": [each.no for each in shown.members],
        "found_at": moment(shown.row.found_at),
    }


def _suggestion(suggestion: LinkSuggestion) -> Content:
    row: Stored = suggestion
    return {"role": row.role, "no": row.no, "contact_no": row.contact_no, **_finding(row)}


def _finding(row: Stored) -> Content:
    return {
        "id": row.pk,
        "score": row.score,
        "matching_fields": row.matching_fields,
        "state": row.state,
        "found_at": moment(row.found_at),
    }
