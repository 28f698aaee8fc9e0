"""The worker: each kind of job has somebody who works on it, and the loop ends when it is told
to.
"""

import threading

import pytest

from unisono.jobs.models import Job
from unisono.usecases.jobs import jobs
from unisono.usecases.jobs.jobs import start_job
from unisono.worker import loop
from unisono.worker.handlers import HANDLERS, handler_of, unknown


@pytest.mark.pure
def test_every_job_that_can_be_begun_has_a_handler():
    assert set(jobs.JOB_KINDS) <= set(HANDLERS)


@pytest.mark.pure
def test_a_job_of_a_newer_version_is_refused_and_not_left_lying():
    assert handler_of(Job(kind="tidy_up")) is unknown


class WhenIdle(threading.Event):
    """Tells the worker to end as soon as it would wait for something to do."""

    def wait(self, timeout=None):
        """Wait no more."""
        self.set()
        return True


def test_it_works_on_all_that_waits_one_after_the_other(committed, ines):
    ids = [
        start_job("create_contacts", {"source": source}, actor=ines)
        for source in ("customers", "vendors")
    ]

    loop.work(WhenIdle())

    assert {Job.objects.get(pk=id_).state for id_ in ids} == {"done"}


def test_told_before_it_begins_it_begins_nothing(ines):
    id_ = start_job("create_contacts", {"source": "customers"}, actor=ines)
    stopping = threading.Event()
    stopping.set()

    loop.work(stopping)

    assert Job.objects.get(pk=id_).state == "queued"
