"""Long comparisons as jobs: what they find is written down in parts, what is not found any more
goes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid
from unisono.duplicates.all_pairs import has_splink
from unisono.duplicates.models import STATES, Finding
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.setup.queries import setup_now

SECONDS = 3600.0  # a comparison of everything takes at most; a worker that dies is found out sooner
_CHUNK = 5000  # findings to a transaction


class Part(NamedTuple):
    """A part of what was found, whether it is the last, and how many values too many share."""

    found: Sequence[Finding]
    is_last: bool
    left_out: Content


@dataclass
class Comparing:
    """A kind of job that compares whole books: `find` yields rows of a model for a least score, and
    counts what too many share to be compared by.

    `unique` are the columns that say which finding it is: found again, it keeps what a person said
    of it; `also` are further columns that are found anew each time, and `settle` is called in
    the end. The comparison goes on where it
    stood while the process lives; begun anew, it finds the same once more.
    """

    find: Callable[[int, Counter[str]], Iterator[Finding]]
    model: type[Finding]
    unique: tuple[str, ...]
    also: tuple[str, ...] = ()
    settle: Callable[[], None] = lambda: None
    _going: tuple[int, int, Iterator[Finding]] | None = None
    _left_out: Counter[str] = field(default_factory=Counter)

    def work(self, job: Job) -> Part:
        """Return the next findings of a job, outside of any transaction."""
        at = job.position.get("at", 0)
        if self._going is None or self._going[:2] != (job.pk, at):
            self._left_out = Counter()
            found = self.find(setup_now().duplicate_threshold, self._left_out)
            for _each in islice(found, at):
                pass
            self._going = (job.pk, at, found)
        part = list(islice(self._going[2], _CHUNK))
        self._going = (job.pk, at + len(part), self._going[2])
        return Part(part, len(part) < _CHUNK, dict(self._left_out))

    def then(self, job: Job, actor: Actor, part: Part) -> Step:
        """Write findings down, with the job's progress; after the last, what was not found any more
        goes.
        """
        self.keep(part.found)
        count = len(part.found)
        at = job.position.get("at", 0) + count
        if part.is_last:
            self._going = None
            job.payload = {**job.payload, "left_out": part.left_out}
            began = job.started_at or clock()
            self.model._default_manager.filter(state="open", found_at__lt=began).delete()
            self.settle()
        return Step(None if part.is_last else {"at": at}, count, count, total=at)

    def keep(self, found: Sequence[Finding]) -> None:
        """Store findings, within a use case."""
        now = clock()
        for each in found:
            each.found_at = now
        self.model._default_manager.bulk_create(
            found,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=self.unique,
            update_fields=["score", "matching_fields", "found_at", *self.also],
        )

    def give_up(self, _payload: object, _why: str) -> None:
        """End a comparison: what was written down stays."""
        self._going = None


def engine_now() -> Content:
    """Return what compares, as a job says it: splink, or what is built in without the extra
    `match`.
    """
    return {"engine": "splink" if has_splink() else "built-in"}


def say_of(finding: Finding, state: object, actor: Actor) -> None:
    """Keep, within a use case, what a person says of a finding: dismissed, or open again; raise
    Invalid.
    """
    if state not in STATES:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(STATES)}
        raise Invalid([FieldError("state", "choice", message)])
    finding.state, finding.dismissed_by = state, actor.name if state == "dismissed" else ""
    finding.save(update_fields=["state", "dismissed_by"])
