"""Jobs: long work that goes on after the answer."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import job_schemas
from unisono.api.answers import answer, moment
from unisono.api.requests import ActingRequest, actor_of, idempotent
from unisono.common.borders import Content, Rows
from unisono.common.errors import Invalid
from unisono.jobs.models import Job
from unisono.lists.filters import Column, unknown_filter
from unisono.lists.listing import page
from unisono.usecases.imports import staged
from unisono.usecases.jobs import jobs

router = Router(tags=["Jobs"])
_ERRORS_SHOWN = 1000  # in an answer: its size is bounded
_COLUMNS = {"id": Column("pk", "number"), "kind": Column("kind"), "state": Column("state")}


@router.post(
    "/jobs",
    response={202: job_schemas.JobShown},
    summary="Begin long work",
    operation_id="start_job",
)
@idempotent
def start(request: ActingRequest, payload: job_schemas.JobBody) -> HttpResponse:
    """Put a job into the queue: `create_contacts` of `source`, for those that `filter` selects, as
    lists do.
    """
    options = payload.dict(exclude_unset=True)
    if payload.kind == staged.IMPORT and payload.file:
        how = {name: options.pop(name) for name in staged.HOW if name in options}
        staged.read_again(payload.file, how, request.actor)
    id_ = jobs.start_job(options.pop("kind", None), options, actor=request.actor)
    return answer(shown(jobs.find_job(id_, request.actor)), 202, f"/api/v1/jobs/{id_}")


@router.get(
    "/jobs",
    response=job_schemas.JobPage,
    summary="Your jobs, newest first; an administrator's: all",
)
def list_jobs(request: HttpRequest) -> HttpResponse:
    """Return a page of jobs, without their errors; filters: kind, state."""
    found = page(jobs.visible_jobs(actor_of(request)), _COLUMNS, request.GET, "-id", no_search)
    return answer(found.shown([shown(job, with_errors=False) for job in found.rows]))


def no_search(_rows: Rows, _text: str) -> Rows:
    """Refuse `q` in lists that have no words to be found by."""
    raise Invalid([unknown_filter("q")])


@router.get(
    "/jobs/{int:id}",
    response=job_schemas.JobShown,
    summary="How far a job is",
    operation_id="get_job",
)
def get(request: HttpRequest, id: int) -> HttpResponse:
    """Return a job; its counts are those of the last chunk that was finished."""
    return answer(shown(jobs.find_job(id, actor_of(request))))


@router.delete(
    "/jobs/{int:id}",
    response=job_schemas.JobShown,
    summary="Cancel a job",
    operation_id="cancel_job",
)
def cancel(request: HttpRequest, id: int) -> HttpResponse:
    """End a job at the edge of the chunk that it is in; what was done stays, and can be undone by
    its `act`.
    """
    actor = actor_of(request)
    jobs.cancel_job(id, actor=actor)
    return answer(shown(jobs.find_job(id, actor)))


@router.post(
    "/jobs/{int:id}/resume",
    response={202: job_schemas.JobShown},
    summary="Let a job that ended early go on",
)
@idempotent
def resume(request: ActingRequest, id: int) -> HttpResponse:
    """Let a cancelled or failed job go on where it stopped."""
    jobs.resume_job(id, actor=request.actor)
    return answer(shown(jobs.find_job(id, request.actor)), 202, f"/api/v1/jobs/{id}")


def shown(job: Job, with_errors: bool = True) -> Content:
    """Return a job as the contract has it; of its errors the first thousand."""
    errors = job.errors.order_by("id").values("no", "detail")[:_ERRORS_SHOWN] if with_errors else ()
    names = ("no", "contact_no", "score", "matching_fields")
    matches = job.matches.order_by("id").values(*names)[:_ERRORS_SHOWN] if with_errors else ()
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "total": job.total,
        "done": job.done,
        "created": job.created,
        "skipped": job.skipped,
        "errors": list(errors),
        "matches": list(matches),
        "detail": job.detail,
        "act": str(job.act),
        "by": job.user.username,
        "created_at": moment(job.created_at),
        "started_at": moment(job.started_at) if job.started_at else None,
        "finished_at": moment(job.finished_at) if job.finished_at else None,
        "options": job.payload,
    }
