"""Merging customers with customers and vendors with vendors [9.4]."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import matching_schemas as shapes
from unisono.api import schemas
from unisono.api.answers import answer, changes_shown
from unisono.api.records import shown
from unisono.api.requests import ActingRequest, actor_of, idempotent
from unisono.common.kinds import Kind
from unisono.usecases.records import merging_records


def merge_router(kind: Kind) -> Router:
    """Return the addresses at which records of a kind are merged."""
    router = Router(tags=["Duplicates"])

    @router.post(
        "/{number:no}/merge-preview",
        response=shapes.MergeRecordsPreview,
        summary="What merging would do; keeps nothing",
        operation_id=f"preview_merge_{kind}s",
    )
    def preview(
        request: HttpRequest, no: str, payload: shapes.MergeRecordsPreviewBody
    ) -> HttpResponse:
        given = (payload.from_, payload.keep, payload.contacts)
        found = merging_records.preview_merge_records(kind, no, *given, actor=actor_of(request))
        fields = [
            {
                "field": name,
                "into": found.into.values[name],
                "from": found.gone.values[name],
                "result": result,
            }
            for name, result in found.values.items()
        ]
        also = [
            changes_shown(key.kind, number, changes)
            for key, (number, changes) in found.elsewhere.items()
        ]
        return answer(
            {
                "no": found.into.no,
                "from_no": found.gone.no,
                "fields": sorted(fields, key=lambda each: each["into"] == each["from"]),
                "also": also,
                "documents": found.documents,
                "plan": found.digest,
            }
        )

    @router.post(
        "/{number:no}/merge",
        response=schemas.RECORD[kind],
        summary="Merge another one into this one",
        description="Documents and links of both are this one's then, and the other number answers "
        "308. 409 both-linked where both are linked to different contacts and `contacts` is not "
        "sent.",
        operation_id=f"merge_{kind}s",
    )
    @idempotent
    def merge(request: ActingRequest, no: str, payload: shapes.MergeRecordsBody) -> HttpResponse:
        given = (payload.from_, payload.keep, payload.contacts, payload.plan)
        outcome = merging_records.merge_records(kind, no, *given, actor=request.actor)
        return shown(outcome, request)

    return router
