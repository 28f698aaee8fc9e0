"""What a worker does between the chunks of a long job."""

import threading

import pytest

from unisono.jobs.models import Job, Schedule, WorkerSign
from unisono.usecases.jobs.schedules import When, add_schedule
from unisono.worker import loop


@pytest.mark.django_db
def test_it_gives_a_sign_and_begins_what_is_due_also_while_a_job_goes_on(ines):
    add_schedule("find_duplicates", {}, When(minutes=60), actor=ines)
    Schedule.objects.update(next_run="2026-01-01T00:00:00Z")
    stopping, watch = threading.Event(), loop._Watch()

    assert not loop._is_stopping(watch, stopping)
    assert not loop._is_stopping(watch, stopping)  # too soon for another look

    assert WorkerSign.objects.count() == 1
    assert Job.objects.filter(kind="find_duplicates").count() == 1
    stopping.set()
    assert loop._is_stopping(watch, stopping)
