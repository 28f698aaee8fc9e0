"""Jobs that come again: when, once, and told when they cannot."""

from datetime import UTC, datetime, time, timedelta

import pytest

from unisono.audit.models import AuditEntry
from unisono.common.errors import Invalid, NotAllowed, NotFound
from unisono.jobs import queue
from unisono.jobs.models import Job, Schedule
from unisono.setup.models import Installation
from unisono.usecases.backups import backing_up
from unisono.usecases.jobs import schedules
from unisono.usecases.jobs.running import advance
from unisono.usecases.jobs.schedules import When, add_schedule, begin_due, next_run
from unisono.usecases.setup.keys import take_key
from unisono.usecases.users import users
from unisono.worker.handlers import handler_of


def let_time_pass():
    """All that comes again is due."""
    Schedule.objects.update(next_run=queue.now() - timedelta(seconds=1))


def test_what_is_due_is_begun_once_and_comes_again(ines):
    schedule = add_schedule("find_duplicates", {}, When(minutes=60), actor=ines)
    assert begin_due() == []

    let_time_pass()
    (job,) = begin_due()
    assert begin_due() == []

    assert Job.objects.get(pk=job).user.username == "ines"
    schedule.refresh_from_db()
    assert timedelta(minutes=59) < schedule.next_run - queue.now() <= timedelta(minutes=60)


def test_none_is_begun_while_the_last_one_goes_on(ines):
    add_schedule("find_duplicates", {}, When(minutes=1), actor=ines)
    let_time_pass()
    (job,) = begin_due()
    let_time_pass()
    assert begin_due() == []

    Job.objects.filter(pk=job).update(state="done")
    let_time_pass()
    assert len(begin_due()) == 1


def test_who_is_locked_out_begins_nothing_and_it_is_told(ines):
    users.create_user("rosa", "administrator", actor=ines)
    add_schedule("find_duplicates", {}, When(minutes=1), actor=users.actor_named("rosa"))
    users.change_user("rosa", disabled=True, actor=ines)
    let_time_pass()
    begin_due()

    (schedule,) = schedules.all_schedules(actor=ines)
    assert (schedule.last_job, schedule.trouble) == (None, "The user rosa is locked out.")
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-11-29 00:00", "2026-11-29 01:30"),
        ("2026-11-29 01:30", "2026-11-30 01:30"),
        ("2026-03-28 12:00", "2026-03-29 01:30"),  # 02:30 is not there that night
        ("2026-10-24 12:00", "2026-10-25 00:30"),  # and twice in this one: the first
    ],
)
def test_a_time_of_the_day_is_that_of_its_place_whatever_clocks_do(after, expected):
    schedule = Schedule(at_time=time(2, 30), zone="Europe/Madrid")
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (after, expected)]

    assert next_run(schedule, moments[0]) == moments[1]


@pytest.mark.parametrize(
    ("kind", "options", "when", "field"),
    [
        ("create_contacts", {}, When(minutes=5), "kind"),
        ("backup", {"kept": 0}, When(minutes=5), "kept"),
        ("backup", {"path": "/etc"}, When(minutes=5), "path"),
        ("backup", {}, When(), "when"),
        ("backup", {}, When(5, "02:30"), "when"),
        ("backup", {}, When(0), "minutes"),
        ("backup", {}, When(at="25:00"), "at"),
        ("backup", {}, When(at="02:30", zone="../etc/passwd"), "zone"),
        ("backup", {}, When(at="02:30", zone="Spain/Madrid"), "zone"),
    ],
)
def test_what_is_no_schedule_is_refused_by_name(ines, kind, options, when, field):
    with pytest.raises(Invalid) as refusal:
        add_schedule(kind, options, when, actor=ines)

    assert [error.field for error in refusal.value.errors] == [field]
    assert not Schedule.objects.exists()


def test_only_administrators_have_them_and_changes_are_on_record(ines, omar):
    for act in (
        lambda: schedules.all_schedules(actor=omar),
        lambda: add_schedule("find_duplicates", {}, When(minutes=5), actor=omar),
        lambda: schedules.remove_schedule(1, actor=omar),
    ):
        with pytest.raises(NotAllowed):
            act()
    made = add_schedule("backup", {}, When(at="02:30"), actor=ines)
    schedules.remove_schedule(made.pk, actor=ines)
    with pytest.raises(NotFound):
        schedules.remove_schedule(made.pk, actor=ines)

    assert AuditEntry.objects.filter(subject="schedule: backup", by="ines").count() == 2


@pytest.mark.pure  # tests/backups make them on both databases
def test_a_backup_comes_and_so_many_are_kept(ines, tmp_path, settings):
    settings.DATA, settings.BACKUPS_FOLDER = tmp_path, tmp_path / "backups"
    settings.BACKUPS_FOLDER.mkdir()
    take_key()
    book = Installation.objects.get().book.hex[:8]
    old = [f"unisono-{book}-keep2-2026010{day}T023000000000Z.backup" for day in range(1, 5)]
    others = [old[0].replace(*pair) for pair in (("keep2", "keep48"), (book, "0" * 8))]
    by_hand = backing_up.path_of_now().name
    for name in [*old, *others, by_hand, "mine.backup"]:
        (settings.BACKUPS_FOLDER / name).write_bytes(b"")
    add_schedule("backup", {"kept": 2}, When(minutes=5), actor=ines)
    let_time_pass()
    begin_due()

    job = queue.claim("here:1:1")
    assert not advance(job, "here:1:1", handler_of(job))

    job.refresh_from_db()
    assert job.state == "done", job.detail
    newest = backing_up.made_by_rule(2)[-1]
    assert [path.name for path in backing_up.made_by_rule(2)] == [old[-1], newest.name]
    for kept in [*others, by_hand, "mine.backup"]:
        assert (settings.BACKUPS_FOLDER / kept).exists()
    assert backing_up.verify(newest).rows == job.done
