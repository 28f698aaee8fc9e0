"""Many at once, with real threads and transactions on PostgreSQL [1.4] [2.6] [3.5]."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction

from tests.making import company, linked, record, row
from unisono.common.errors import Conflict, EditConflict, NotFound
from unisono.contacts.models import Contact
from unisono.history import queries
from unisono.history.models import ChangeSet
from unisono.links.models import Link
from unisono.records import editing
from unisono.records.role_records import AlreadyLinked
from unisono.undo import reversing
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.role_records import create_record
from unisono.usecases.setup import code_lists
from unisono.usecases.setup.code_lists import change_entry
from unisono.usecases.undo.undo_change_sets import undo_change_set
from unisono.usecases.users import users

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def ada(committed):
    """The administrator, in a database whose transactions commit."""
    return users.actor_named("ines")


def at_once(*acts):
    """Run acts in threads that begin together; return what each gave or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(10)
            return act()
        except Conflict as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("_round", range(5))
def test_of_two_links_of_the_same_customer_exactly_one_succeeds(ada, _round):
    customer, one, other = record(ada, "customer"), company(ada), company(ada, "Otra")

    results = at_once(
        *(lambda no=no: link(no, "customer", customer, actor=ada) for no in (one, other))
    )

    assert sorted(type(result).__name__ for result in results) == ["AlreadyLinked", "Outcome"]
    assert Link.objects.count() == 1


def test_of_two_customers_linked_to_the_same_contact_exactly_one_succeeds(ada):
    contact, customers = company(ada), [record(ada, "customer"), record(ada, "customer")]

    results = at_once(*(lambda no=no: link(contact, "customer", no, actor=ada) for no in customers))

    assert sum(isinstance(result, AlreadyLinked) for result in results) == 1


def test_a_hundred_numbers_drawn_by_eight_workers_have_no_gap_and_no_double(ada):
    names = iter([f"Firma {number}" for number in range(100)])

    def work():
        try:
            return [create_contact({"name": name}, actor=ada).no for name in names]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        drawn = [no for part in pool.map(lambda _n: work(), range(8)) for no in part]

    assert sorted(drawn) == [f"CT{number:06d}" for number in range(1, 101)]


def test_customers_with_automatic_contacts_are_created_by_eight_workers(ada):
    results = at_once(
        *(lambda: create_record("customer", {"name": "Sol", "contact_name": "Ana"}, actor=ada),) * 8
    )

    assert len({result.no for result in results}) == 8
    assert Contact.objects.count() == 16


def test_edits_of_contact_and_customer_at_the_same_time_both_arrive_and_both_are_equal(ada):
    contact, customer, vendor = linked(ada, "customer", "vendor")

    for number in range(15):
        at_once(
            lambda n=number: change_record(
                "contact", contact, {"city": f"Lugo {n}", "fax_no": str(n)}, actor=ada
            ),
            lambda n=number: change_record(
                "customer", customer, {"city": f"Vigo {n}", "phone_no": str(n)}, actor=ada
            ),
        )
        rows = [row("contact", contact), row("customer", customer), row("vendor", vendor)]
        assert len({(each.city, each.phone_no, each.fax_no) for each in rows}) == 1
        assert (rows[0].phone_no, rows[0].fax_no) == (str(number), str(number))


def test_of_two_edits_on_the_same_version_of_the_same_field_one_is_a_conflict(ada):
    contact = company(ada, city="Madrid")

    results = at_once(
        *(
            lambda c=c: change_record("contact", contact, {"city": c}, actor=ada, expected=1)
            for c in ("Lugo", "Vigo")
        )
    )

    assert sum(isinstance(result, EditConflict) for result in results) == 1


