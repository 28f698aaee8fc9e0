"""The worker's loop: claim a job, work on it chunk by chunk, look for the next."""

import os
import threading
import time
from collections.abc import Callable
from functools import partial

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from structlog.contextvars import bound_contextvars

from unisono.common import turns
from unisono.common.errors import Overloaded
from unisono.common.unavailable import refusal_of
from unisono.jobs import queue, signs, workers
from unisono.jobs.models import Job
from unisono.usecases.jobs import schedules
from unisono.usecases.jobs.running import advance
from unisono.worker.handlers import handler_of

log = structlog.get_logger(__name__)
_PAUSE = 0.3  # seconds between looks for a job; a look is one small read
_PAUSE_AFTER_TROUBLE = 2.0
# Seconds: what comes again is said in minutes, and a worker that is silent for one is missed.
_SCHEDULES_EVERY = 10.0
_PATIENCE = 30.0  # seconds that a chunk may still take when the worker is to stop
# SQLite has one writer at a time, and those who wait look again every tenth of a second at the
# latest: without a pause that is longer, a batch would keep people waiting until it ends. Where
# writers queue, it is not needed.
_BREATH, _BREATH_EVERY = 0.12, 1.0


def work(stopping: threading.Event) -> None:
    """Work on jobs until told to stop; a chunk that has begun is finished first."""
    watch = _Watch()
    while not stopping.is_set():
        try:
            close_old_connections()
            watch.look()
            job = queue.claim(workers.own_name())
            if job is None:
                stopping.wait(_PAUSE)
            else:
                with bound_contextvars(job=job.pk):
                    work_on(job, partial(_is_stopping, watch, stopping))
                    queue.release(job.pk, job.worker)
                    _tell_end(job)
        except (DatabaseError, InterfaceError, Overloaded) as error:
            # The database is away or locked for long: what was begun is rolled back and taken up
            # again.
            if refusal_of(error) is None:
                log.exception("The worker waits for the database")
            connection.close()
            stopping.wait(_PAUSE_AFTER_TROUBLE)


class _Watch:
    """What a worker does now and then, also between the chunks of a long job: gives a sign that it
    is at work, and begins what is due.
    """

    def __init__(self) -> None:
        self._looked = 0.0

    def look(self) -> None:
        """Do it, if it is time."""
        if time.monotonic() - self._looked > _SCHEDULES_EVERY:
            self._looked = time.monotonic()
            signs.give_sign(queue.now())
            schedules.begin_due()


def _tell_end(job: Job) -> None:
    """Write the line of a job that has ended; not of one that goes on elsewhere."""
    job.refresh_from_db()
    if job.started_at is None or job.finished_at is None:
        return
    tell = log.warning if job.state == "failed" else log.info
    tell(
        "job",
        kind=job.kind,
        state=job.state,
        user=job.user_id,
        seconds=round((job.finished_at - job.started_at).total_seconds(), 1),
        done=job.done,
        created=job.created,
        skipped=job.skipped,
        errors=job.errors.count(),
    )


def _is_stopping(watch: _Watch, stopping: threading.Event) -> bool:
    watch.look()
    return stopping.is_set()


def work_on(job: Job, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Do the chunks of a job that was claimed, until it has ended, another worker has it, or this
    one is to stop.
    """
    breathed = time.monotonic()
    breathes = connection.vendor == "sqlite" and not turns.are_kept()
    while not is_stopping() and advance(job, job.worker, handler_of(job)):
        if breathes and time.monotonic() - breathed > _BREATH_EVERY:
            time.sleep(_BREATH)
            breathed = time.monotonic()


def end_with_parent(stopping: threading.Event) -> None:
    """Stop as soon as the process that started this one is gone or wants it, however it went: its
    end of standard input is closed then.
    """

    def wait() -> None:
        # Not by sys.stdin: its lock, held here, would end an orderly stop in a fatal error.
        while os.read(0, 1024):
            pass
        stopping.set()
        time.sleep(_PATIENCE)
        os._exit(1)  # the chunk does not end; who takes the job over does it again

    threading.Thread(target=wait, daemon=True).start()
