"""Work outside of a transaction keeps its job for as long as it goes on, and no longer."""

import pytest

from tests.stories.killing import wait_for
from unisono.common.clock import clock
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.jobs.working import Outside
from unisono.usecases.jobs.running import advance

ME = "here:1:1"


@pytest.fixture
def job(committed, as_user, settings):
    """A job that I have claimed, for a second at a time."""
    settings.JOB_LEASE_SECONDS = 1
    queue.put("find_duplicates", {}, as_user("ines"), "en", clock())
    return queue.claim(ME)


def lease():
    return Job.objects.get().lease_until


def working(until, seconds=60.0):
    """A handler that works until something is so."""

    def work(_job):
        wait_for(until, seconds=10)

    return Outside(work, lambda _job, _actor, _made: Step(None), lambda _p, _w: None, seconds)


@pytest.mark.postgresql
def test_a_lease_is_renewed_while_the_work_goes_on(job):
    first = lease()

    advance(job, ME, working(lambda: lease() > first))

    assert Job.objects.get().state == "done"


@pytest.mark.postgresql
def test_work_that_hangs_longer_than_it_may_keeps_the_job_no_more(job):
    def is_taken_over():
        return queue.claim("there:2:2")

    assert not advance(job, ME, working(is_taken_over, seconds=0.5))

    now = Job.objects.get()
    assert (now.state, now.worker) == ("running", "there:2:2")
