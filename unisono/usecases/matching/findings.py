"""Long comparisons as jobs: what they find is written down in parts, what is not found any more goes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.errors import FieldError, Invalid
from unisono.duplicates.whole import has_splink
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.setup.reading import setup_now
from unisono.usecases.transaction import clock

SECONDS = 3600.0  # a comparison of everything takes at most; a worker that dies is found out sooner
_CHUNK = 5000  # findings to a transaction


class Part(NamedTuple):
    """A part of what was found, whether more follows, and how many records were compared."""

    found: Sequence[Any]
    is_last: bool


class Comparing:
    """A kind of job that compares whole books: `find` yields findings, `keep` stores some, `forget` drops older ones.

    The comparison goes on where it stood while the process lives; begun anew, it finds the same once more.
    """

    def __init__(
        self,
        find: Callable[[int], Iterator[Any]],
        keep: Callable[[Sequence[Any], datetime], None],
        forget: Callable[[datetime], int],
    ) -> None:
        self.find, self.keep, self.forget = find, keep, forget
        self._going: tuple[int, int, Iterator[Any]] | None = None

    def work(self, job: Job) -> Part:
        """Return the next findings of a job, outside of any transaction."""
        at = job.position.get("at", 0)
        if self._going is None or self._going[:2] != (job.pk, at):
            found = self.find(setup_now().duplicate_threshold)
            for _each in islice(found, at):
                pass
            self._going = (job.pk, at, found)
        part = list(islice(self._going[2], _CHUNK))
        self._going = (job.pk, at + len(part), self._going[2])
        return Part(part, len(part) < _CHUNK)

    def then(self, job: Job, actor: Actor, part: Part) -> Step:
        """Write findings down, with the job's progress."""
        began = job.started_at or clock()
        self.keep(part.found, clock())
        at = job.position.get("at", 0) + len(part.found)
        if not part.is_last:
            return Step({"at": at}, done=len(part.found), created=len(part.found), total=at)
        self._going = None
        self.forget(began)
        return Step(None, done=len(part.found), created=len(part.found), total=at)

    def give_up(self, _payload: Any, _why: str) -> None:
        """End a comparison: what was written down stays."""
        self._going = None


def check_nothing(options: Any, actor: Actor) -> dict[str, Any]:
    """Return the options of a comparison, of which there are none; raise Invalid where duplicates are switched off."""
    return {"engine": "splink" if has_splink() else "built-in"}


def check_state(state: Any) -> str:
    """Return what a person says of a finding; raise Invalid."""
    if state not in ("open", "dismissed"):
        message = _("This must be one of: %(choices)s.") % {"choices": "open, dismissed"}
        raise Invalid([FieldError("state", "choice", message)])
    return str(state)
