"""Batches go on where they stopped, whoever is killed: nothing twice, nothing left out, no number
lost [2.3].
"""

import os
import random
import time
from contextlib import contextmanager

import pytest

from tests.postgresql import TestServer
from tests.stories.killing import ENDED, LINKED, Product, people_among, wait_for
from unisono.usecases.records.batches import CHUNK

# `make nightly PART=kills` takes twenty and fifty thousand: a batch of half a minute.
KILLS, CUSTOMERS = (int(each) for each in os.environ.get("UNISONO_KILLS", "1,5000").split(","))
LONGEST_WAIT = 1.6  # seconds; a worker is ready after about one, and a chunk takes some tenths
BATCH = {"kind": "create_contacts", "source": "customers"}


@pytest.fixture
def product(tmp_path):
    """The product on the kind of database of this run, which is its own, and durable: what is
    stored is on the disk.
    """
    server = TestServer() if os.environ.get("UNISONO_DATABASE_URL") else None
    product = Product(tmp_path, server and server.url)
    try:
        yield product
    finally:
        product.end()
        if server:
            server.end()


class Killing:
    """Jobs one after the other, while server and worker are killed at random moments."""

    def __init__(self, product, seed):
        self.product, self.choice, self.told = product, random.Random(seed), []

    def job(self, path, body, kills):
        """Begin a job, kill while it works, let it end; return it as it ended, and how many kills
        were left.
        """
        id_ = self.product.call("POST", path, body)["id"]
        while kills and self.is_open_after_a_while(id_):
            self.kill()
            kills -= 1
        return self.product.ended(id_), kills

    def is_open_after_a_while(self, id_):
        """Wait for a random time after there is a worker; tell whether the job still has something
        to be killed.
        """
        wait_for(self.product.worker)
        time.sleep(self.choice.uniform(0, LONGEST_WAIT))
        job = self.product.call("GET", f"/jobs/{id_}")
        self.told.append(f"{job['kind']} {job['state']} {job['done']}")
        return job["state"] not in ENDED

    def kill(self):
        """kill -9 the worker, the server, or both in any order; a server is started again."""
        worker, server = wait_for(self.product.worker), self.product.server
        doomed = self.choice.choice([[worker], [server], [worker, server], [server, worker]])
        for process in doomed:
            process.kill()
        self.told.append(f"killed {['worker' if each is worker else 'server' for each in doomed]}")
        if server in doomed:
            wait_for(worker.is_gone)
            self.product.serve()


@contextmanager
def telling(product, *words):
    """Add to a failure what one needs to find out why."""
    try:
        yield
    except BaseException as error:
        error.add_note("\n".join([*(str(word) for word in words), product.log()]))
        raise


@pytest.mark.pure  # on PostgreSQL by `make nightly PART=kills`
def test_a_batch_survives_kills_at_random_moments(product):
    seed, customers = int(os.environ.get("KILLING_SEED") or time.time_ns() % 1_000_000), CUSTOMERS
    product.install(customers)
    product.serve()
    killing, kills = Killing(product, seed), KILLS
    with telling(product, f"KILLING_SEED={seed}", killing.told):
        while True:
            before = next_number(product)
            job, kills = killing.job("/jobs", BATCH, kills)

            assert (job["state"], job["total"], job["done"]) == ("done", customers, customers), job
            assert (job["created"], job["skipped"], job["errors"]) == (
                customers - LINKED,
                LINKED,
                [],
            ), job
            assert_all_is_there_once(product, customers, before)
            if not kills:
                break
            undone, kills = killing.job(f"/acts/{job['act']}/undo", {}, kills)

            assert (undone["state"], undone["errors"]) == ("done", []), undone
            assert undone["done"] == undone["total"], undone
            assert product.rows("SELECT count(*) FROM links_link") == [(LINKED,)]
        assert product.run("check").stdout.strip() == "Everything is in order."


def next_number(product):
    """The number that the series of contacts gives next, its digits."""
    ((no,),) = product.rows("SELECT next_no FROM setup_numberseries WHERE code = 'CONT'")
    return int(no.removeprefix("CT"))


def assert_all_is_there_once(product, customers, first):
    """Contacts, people, numbers from the first of the batch on, history: each there, and once."""
    assert_all_have_one_contact(product, customers)
    assert_numbers_follow(product, first)
    assert_history_tells_it_once(product)