def test_undo_against_edit_never_loses_the_edit(ada):
    contact, customer = linked(ada, "customer", city="Madrid")

    for number in range(10):
        edit = change_record("contact", contact, {"city": f"Lugo {number}"}, actor=ada)
        results = at_once(
            lambda e=edit: undo_change_set(e.change_set, actor=ada),
            lambda n=number: change_record("customer", customer, {"city": f"Vigo {n}"}, actor=ada),
        )
        assert row("contact", contact).city == row("customer", customer).city == f"Vigo {number}"
        assert not isinstance(results[1], Conflict)


def paused(monkeypatch, place, then):
    """Run `then` in a thread of its own the first time that the use case comes to a place; give it
    half a second.
    """
    module, name = place
    original, runs = getattr(module, name), []

    def meanwhile():
        try:
            then()
        finally:
            connections.close_all()

    def hooked(*args, **kwargs):
        if not runs:
            runs.append(Thread(target=meanwhile))
            runs[0].start()
            runs[0].join(0.5)
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, hooked)
    return runs


def test_undoing_a_creation_does_not_lose_an_edit_that_comes_in_between(ada, monkeypatch):
    made = create_record("customer", {"name": "Sol"}, actor=ada)
    contact = row("customer", made.no).link.contact.no
    seen = []

    def edit():
        try:
            seen.append(change_record("contact", contact, {"city": "Lugo"}, actor=ada))
        except NotFound as refusal:
            seen.append(refusal)

    threads = paused(monkeypatch, (reversing.Reversal, "_refuse_in_use"), edit)
    undo_change_set(made.change_set, actor=ada)
    threads[0].join(10)

    assert isinstance(seen[0], NotFound), "an edit that was acknowledged is gone"


def test_an_edit_under_a_rule_that_changes_leaves_no_drift(ada, monkeypatch):
    change_rules({"customer": {"city": "separate"}}, actor=ada)
    contact, customer = linked(ada, "customer")

    def tie():
        change_rules({"customer": {"city": "both"}, "keep": "contact"}, actor=ada)

    threads = paused(monkeypatch, (editing, "plan_edit"), tie)
    change_record("contact", contact, {"city": "Lugo"}, actor=ada)
    threads[0].join(10)

    assert row("customer", customer).city == row("contact", contact).city == "Lugo"


def test_describing_a_series_does_not_give_its_numbers_twice(ada, monkeypatch):
    threads = paused(monkeypatch, (code_lists, "_check_whole"), lambda: company(ada))

    change_entry("number-series", "CONT", {"description": "Contactos"}, actor=ada)
    threads[0].join(10)

    assert company(ada) == "CT000002"


def test_eight_workers_on_one_network_lose_nothing(ada):
    contact, customer, vendor = linked(ada, "customer", "vendor")
    places = [("contact", contact), ("customer", customer), ("vendor", vendor)]

    def work(worker):
        try:
            chance = random.Random(worker)
            for number in range(25):
                kind, no = chance.choice(places)
                change_record(kind, no, {"phone_no": f"{worker}{number:03d}"}, actor=ada)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))

    assert len({row(kind, no).phone_no for kind, no in places}) == 1
    assert row("contact", contact).version == 1 + 8 * 25


def test_the_feed_misses_no_change_set_that_commits_late(ada):
    no, other = company(ada), company(ada, "Otra")
    before = ChangeSet.objects.order_by("-position", "-id").values_list("position", "id").first()
    opened, go_on = Barrier(2), Barrier(2)

    def slow():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_current_xact_id()")
                opened.wait(10)
                go_on.wait(10)
                ChangeSet.objects.create(
                    at="2026-01-01T00:00Z", by="slow", via="contact", position=_own_number()
                )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(slow)
        opened.wait(10)
        change_record("contact", no, {"city": "Lugo"}, actor=ada)
        assert queries.feed(before, 50) == []
        go_on.wait(10)
        running.result(10)
    change_record("contact", other, {"city": "Lugo"}, actor=ada)

    assert [each.by for each in queries.feed(before, 50)] == ["slow", "ines", "ines"]


def _own_number():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]
