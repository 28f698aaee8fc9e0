"""Working on a job: one chunk, one transaction, with the job's own progress in it."""

import logging
from collections.abc import Callable
from dataclasses import replace

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override

from unisono.access.roles import Actor
from unisono.common.errors import NotAllowed, Refused
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.jobs.queue import LeaseLost, Step
from unisono.usecases import users
from unisono.usecases.transaction import Busy, writing

log = logging.getLogger(__name__)
Handler = Callable[[Job, Actor], Step]


def advance(job: Job, worker: str, handler: Handler) -> bool:
    """Do the next chunk of a claimed job; tell whether there may be more to do for this worker.

    What the chunk does and how far the job is are one transaction: both are there, or neither. A refusal ends the job
    as failed, a defect too; Busy leaves it as it is, to be tried again.
    """
    with override(job.language):
        try:
            return _chunk(job.pk, worker, handler)
        except Busy:
            return True
        except LeaseLost:
            return False
        except Refused as refusal:
            return _fail(job.pk, worker, refusal.message)
        except Exception as error:
            if _is_connection_trouble(error):
                raise
            log.exception("Job %s failed", job.pk)
            return _fail(job.pk, worker, _("Something went wrong on our side; what is counted here was done."))


def _is_connection_trouble(error: Exception) -> bool:
    """Tell whether the database was away: the job then waits for its lease to end."""
    return isinstance(error, OperationalError | InterfaceError)


@writing
def _chunk(id_: int, worker: str, handler: Handler) -> bool:
    job = queue.hold(id_, worker)
    if job.cancel_wanted:
        queue.end(job, "cancelled")
    else:
        queue.get_on(job, handler(job, _actor(job)))
    return job.state == "running"


def _actor(job: Job) -> Actor:
    """Return who began the job, with the role of today; raise NotAllowed for somebody who is locked out by now."""
    if not job.user.is_active:
        raise NotAllowed(_("The user %(name)s is locked out.") % {"name": job.user.username})
    return replace(users.actor_of(job.user), act=job.act)


@writing
def _fail(id_: int, worker: str, message: str) -> bool:
    try:
        queue.end(queue.hold(id_, worker), "failed", message)
    except LeaseLost:
        log.warning("Job %s was taken over before it could be ended", id_)
    return False
