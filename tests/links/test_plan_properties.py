"""Properties of the pure planner: random networks, rules and edits against the naive model
(semantics.md).
"""

import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.links.naive import naive_edit
from tests.links.networks import applied, edits, evened, networks, rules, values_of
from unisono.cards.fields import shared_names
from unisono.common.kinds import LINKED_KINDS, Key
from unisono.links.plan import plan_edit
from unisono.links.plan_linking import plan_linking
from unisono.links.plan_undoing import plan_undo
from unisono.links.values import Network, Party, Record, Rules

pytestmark = pytest.mark.pure
EXAMPLES = int(os.environ.get("UNISONO_NETWORKS", "300"))  # `make nightly PART=networks` draws more
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@st.composite
def stories(draw, even=False):
    """A network, its rules, the record where somebody types, and what is typed."""
    law = draw(rules())
    network = draw(networks())
    if even:
        network = evened(network, law)
    origin = draw(st.sampled_from(sorted(network.records)))
    values = draw(edits())
    return (
        network,
        law,
        origin,
        {n: v for n, v in values.items() if n in network.records[origin].values},
    )


@many
@given(stories())
def test_the_planner_decides_what_the_naive_model_decides(story):
    network, law, origin, values = story

    plan = plan_edit(network, law, origin, values)

    expected = naive_edit(network, law, origin, values)
    if isinstance(expected, set):
        assert {refusal.field for refusal in plan.refusals} == expected
    else:
        assert not plan.refusals
        assert values_of(applied(network, plan)) == expected


@many
@given(stories())
def test_equal_values_are_not_written_and_each_record_is_written_once(story):
    network, law, origin, values = story

    plan = plan_edit(network, law, origin, values)

    keys = [write.record.key for write in plan.writes]
    assert len(keys) == len(set(keys))
    assert all(to.old != to.new for write in plan.writes for to in write.fields.values())
    assert all(write.fields for write in plan.writes)


@many
@given(stories(even=True))
def test_what_the_rules_tie_is_equal_afterwards_and_undo_brings_back_exactly_what_was(story):
    network, law, origin, values = story

    plan = plan_edit(network, law, origin, values)
    assume(plan.writes and not plan.refusals)
    after = applied(network, plan)

    for party in (after.party, *after.people):
        for record in party.records:
            for name in shared_names(record.key.kind):
                if record in law.tied(party, name):
                    assert record.values[name] == party.contact.values[name], (record.key, name)
    undone = plan_undo(after, law, {write.record.key: write.fields for write in plan.writes})
    assert not undone.conflicts
    assert values_of(applied(after, undone)) == values_of(network)


@st.composite
def ties(draw):
    """A network, one of its records that is about to be tied anew, and what to keep."""
    law = draw(rules())
    network = draw(networks().filter(lambda network: network.party.records))
    record = draw(st.sampled_from(network.party.records))
    sides = st.sampled_from(("contact", "other", "newer"))
    keep = draw(
        st.dictionaries(st.sampled_from(("*", *shared_names(record.key.kind))), sides, max_size=3)
    )
    newer = draw(st.fixed_dictionaries({"phone_no": st.sampled_from(("contact", "other"))}))
    return network, law, record, keep, newer


@many
@given(ties())
def test_a_tie_gives_both_sides_the_result_and_what_is_tied_to_the_contact_follows(story):
    network, law, record, keep, newer = story

    plan = plan_linking(network, law, record, keep, newer)
    assume(not plan.refusals)
    after = applied(network, plan)

    now, contact = after.records[record.key], after.party.contact
    for row in plan.rows:
        name = row.field
        if row.result is not None:
            assert now.values[name] == contact.values[name] == row.result, row
        if contact.values[name] != network.party.contact.values[name]:
            for other in after.party.records:
                if other in law.tied(after.party, name):
                    assert other.values[name] == contact.values[name]
    for name in shared_names(record.key.kind):
        if law.of(record.key.kind, name) == "separate" and name != "search_name":
            assert now.values[name] == record.values[name]


@many
@given(ties())
def test_a_blank_never_wins_unless_it_is_chosen_by_name(story):
    network, law, record, keep, newer = story

    plan = plan_linking(network, law, record, keep, newer)
    assume(not plan.refusals)

    for row in plan.rows:
        if (
            row.field not in keep
            and row.result == ""
            and not row.led
            and row.field != "search_name"
        ):
            assert row.contact == row.other == ""


def test_the_planner_imports_nothing_of_django():
    code = (
        "import sys, unisono.links.plan_linking, unisono.links.plan_undoing; print([m for m in "
        "sys.modules if 'django' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_search_name_that_was_given_blank_stays_so_at_a_record_that_is_only_filled():
    blank = {kind: dict.fromkeys(shared_names(kind), "") for kind in ("contact", "vendor")}
    contact = Record(Key("contact", 1), "C1", 1, {**blank["contact"], "type": "company"})
    vendor = Record(Key("vendor", 101), "V101", 1, blank["vendor"])
    law = Rules({role: dict.fromkeys(shared_names(role), "both") for role in LINKED_KINDS})
    law.by_role["vendor"]["search_name"] = "fill"

    plan = plan_edit(
        Network(Party(contact, (vendor,))), law, vendor.key, {"name": "Ana Gil", "search_name": ""}
    )

    assert plan.write_of(contact.key)["search_name"].new == "ANA GIL"
    assert "search_name" not in plan.write_of(vendor.key)
