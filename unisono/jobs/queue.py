"""The queue: jobs are claimed with a lease, held while a chunk is done, and carried on by others
when a worker is gone.

Who claims a job has it until its lease ends; each chunk renews the lease. A chunk holds the job's
row, so that nobody can take the job over meanwhile, and finds out under that lock whether the job
is still its own: two workers never do the same chunk, however slow one of them was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.jobs import workers
from unisono.jobs.models import OPEN, Job, JobError

# To take up a job that never gets on; a killed worker is no fault of the job, a crash on its data
# is
ATTEMPTS = 50


class LeaseLost(Exception):
    """The job is another worker's by now, or has ended."""


@dataclass(frozen=True)
class Step:
    """What one chunk of a job did.

    `position` says where the next one begins, None: there is none. `errors` are (number, why).
    `total` is how much there is to do, where this chunk has found out. `failure` ends the job as
    failed; it goes on at `position` if it is resumed. With `wait`, the next chunk is not begun for
    so many seconds, and any worker may take it.
    """

    position: Content | None
    done: int = 0
    created: int = 0
    skipped: int = 0
    errors: Iterable[tuple[str, str]] = field(default_factory=tuple)
    total: int | None = None
    failure: str = ""
    wait: float = 0


def put(kind: str, payload: Content, actor: Actor, language: str, at: datetime) -> Job:
    """Put a job into the queue; it begins when the transaction is over."""
    job = Job(kind=kind, payload=payload, language=language, created_at=at)
    job.user_id = actor.user_id or 0
    job.kinds = None if actor.kinds is None else sorted(actor.kinds)
    job.save(force_insert=True)
    return job


def now() -> datetime:
    """Return the moment by which leases count, in UTC: the database's, since machines' clocks
    differ.
    """
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def claim(worker: str, only: int | None = None) -> Job | None:
    """Give a worker the oldest job that waits or whose worker is gone, or `only` a certain one;
    None for none.
    """
    jobs = (
        Job.objects.filter(state__in=OPEN)
        .order_by("id")
        .only("state", "lease_until", "worker", "not_before")
    )
    for id_ in _claimable(jobs if only is None else jobs.filter(pk=only)):
        with transaction.atomic(durable=True):
            # Held while it is claimed, so that no two workers take it; a job that another worker
            # is just claiming is passed over.
            rows = Job.objects.select_for_update(
                skip_locked=connection.features.has_select_for_update_skip_locked
            )
            job = rows.filter(pk=id_).first()
            if job is None or not _is_claimable(job, now()):
                continue
            with override(job.language):
                count_attempt(
                    job,
                    _("The job was taken up %(count)s times without getting on.")
                    % {"count": ATTEMPTS},
                )
            if job.state == "failed":
                continue
            job.state, job.worker, job.lease_until = "running", worker, _lease()
            job.started_at = job.started_at or now()
            job.save()
            return job
    return None


def _claimable(jobs: Iterable[Job]) -> list[int]:
    """Return the keys of jobs that may be claimed, looked at without any lock."""
    moment = now()
    return [job.pk for job in jobs if _is_claimable(job, moment)]


def _is_claimable(job: Job, moment: datetime) -> bool:
    if job.state == "running":
        return job.lease_until is None or job.lease_until < moment or workers.is_gone(job.worker)
    return job.state == "queued" and (job.not_before is None or job.not_before <= moment)


def _lease() -> datetime:
    return now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def count_attempt(job: Job, message: str) -> None:
    """Count that a job is tried without getting on; after so many times it has failed, with this
    sentence.
    """
    job.attempts += 1
    if job.attempts > ATTEMPTS:
        end(job, "failed", message)
    else:
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts)


def renew(id_: int, worker: str) -> None:
    """Keep a job for another lease, for work outside of any transaction; raise LeaseLost where it
    is another's.
    """
    lease = _lease()
    if not Job.objects.filter(pk=id_, worker=worker, state="running").update(lease_until=lease):
        raise LeaseLost


def hold(id_: int, worker: str) -> Job:
    """Return the job, held until the transaction ends; raise LeaseLost where it is not this
    worker's any more.
    """
    # Until the chunk's transaction ends nobody else claims, cancels or ends the job.
    job = Job.objects.select_for_update().filter(pk=id_, worker=worker, state="running").first()
    if job is None:
        raise LeaseLost
    return job


def get_on(job: Job, step: Step) -> None:
    """Write what a chunk did, in the chunk's own transaction, and renew the lease; the job ends
    with its last chunk.
    """
    job.done += step.done
    job.created += step.created
    job.skipped += step.skipped
    job.total = job.total if step.total is None else step.total
    add_errors(job, step.errors)
    job.attempts, job.lease_until = 0, _lease()
    job.position = job.position if step.position is None else step.position
    if step.failure:
        end(job, "failed", step.failure)
    elif step.position is None:
        end(job, "done")
    elif step.wait:
        job.state, job.not_before = "queued", now() + timedelta(seconds=step.wait)
        job.lease_until, job.worker = None, ""
        job.save()
    else:
        job.save()


def add_errors(job: Job, errors: Iterable[tuple[str, str]]) -> None:
    """Keep what is to be said of single records: (number, why)."""
    # Without NUL, which PostgreSQL takes in no text: what is quoted may come from anybody's file.
    told = [(no.replace("\0", ""), detail.replace("\0", "")) for no, detail in errors]
    JobError.objects.bulk_create([JobError(job=job, no=no, detail=detail) for no, detail in told])


def end(job: Job, state: str, detail: str = "") -> None:
    """End a job that is held: done, cancelled, or failed with a sentence for the one who began
    it.
    """
    job.state, job.detail = state, detail
    job.finished_at, job.lease_until, job.worker = now(), None, ""
    job.save()


def release(id_: int, worker: str) -> None:
    """Let others go on at once with a job that this worker leaves unfinished."""
    Job.objects.filter(pk=id_, worker=worker, state="running").update(lease_until=now())


def cancel(id_: int) -> bool:
    """End a job that waits, and tell so; ask for the end of one that runs, which comes at the edge
    of its chunk.
    """
    # Waits for the chunk that runs, which may be the last one.
    job = Job.objects.select_for_update().get(pk=id_)
    if job.state == "queued":
        end(job, "cancelled")
        return True
    if job.state == "running":
        Job.objects.filter(pk=id_).update(cancel_wanted=True)
    return False


def resume(id_: int) -> bool:
    """Let a cancelled or failed job go on where it stopped; tell whether it was one."""
    ended = Job.objects.filter(pk=id_, state__in=("cancelled", "failed"))
    JobError.objects.filter(
        job__in=ended, job__state="failed"
    ).delete()  # what stopped it may be mended by now
    again = {
        "state": "queued",
        "cancel_wanted": False,
        "detail": "",
        "attempts": 0,
        "finished_at": None,
    }
    return bool(ended.update(**again, not_before=now()))  # due from now on
