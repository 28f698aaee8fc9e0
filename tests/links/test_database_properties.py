"""The same properties through the use cases, on a real database: what the planner decides is what
is stored.
"""

import os
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.links.networks import WORDS, applied, edits, evened, networks, rules, values_of
from unisono.common.clock import clock
from unisono.common.kinds import Key
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.links import storing
from unisono.links.kinds import KINDS
from unisono.links.models import FieldRule
from unisono.links.plan import plan_edit
from unisono.records.refusals import LedByOtherSide
from unisono.setup.models import Salesperson, Setup
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.undo.undo_change_sets import undo_change_set

some = settings(
    max_examples=int(os.environ.get("UNISONO_STORIES", "100")),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)


@contextmanager
def kept_by_nobody():
    """A transaction that is rolled back, in which durable ones may run as they may in a test."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def store(network, law, actor):
    """Put a drawn network into the database; return {key there: key here}."""
    Setup.objects.update(**{f"inherit_{group}": group in law.inherited for group in _groups()})
    for role, fields in law.by_role.items():
        FieldRule.objects.bulk_create(
            FieldRule(role=role, field=name, rule=rule) for name, rule in fields.items()
        )
    Salesperson.objects.bulk_create(
        Salesperson(code=code) for code in WORDS["salesperson_code"] if code
    )
    recorder, keys, company = Recorder(actor, "contact", clock()), {}, None
    for party in (network.party, *network.people):
        contact = _store_record(party.contact, recorder, keys, company_id=company)
        company = company or contact.key.id
        for slot, record in enumerate(party.records):
            stored = _store_record(record, recorder, keys)
            storing.connect(contact, stored, recorder, None, slot)
    recorder.finish()
    return keys


def _groups():
    return ("salesperson", "territory", "country", "language", "address", "communication")


def _store_record(record, recorder, keys, **columns):
    kind = record.key.kind
    values = {name: value for name, value in record.values.items() if name in KINDS[kind].fields}
    more = {"type": record.values["type"]} if kind == "customer" else {}
    stored = storing.insert(
        kind, record.no, values, recorder, None, {"version": record.version, **columns, **more}
    )
    keys[record.key] = stored.key
    return stored


def stored_values(keys, network):
    """{(record, field): value} of the network as the database has it, and its versions."""
    values, versions = {}, {}
    for here, there in keys.items():
        row = KINDS[there.kind].model.objects.get(pk=there.id)
        versions[here] = row.version
        for name in network.records[here].values:
            if name != "company_no":
                field = KINDS[there.kind].fields.get(name)
                values[here, name] = (
                    getattr(row, f"{name}_id" if field and field.is_reference else name) or ""
                )
    return values, versions


def _without_company(values):
    return {place: value for place, value in values.items() if place[1] != "company_no"}


@st.composite
def stories(draw):
    law = draw(rules())
    network = evened(draw(networks()), law)
    origin = draw(st.sampled_from(sorted(network.records)))
    values = {
        n: v
        for n, v in draw(edits()).items()
        if n in network.records[origin].values and (n, v) != ("name", "")
    }
    return network, law, origin, values


@some
@given(story=stories())
def test_what_is_planned_is_stored_and_undo_brings_back_exactly_what_was(ines, story):
    network, law, origin, values = story
    plan = plan_edit(network, law, origin, values)
    with kept_by_nobody():
        keys = store(network, law, ines)
        before, versions = stored_values(keys, network)

        if plan.refusals:
            with pytest.raises(LedByOtherSide) as refusal:
                change_record(keys[origin].kind, network.records[origin].no, values, actor=ines)
            assert {error.field for error in refusal.value.errors} == {
                refused.field for refused in plan.refusals
            }
            assert stored_values(keys, network) == (before, versions)
            return
        outcome = change_record(keys[origin].kind, network.records[origin].no, values, actor=ines)

        now, versions_now = stored_values(keys, network)
        assert now == _without_company(values_of(applied(network, plan)))
        written = {write.record.key for write in plan.writes}
        assert versions_now == {
            key: version + (key in written) for key, version in versions.items()
        }
        if outcome.change_set is not None:
            changed = Change.objects.filter(change_set=outcome.change_set).values_list(
                "kind", "record_id"
            )
            assert sorted(Key(*each) for each in changed) == sorted(keys[key] for key in written)
            undo_change_set(outcome.change_set, actor=ines)
            assert stored_values(keys, network)[0] == before


@pytest.mark.django_db
def test_the_hidden_columns_follow_every_change(ines):
    network_of = KINDS["contact"].model.objects
    no = create_contact(
        {"name": "Cámara Ñandú", "phone_no": "915 550 101", "country_code": "ES"}, actor=ines
    ).no
    change_record("contact", no, {"name": "Łódź Øre", "phone_no": "600111222"}, actor=ines)

    row = network_of.get(no=no)
    assert row.sort_key == "lodz ore"
    assert {"lodz ore", "+34600111222"} <= set(row.search_text.split("\n"))
