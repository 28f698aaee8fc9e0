"""A batch among people at work, with real threads and transactions on PostgreSQL."""

from threading import Thread

import pytest
from django.db import connection, connections

from tests.making import company, linked, record
from unisono.common.errors import Refused
from unisono.contacts.models import Contact
from unisono.customers.models import Customer
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.links.models import Link
from unisono.usecases.jobs.jobs import cancel_job, start_job
from unisono.usecases.links.checking import findings
from unisono.usecases.links.linking import link
from unisono.usecases.records import batches
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.role_records import create_record
from unisono.usecases.setup.setup import change_setup
from unisono.usecases.users import users
from unisono.worker.loop import work_on

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
CUSTOMERS = 60


@pytest.fixture
def ada(committed):
    """The administrator, in a database whose transactions commit."""
    return users.actor_named("ines")


def in_threads(*acts):
    """Run acts at the same time; return what went wrong that should not."""
    wrong = []

    def run(act):
        try:
            act()
        except Refused:
            pass
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def worker(name):
    """Work on jobs as a worker of this name until none is left."""
    while job := queue.claim(name):
        work_on(job)


def test_people_link_edit_and_create_while_a_batch_runs(ada, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 7)
    numbers = [record(ada, "customer", f"Sol {n}") for n in range(CUSTOMERS)]
    own = [company(ada, f"Mar {n}") for n in range(5)]
    elm, _customer = linked(ada, "customer")
    start_job("create_contacts", {"source": "customers"}, actor=ada)

    def people():
        for n, contact in enumerate(own):
            try:
                link(contact, "customer", numbers[-1 - 9 * n], actor=ada)
            except Refused:
                continue

    wrong = in_threads(
        lambda: worker("elsewhere:1:1"),
        people,
        lambda: [change_record("customer", no, {"city": "Lugo"}, actor=ada) for no in numbers[::5]],
        lambda: [
            create_record("customer", {"name": f"Luz {n}", "contact_name": "Ana Gil"}, actor=ada)
            for n in range(10)
        ],
        lambda: [change_record("contact", elm, {"phone_no": str(n)}, actor=ada) for n in range(10)],
    )

    assert wrong == []
    assert Job.objects.get().state == "done"
    assert Link.objects.filter(role="customer").count() == Customer.objects.count()
    given = sorted(int(no[2:]) for no in Contact.objects.values_list("no", flat=True))
    assert given == list(range(1, len(given) + 1))
    assert list(findings(ada)) == []


def test_two_workers_share_jobs_and_no_chunk_is_done_twice(ada, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 3)
    numbers = [record(ada, "customer", f"Sol {n}", city=f"Lugo {n % 4}") for n in range(CUSTOMERS)]
    for n in range(4):
        start_job(
            "create_contacts", {"source": "customers", "filter": {"city": f"Lugo {n}"}}, actor=ada
        )

    assert in_threads(lambda: worker("elsewhere:1:1"), lambda: worker("elsewhere:2:2")) == []

    assert {job.state for job in Job.objects.all()} == {"done"}
    assert sum(job.created for job in Job.objects.all()) == Link.objects.count() == len(numbers)


def test_a_worker_that_was_slow_loses_its_job_and_does_nothing_of_it(ada, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 3)
    for n in range(12):
        record(ada, "customer", f"Sol {n}")
    id_ = start_job("create_contacts", {"source": "customers"}, actor=ada)
    slow = queue.claim("elsewhere:1:1")
    Job.objects.filter(pk=id_).update(lease_until=queue.now())
    quick = queue.claim("elsewhere:2:2")

    assert in_threads(lambda: work_on(slow), lambda: work_on(quick)) == []

    assert Job.objects.get().created == Link.objects.count() == 12


def test_cancelling_and_a_change_of_setup_wait_for_the_chunk_and_no_longer(ada, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 5)
    for n in range(CUSTOMERS):
        record(ada, "customer", f"Sol {n}")
    id_ = start_job("create_contacts", {"source": "customers"}, actor=ada)

    wrong = in_threads(
        lambda: worker("elsewhere:1:1"),
        lambda: change_setup({"inherit_language": False}, actor=ada),
        lambda: cancel_job(id_, actor=ada),
    )

    assert wrong == []
    job = Job.objects.get()
    assert job.state in ("cancelled", "done")
    assert job.created == Link.objects.count() == job.done