def assert_all_have_one_contact(product, customers):
    """Each customer has one contact of its own, and its person where it is a company that names
    one.
    """
    links = product.rows("SELECT customer_id, contact_id, primary_contact_id FROM links_link")
    ids = {id_ for (id_,) in product.rows("SELECT id FROM customers_customer")}
    assert len(ids) == len(links) == customers
    assert {customer for customer, _contact, _person in links} == ids
    assert len({contact for _customer, contact, _person in links}) == customers

    naming = (
        "SELECT id, contact_name FROM customers_customer WHERE type = 'company' AND "
        "contact_name <> ''"
    )
    names, contacts = dict(product.rows(naming)), {customer: rest for customer, *rest in links}
    people = product.rows(
        "SELECT company_id, id, name FROM contacts_contact WHERE company_id IS NOT NULL"
    )
    assert len(names) == people_among(customers)
    assert sorted(people) == sorted((*contacts[customer], name) for customer, name in names.items())
    assert product.rows("SELECT count(*) FROM contacts_contact") == [(customers + len(people),)]


def assert_history_tells_it_once(product):
    """Each contact that is there was created once, in the history too; each that was undone went
    once.
    """
    told = "SELECT record_id, no FROM history_change WHERE kind = 'contact' AND event = '{}'"
    created, deleted = (product.rows(told.format(event)) for event in ("created", "deleted"))
    there = product.rows("SELECT id, no FROM contacts_contact")
    assert sorted(created) == sorted(there + deleted)
    for rows in (created, deleted):
        assert len({id_ for id_, _no in rows}) == len({no for _id, no in rows}) == len(rows)


def assert_numbers_follow(product, first):
    """What a batch created has consecutive numbers from the first on, and the series stands behind
    them.
    """
    numbers = [
        int(no.removeprefix("CT")) for (no,) in product.rows("SELECT no FROM contacts_contact")
    ]
    assert sorted(each for each in numbers if each >= first) == list(
        range(first, next_number(product))
    )
    assert len([each for each in numbers if each < first]) == LINKED + people_among(LINKED)


@pytest.mark.pure
def test_a_cancelled_batch_ends_at_the_edge_of_a_chunk_and_goes_on_with_nothing_twice(product):
    customers = CHUNK + 1000
    product.install(customers)
    product.serve("--no-worker")
    first = next_number(product)
    id_ = product.call("POST", "/jobs", BATCH)["id"]
    with telling(product):
        worker = product.stepping_worker()
        assert worker.step()
        product.call("DELETE", f"/jobs/{id_}")
        running = product.call("GET", f"/jobs/{id_}")
        assert not worker.step()
        cancelled = product.call("GET", f"/jobs/{id_}")

        assert (running["state"], running["done"]) == ("running", CHUNK)
        assert (cancelled["state"], cancelled["total"], cancelled["done"]) == (
            "cancelled",
            customers,
            CHUNK,
        )
        assert cancelled["created"] == CHUNK - LINKED
        assert product.rows("SELECT count(*) FROM links_link") == [(CHUNK,)]
        assert product.run("check").stdout.strip() == "Everything is in order."

        product.call("POST", f"/jobs/{id_}/resume")
        product.start("worker")
        job = product.ended(id_)

        assert (job["state"], job["done"], job["created"]) == (
            "done",
            customers,
            customers - LINKED,
        )
        assert_all_is_there_once(product, customers, first)


@pytest.mark.postgresql
@pytest.mark.skipif(
    not os.environ.get("UNISONO_DATABASE_URL"), reason="SQLite has one writer at a time"
)
def test_two_workers_share_jobs_and_never_do_the_same_chunk(product):
    customers, quarter = 8000, 2000
    product.install(customers)
    product.serve("--no-worker")
    workers = [product.stepping_worker() for _ in range(2)]
    first = next_number(product)
    with telling(product):
        jobs = []
        for start in range(1, customers, quarter):
            chosen = {"no__gte": f"C{start:06d}", "no__lte": f"C{start + quarter - 1:06d}"}
            jobs.append(product.call("POST", "/jobs", {**BATCH, "filter": chosen})["id"])
        for _round in range(len(jobs)):
            for worker in workers:
                worker.begin_step()
            assert [worker.end_step() for worker in workers] == [
                False,
                False,
            ]  # a job of one chunk each, or none
        found = [product.ended(id_) for id_ in jobs]

        assert [(job["state"], job["total"], job["done"]) for job in found] == [
            ("done", quarter, quarter)
        ] * len(jobs)
        assert sum(job["created"] for job in found) == customers - LINKED
        assert_all_is_there_once(product, customers, first)
        assert product.run("check").stdout.strip() == "Everything is in order."
