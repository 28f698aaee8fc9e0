"""What working on a job takes: its handler, who acts, and what conflicts are told as."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_user, kinds_of
from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.common.errors import NotAllowed
from unisono.jobs.models import Job
from unisono.jobs.queue import Step

Handler = Callable[[Job, Actor], Step]


@dataclass(frozen=True)
class Outside:
    """A handler whose work talks to another machine, and so happens outside of any transaction.

    `work` is given the job and returns what came of it; `then` writes that down, together with the
    job's progress. If the process dies in between, the work is done again. It takes `seconds` at
    most. `give_up` is told the payload and why, where the job ends as failed before that.
    """

    work: Callable[[Job], Any]
    then: Callable[[Job, Actor, Any], Step]
    give_up: Callable[[Given, str], None]
    seconds: float


def actor_of_job(job: Job) -> Actor:
    """Return who began the job, with the role of today and what the token left that began it; raise
    NotAllowed for somebody who is locked out by now.
    """
    if not job.user.is_active:
        raise NotAllowed(_("The user %(name)s is locked out.") % {"name": job.user.username})
    return replace(actor_of_user(job.user), act=job.act, kinds=kinds_of(job.kinds))


def conflict_texts(conflicts: Iterable[Given]) -> list[tuple[str, str]]:
    """Return per record what conflicts are about; the number of a record that the actor may not see
    is left out.
    """
    fields: dict[str, list[str]] = {}
    for conflict in conflicts:
        fields.setdefault(str(conflict.get("no") or "…"), []).append(str(conflict["field"]))
    message = _("Changed meanwhile: %(fields)s.")
    return [
        (no, message % {"fields": ", ".join(dict.fromkeys(names))}) for no, names in fields.items()
    ]
