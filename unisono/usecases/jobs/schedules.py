"""Work that comes again: every so many minutes, or each day at a time, begun by whichever worker
sees first that it is due.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_user
from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, NotFound, Refused
from unisono.jobs import queue
from unisono.jobs.models import OPEN, Schedule
from unisono.usecases.backups import backup_jobs
from unisono.usecases.jobs import jobs
from unisono.usecases.matching import duplicates, suggestions
from unisono.usecases.transaction import within, writing

# What may come again; the rest of the jobs belongs to a moment.
KINDS = (backup_jobs.BACKUP, duplicates.FIND_DUPLICATES, suggestions.SUGGEST_LINKS)
T = TypeVar("T")
_MOST_MINUTES = 60 * 24 * 31


class When(NamedTuple):
    """When it comes: every so many minutes, or each day at a time (HH:MM) of a time zone."""

    minutes: int | None = None
    at: str = ""
    zone: str = "UTC"


def all_schedules(*, actor: Actor) -> list[Schedule]:
    """Return what comes again; raise NotAllowed."""
    require_administrator(actor)
    return list(Schedule.objects.select_related("last_job", "user").order_by("pk"))


@writing
def add_schedule(kind: str, options: Given, when: When, *, actor: Actor) -> Schedule:
    """Let a job come again, in the name of its maker; raise Invalid, NotAllowed."""
    require_administrator(actor)
    if kind not in KINDS:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(KINDS)}
        raise Invalid([FieldError("kind", "choice", message)])
    minutes, at = _checked(when)
    jobs.checked(kind, options, actor)
    schedule = Schedule(kind=kind, options=dict(options), every_minutes=minutes, at_time=at)
    schedule.zone, schedule.user_id = when.zone, actor.user_id or 0
    schedule.next_run = next_run(schedule, queue.now())
    schedule.save(force_insert=True)
    put_on_record(Action.SETUP_CHANGED, actor, f"schedule: {kind}", when=told(schedule))
    return schedule


@writing
def remove_schedule(id_: int, *, actor: Actor) -> None:
    """Let it come no more; raise NotAllowed, NotFound."""
    require_administrator(actor)
    schedule = Schedule.objects.filter(pk=id_).first()
    if schedule is None:
        raise NotFound(_("There is no such schedule."))
    schedule.delete()
    put_on_record(Action.SETUP_CHANGED, actor, f"schedule: {schedule.kind}", when="—")


def begin_due() -> list[int]:
    """Begin the jobs that are due, each once however many workers look; return their keys."""
    moment = queue.now()
    due = Schedule.objects.filter(next_run__lte=moment).order_by("pk").values_list("pk", flat=True)
    begun = [_begin(id_, moment) for id_ in due]
    return [job for job in begun if job is not None]


@writing
def _begin(id_: int, moment: datetime) -> int | None:
    # Held while its job is begun, so that no two workers begin it; one that another holds is passed
    # over.
    rows = Schedule.objects.select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",)
    )
    schedule = rows.filter(pk=id_, next_run__lte=moment).select_related("last_job", "user").first()
    if schedule is None:
        return None
    schedule.next_run = next_run(schedule, moment)
    if schedule.last_job is None or schedule.last_job.state not in OPEN:
        schedule.trouble = _start(schedule)
        schedule.last_run = moment
    schedule.save()
    return schedule.last_job_id if schedule.last_run == moment else None


def _start(schedule: Schedule) -> str:
    """Start the job; return why it could not be, "" where it could."""
    try:
        if not schedule.user.is_active:
            return _("The user %(name)s is locked out.") % {"name": schedule.user.username}
        with within():
            schedule.last_job_id = jobs.start_job(
                schedule.kind, schedule.options, actor=actor_of_user(schedule.user)
            )
    except Refused as refusal:
        return refusal.message
    return ""


def next_run(schedule: Schedule, after: datetime) -> datetime:
    """Return when it comes next, in UTC. A time that a day does not have, since clocks go forward,
    is an hour later then; one that it has twice is the first.
    """
    if schedule.every_minutes:
        return after + timedelta(minutes=schedule.every_minutes)
    zone, at = ZoneInfo(schedule.zone), schedule.at_time or time()
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=number) for number in range(3))
    moments = (datetime.combine(day, at, zone).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment > after)


def told(schedule: Schedule) -> str:
    """Return when it comes, in few words."""
    if schedule.every_minutes:
        return f"{schedule.every_minutes} min"
    return f"{schedule.at_time:%H:%M} {schedule.zone}"


def _checked(when: When) -> tuple[int | None, time | None]:
    errors: list[FieldError] = []
    at: time | None = None
    if (when.minutes is None) == (not when.at):
        message = _("Say either every how many minutes, or at what time.")
        errors.append(FieldError("when", "either", message))
    elif when.minutes is not None and not 1 <= when.minutes <= _MOST_MINUTES:
        message = _("This must be a whole number from %(least)s to %(most)s.")
        told = message % {"least": 1, "most": _MOST_MINUTES}
        errors.append(FieldError("minutes", "range", told))
    elif when.at:
        at = _parsed(lambda: datetime.strptime(when.at, "%H:%M").time())  # noqa: DTZ007  # no moment
        if at is None:
            errors.append(FieldError("at", "time", _("A time is written 02:30.")))
    if _parsed(lambda: ZoneInfo(when.zone)) is None:
        message = _("There is no time zone %(name)s; they are called Europe/Madrid and the like.")
        errors.append(FieldError("zone", "unknown", message % {"name": when.zone}))
    if errors:
        raise Invalid(errors)
    return when.minutes, at


def _parsed(parse: Callable[[], T]) -> T | None:
    try:
        return parse()
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None
