"""Working on a job: one chunk, one transaction, with the job's own progress in it."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from unisono.common.errors import Overloaded, Refused
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.jobs.queue import LeaseLost
from unisono.jobs.working import Handler, Outside, actor_of_job, conflict_texts
from unisono.usecases.transaction import Busy, writing

log = logging.getLogger(__name__)


_PAUSE = 0.2  # seconds before a chunk that collided is tried again


def advance(job: Job, worker: str, handler: Handler | Outside) -> bool:
    """Do the next chunk of a claimed job; tell whether there may be more to do for this worker.

    What the chunk does and how far the job is are one transaction: both are there, or neither. A
    refusal ends the job as failed, a defect too; a chunk that collided is tried again, so many
    times.
    """
    outside = handler if isinstance(handler, Outside) else None
    with override(job.language):
        try:
            if isinstance(handler, Outside):
                handler = _worked(job, worker, handler)
            return _chunk(job.pk, worker, handler, outside)
        except Busy as busy:
            return _stumble(job.pk, worker, busy.message)
        except LeaseLost:
            return False
        except Overloaded:
            raise  # no fault of the job, which waits for its lease to end
        except Refused as refusal:
            conflicts = conflict_texts(refusal.extra.get("conflicts", ()))
            return _fail(job.pk, worker, refusal.message, conflicts, outside)
        except Exception as error:
            if _is_connection_trouble(error):
                raise
            log.exception("Job %s failed", job.pk)
            text = _("Something went wrong on our side; what is counted here was done.")
            return _fail(job.pk, worker, text, (), outside)


def _worked(job: Job, worker: str, outside: Outside) -> Handler:
    """Do work outside of any transaction, keeping the job meanwhile; return the chunk that writes
    down what came of it.

    The role of today is looked at first, so that nobody who was locked out has anything sent.
    """
    queue.renew(job.pk, worker)
    job.refresh_from_db()  # the chunk before wrote where this one begins
    actor_of_job(job)
    with _kept(job.pk, worker, outside.seconds):
        result = outside.work(job)
    return lambda held, actor: outside.then(held, actor, result)


@contextmanager
def _kept(id_: int, worker: str, most: float) -> Iterator[None]:
    """Renew a job's lease from a thread of its own, for so many seconds at most: a worker that is
    lost with its machine keeps nothing, and one that hangs not for ever.
    """
    over, until = threading.Event(), time.monotonic() + most

    def renew() -> None:
        try:
            while not over.wait(settings.JOB_LEASE_SECONDS / 3) and time.monotonic() < until:
                queue.renew(id_, worker)
        except (LeaseLost, DatabaseError):
            pass  # what comes of the work will not be written down by us
        finally:
            connection.close()

    keeper = threading.Thread(target=renew, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _is_connection_trouble(error: Exception) -> bool:
    """Tell whether the database was away: the job then waits for its lease to end."""
    return isinstance(error, OperationalError | InterfaceError)


@writing
def _chunk(id_: int, worker: str, handler: Handler, outside: Outside | None) -> bool:
    """Do a chunk unless its end is wanted; what was done outside already is written down first,
    whatever is wanted.
    """
    job = queue.hold(id_, worker)
    if outside is not None or not job.cancel_wanted:
        queue.get_on(job, handler(job, actor_of_job(job)))
    if job.cancel_wanted and job.state in ("queued", "running"):
        queue.end(job, "cancelled")
        if outside is not None:
            outside.give_up(job.payload, _("Cancelled."))
    return job.state == "running"


def _stumble(id_: int, worker: str, message: str) -> bool:
    """Count a chunk that could not be done, and wait; tell whether to try again."""
    time.sleep(_PAUSE)
    try:
        return _count_attempt(id_, worker, message)
    except (Busy, LeaseLost):
        return False  # the job is claimed again when its lease ends


@writing
def _count_attempt(id_: int, worker: str, message: str) -> bool:
    job = queue.hold(id_, worker)
    queue.count_attempt(job, message)
    return job.state == "running"


@writing
def _fail(
    id_: int,
    worker: str,
    message: str,
    errors: Sequence[tuple[str, str]] = (),
    outside: Outside | None = None,
) -> bool:
    try:
        job = queue.hold(id_, worker)
        queue.add_errors(job, errors)
        queue.end(job, "failed", message)
        if outside is not None:
            outside.give_up(job.payload, message)
    except LeaseLost:
        log.warning("Job %s was taken over before it could be ended", id_)
    return False
