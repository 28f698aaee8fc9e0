"""Beginning, seeing, cancelling and resuming jobs."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content, Given
from unisono.common.clock import clock
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound, required, unknown_field
from unisono.interactions.actions import EMAIL_JOB
from unisono.jobs import queue
from unisono.jobs.models import OPEN, Job
from unisono.usecases.backups import backup_jobs
from unisono.usecases.imports import jobs as imports
from unisono.usecases.interactions import messages
from unisono.usecases.matching import accepting, duplicates, suggestions
from unisono.usecases.records import batches
from unisono.usecases.transaction import writing
from unisono.usecases.undo import undo_jobs

Check = Callable[[Given, Actor], Content]
# Per kind: the options it takes, and what checks them.
JOB_KINDS: dict[str, tuple[tuple[str, ...], Check]] = {
    batches.CREATE_CONTACTS: (batches.OPTIONS, batches.check_create_contacts),
    undo_jobs.UNDO: (undo_jobs.OPTIONS, undo_jobs.check_undo),
    imports.IMPORT: (imports.OPTIONS, imports.check_import),
    duplicates.FIND_DUPLICATES: ((), duplicates.check_find),
    suggestions.SUGGEST_LINKS: ((), suggestions.check_suggest),
    backup_jobs.BACKUP: (backup_jobs.OPTIONS, backup_jobs.check_backup),
    accepting.LINK_SUGGESTED: (accepting.OPTIONS, accepting.check_accept),
}
# Of a BIGINT; a larger number in an address would be an error of the database
_HIGHEST_KEY = 2**63 - 1


@writing
def start_job(kind: str | None, options: Given, *, actor: Actor) -> int:
    """Put a job into the queue and return its key; raise Invalid, NotAllowed and what its kind
    refuses.
    """
    payload, language = checked(kind, options, actor), (get_language() or "en").split("-")[0]
    return queue.put(str(kind), payload, actor, language, clock()).pk


def checked(kind: str | None, options: Given, actor: Actor) -> Content:
    """Return what a job of a kind is asked by these options; raise what `start_job` raises."""
    if kind is None or kind not in JOB_KINDS:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(JOB_KINDS)}
        raise Invalid([FieldError("kind", "choice", message) if kind else required("kind")])
    names, check = JOB_KINDS[kind]
    if unknown := [unknown_field(name) for name in options if name not in names]:
        raise Invalid(unknown)
    return check(options, actor)


def visible_jobs(actor: Actor) -> QuerySet[Job]:
    """Return the jobs that the actor may see, newest first: their own; an administrator all."""
    jobs = Job.objects.order_by("-id")
    return jobs if actor.is_administrator else jobs.filter(user_id=actor.user_id or 0)


def is_something_under_way(actor: Actor) -> bool:
    """Tell whether a job of those that the actor may see is at work, or about to be; one that waits
    for its next try is not.
    """
    open_ = visible_jobs(actor).filter(state__in=OPEN)
    return open_.exclude(not_before__gt=clock()).exists()


def find_job(id_: int, actor: Actor) -> Job:
    """Return a job; raise NotFound where there is none, or it is somebody else's."""
    job = visible_jobs(actor).filter(pk=id_).first() if id_ <= _HIGHEST_KEY else None
    if job is None:
        raise NotFound(_("There is no job %(id)s.") % {"id": id_})
    return job


@writing
def cancel_job(id_: int, *, actor: Actor) -> None:
    """End a job: at once where it waits, at the edge of its chunk where it runs; what was done
    stays done.

    A job that has ended stays as it is. Raises NotFound.
    """
    job = find_job(id_, actor)
    if queue.cancel(job.pk) and job.kind == EMAIL_JOB:
        messages.give_up(job.payload, _("Cancelled."))


@writing
def resume_job(id_: int, *, actor: Actor) -> None:
    """Let a cancelled or failed job go on where it stopped; raises NotFound, and Conflict for any
    other.
    """
    job = find_job(id_, actor)
    if job.kind in JOB_KINDS:
        _names, check = JOB_KINDS[job.kind]
        check(job.payload, actor)
    if not queue.resume(id_):
        raise Conflict(
            _("Only a job that was cancelled or failed can go on."), code="job-not-resumable"
        )
