"""Who works on a job, until when, and what happens when somebody is gone."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.usecases.jobs.jobs import start_job
from unisono.usecases.jobs.running import advance
from unisono.usecases.transaction import Busy
from unisono.worker.loop import work_on

ME, OTHER = workers.own_name(), "elsewhere:1:1"


@pytest.fixture
def job(ines):
    return Job.objects.get(pk=start_job("create_contacts", {"source": "customers"}, actor=ines))


def later(job, seconds):
    """Let a job's lease end so many seconds from now."""
    Job.objects.filter(pk=job.pk).update(lease_until=queue.now() + timedelta(seconds=seconds))


def test_a_job_is_given_to_one_worker_oldest_first(job, ines):
    second = start_job("create_contacts", {"source": "vendors"}, actor=ines)

    assert [queue.claim(OTHER).pk, queue.claim(ME).pk, queue.claim(ME)] == [job.pk, second, None]


def test_a_job_whose_lease_has_ended_is_taken_over_and_lost_to_the_first(job):
    queue.claim(OTHER)
    later(job, -1)

    assert queue.claim(ME).pk == job.pk
    with pytest.raises(queue.LeaseLost):
        queue.hold(job.pk, OTHER)


def test_the_one_who_lost_the_lease_does_nothing(job):
    mine = queue.claim(OTHER)
    later(job, -1)
    queue.claim(ME)

    assert not advance(mine, OTHER, lambda *_: pytest.fail("this chunk is another's"))


def test_a_worker_of_this_machine_that_ended_is_known_to_be_gone_at_once(job):
    gone = subprocess.run(
        [sys.executable, "-c", "from unisono.jobs.workers import own_name; print(own_name())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    queue.claim(gone)

    assert workers.is_gone(gone)
    assert queue.claim(ME).pk == job.pk


@pytest.mark.parametrize("name", ["elsewhere:1:1", "", "nonsense", f"{ME.split(':')[0]}:x:1"])
def test_of_others_nobody_knows_before_their_lease_ends(name):
    assert not workers.is_gone(name)


def test_this_process_is_not_gone_and_a_later_one_of_its_number_is_another():
    host, process, _began = ME.split(":")

    assert not workers.is_gone(ME)
    assert int(process) == os.getpid()
    assert workers.is_gone(f"{host}:{process}:0")


def test_a_chunk_renews_the_lease_and_forgets_the_attempts(job):
    mine = queue.claim(ME)
    later(job, 1)

    advance(mine, ME, lambda *_: queue.Step({"after": 7}, done=2))

    job.refresh_from_db()
    assert (job.attempts, job.position, job.done, job.state) == (0, {"after": 7}, 2, "running")
    assert job.lease_until > queue.now() + timedelta(seconds=5)


def test_a_job_that_kills_every_worker_is_given_up(job):
    for _ in range(queue.ATTEMPTS):
        assert queue.claim(OTHER).pk == job.pk
        later(job, -1)

    assert queue.claim(ME) is None
    job.refresh_from_db()
    assert (job.state, str(queue.ATTEMPTS) in job.detail) == ("failed", True)


def test_a_defect_ends_the_job_and_keeps_nothing_of_its_chunk(job):
    def stumble(held, _actor):
        Job.objects.filter(pk=held.pk).update(total=99)
        raise ZeroDivisionError

    assert not advance(queue.claim(ME), ME, stumble)

    job.refresh_from_db()
    assert (job.state, job.total) == ("failed", 0)
    assert job.detail


def test_a_chunk_that_collided_is_tried_again(job):
    def collide(*_):
        raise Busy("others")

    assert advance(queue.claim(ME), ME, collide)

    job.refresh_from_db()
    assert job.state == "running"


def test_a_worker_that_stops_lets_others_go_on_at_once(job):
    queue.claim(OTHER)
    queue.release(job.pk, OTHER)

    assert queue.claim(ME).pk == job.pk


def test_a_chunk_that_collides_for_ever_ends_the_job(job, monkeypatch):
    monkeypatch.setattr("unisono.usecases.jobs.running._PAUSE", 0)
    monkeypatch.setattr(queue, "ATTEMPTS", 3)
    mine, tries = queue.claim(ME), 0

    def collide(*_):
        raise Busy("others")

    while advance(mine, ME, collide):
        tries += 1

    job.refresh_from_db()
    assert (job.state, job.detail, tries) == ("failed", "others", 2)


def test_a_job_of_a_newer_version_is_refused_and_the_worker_lives(job):
    Job.objects.filter(pk=job.pk).update(kind="tidy_up")

    work_on(queue.claim(ME))

    job.refresh_from_db()
    assert job.state == "failed"
