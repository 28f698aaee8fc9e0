"""A backup as a job, which may come again by a schedule: into the folder of backups, where so many
of them are kept.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.jobs.working import Outside, actor_of_job
from unisono.usecases.backups import backing_up

BACKUP = "backup"
OPTIONS = ("kept", "with_key")
_KEPT, _MOST_KEPT = 14, 1000
_SECONDS = 60 * 60.0  # that a worker has it: a million parties take minutes


class Made(NamedTuple):
    """What came of it."""

    name: str
    rows: int
    gone: list[str]
    missing: list[str]


def check_backup(options: Given, actor: Actor) -> Content:
    """Return what is asked, checked; raise NotAllowed, Invalid."""
    require_administrator(actor)
    kept, with_key = options.get("kept", _KEPT), options.get("with_key", False)
    errors = []
    if not isinstance(kept, int) or isinstance(kept, bool) or not 1 <= kept <= _MOST_KEPT:
        message = _("This must be a whole number from %(least)s to %(most)s.")
        told = message % {"least": 1, "most": _MOST_KEPT}
        errors.append(FieldError("kept", "range", told))
    if not isinstance(with_key, bool):
        errors.append(FieldError("with_key", "type", _("This must be true or false.")))
    if errors:
        raise Invalid(errors)
    return {"kept": kept, "with_key": with_key}


def _work(job: Job) -> Made:
    try:
        kept = int(job.payload["kept"])
        path = backing_up.path_of_now(kept)
        actor = actor_of_job(job)
        manifest = backing_up.back_up(path, bool(job.payload["with_key"]), actor=actor)
        # Only once the new one is there: a full disk does not cost the old ones.
        gone = backing_up.forget_old(kept)
        return Made(path.name, manifest.rows, gone, manifest.missing)
    except OSError as error:
        raise Refused(
            _("The backup could not be written: %(why)s") % {"why": error.strerror or error}
        ) from error


def _then(_job: Job, _actor: Actor, made: Made) -> Step:
    told = _("This attachment is not there, and not in the backup.")
    errors = [(digest[:12], told) for digest in made.missing]
    return Step(None, done=made.rows, total=made.rows, errors=errors)


BACKING_UP = Outside(_work, _then, lambda _payload, _why: None, _SECONDS)
