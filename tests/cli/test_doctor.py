"""The command that looks at what the product needs around it."""

from collections import namedtuple
from datetime import timedelta

import pytest

from tests.audit.changeable import make_changeable
from tests.cli.running import unisono
from tests.making import company
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common.clock import clock
from unisono.common.private_files import tighten
from unisono.interactions import kept_files
from unisono.interactions.entry_values import File
from unisono.jobs import queue, signs
from unisono.jobs.models import Schedule, WorkerSign
from unisono.setup.models import Installation
from unisono.usecases.interactions import entries
from unisono.usecases.jobs.schedules import When, add_schedule
from unisono.usecases.setup.doctor import examine
from unisono.usecases.setup.keys import take_key
from unisono.usecases.users import users

HERE = {"host": "127.0.0.1"}


@pytest.fixture
def in_order(db, settings, own_folder):
    """An installation where all is as it should be."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    tighten(own_folder)
    take_key()
    signs.give_sign(queue.now())
    put_on_record(Action.BACKED_UP, None, "unisono.backup")
    add_schedule("backup", {}, When(at="02:30"), actor=users.actor_named("ines"))
    return own_folder


def troubles():
    """What is not in order, and what is told of it."""
    return {line.what: line.told for line in examine() if not line.is_fine}


def test_where_all_is_in_order_it_says_so_line_by_line(in_order):
    done = unisono("doctor")

    assert (done.exit_code, troubles()) == (0, {})
    assert len(done.stdout.splitlines()) == 11
    assert all(line.startswith("in order") for line in done.stdout.splitlines())


def no_disk(monkeypatch):
    usage = namedtuple("Usage", "total used free")(10, 10, 0)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)


def attached_and_lost():
    """A contact with an attachment whose file is gone."""
    ines = users.actor_named("ines")
    file = File("plano.txt", "text/plain", b"plano")
    entries.log_interaction(
        company(ines), {"template_code": "MEETING", "description": "Visita"}, [file], actor=ines
    )
    kept_files.forget(kept_files.digest_of(b"plano"))


TROUBLES = {
    "data folder": lambda place, _s, _m: place.chmod(0o755),
    "key": lambda _p, _s, _m: Installation.objects.update(key="another"),
    "schema": lambda _p, _s, _m: make_changeable(),
    "disk": lambda _p, _s, patch: no_disk(patch),
    "attachments": lambda _p, _s, _m: attached_and_lost(),
    "clock": lambda _p, _s, patch: patch.setattr(
        "unisono.usecases.setup.doctor.clock", lambda: clock() + timedelta(minutes=5)
    ),
    "workers": lambda _p, _s, _m: WorkerSign.objects.update(
        seen_at=queue.now() - timedelta(minutes=2)
    ),
    "proxies": lambda _p, settings, _m: setattr(settings, "ALLOWED_HOSTS", ["u.example"]),
}


@pytest.mark.parametrize("what", TROUBLES)
def test_what_is_not_in_order_is_told_with_what_to_do(in_order, settings, monkeypatch, what):
    TROUBLES[what](in_order, settings, monkeypatch)

    assert set(troubles()) == {what}
    assert unisono("doctor").exit_code == 1


def test_a_machine_is_ready_where_database_workers_and_disk_are(in_order, client, monkeypatch):
    assert client.get("/readyz", headers=HERE).content == b"ready"
    WorkerSign.objects.all().delete()
    no_disk(monkeypatch)

    answer = client.get("/readyz", headers=HERE)

    assert (answer.status_code, answer.content) == (503, b"workers, disk")


def test_a_backup_that_is_missing_or_old_is_told(in_order, monkeypatch):
    later = clock() + timedelta(hours=30)
    monkeypatch.setattr("unisono.usecases.setup.doctor.clock", lambda: later)

    assert "30 hours old" in troubles()["backup"]
    Schedule.objects.all().delete()
    assert "none is scheduled" in troubles()["backup"]


def test_a_backup_that_failed_in_the_night_is_told_with_why(in_order):
    ines = users.actor_named("ines")
    job = queue.put("backup", {}, ines, "en", clock())
    queue.end(job, "failed", "The backup could not be written: No such file or directory")
    Schedule.objects.update(last_job=job, last_run=clock())

    assert "No such file" in troubles()["backup"]


def test_a_key_that_can_be_guessed_is_told(in_order, settings):
    settings.SECRET_KEY = "abc"
    take_key(instead=True)

    assert "guessed" in troubles()["key"]


def test_a_mail_server_that_does_not_answer_is_told(in_order, settings):
    settings.EMAIL_BACKEND = "unisono.common.mail.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert "does not answer" in troubles()["mail"]
