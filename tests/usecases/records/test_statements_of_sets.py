"""Sets take a few statements, whatever their number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import linked, record
from unisono.history.models import ChangeSet
from unisono.jobs import queue, workers
from unisono.links.models import FieldRule
from unisono.undo.undo_change_sets import undo_creations
from unisono.usecases.jobs.jobs import start_job
from unisono.usecases.links.checking import findings
from unisono.usecases.links.rules import change_rules
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.creating_many import create_many
from unisono.usecases.transaction import writing
from unisono.worker.loop import work_on

FEW, MANY = 3, 30


def statements(act):
    """How many statements an act takes."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("person", ["", "Ana Gil"])
def test_a_batch(ines, person):
    def of(count):
        for n in range(count):
            record(ines, "customer", f"Sol {n}", contact_name=person)
        id_ = start_job("create_contacts", {"source": "customers"}, actor=ines)
        return statements(lambda: work_on(queue.claim(workers.own_name(), only=id_)))

    assert of(FEW) == of(MANY) <= 60


def test_an_import_and_undoing_it(ines):
    def of(count, first):
        rows = [
            {"no": f"S{first + n}", "name": f"Sol {n}", "contact_name": "Ana Gil"}
            for n in range(count)
        ]
        created = statements(lambda: create_many("customer", rows, actor=ines))
        newest = ChangeSet.objects.latest("id")
        return created, statements(lambda: writing(undo_creations)(newest, False, ines))

    assert of(FEW, 0) == of(MANY, FEW)


def test_a_rule_that_ties_what_differs(ines):
    def of(count):
        FieldRule.objects.create(role="customer", field="city", rule="separate")
        for _ in range(count):
            _contact, customer = linked(ines, "customer", city="Lugo")
            change_record("customer", customer, {"city": "Vigo"}, actor=ines)
        return statements(
            lambda: change_rules({"customer": {"city": "both"}, "keep": "contact"}, actor=ines)
        )

    assert of(FEW) == of(MANY)


def test_the_check(ines):
    def of(count):
        for _ in range(count):
            linked(ines, "customer", "vendor", city="Lugo")
        return statements(lambda: list(findings(ines)))

    assert of(FEW) == of(MANY)
