"""Reconciling three ways, as a property: any values of both sides, any base (outside.md, 2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.links.reconciling import reconcile

pytestmark = pytest.mark.pure
NAMES = ("name", "city", "phone_no", "email")
values = st.sampled_from(("", "a", "b", "c"))
records = st.fixed_dictionaries(dict.fromkeys(NAMES, values))


def changed(was, now):
    """What a side changed: {field: its value before}."""
    return {name: was[name] for name in NAMES if was[name] != now[name]}


def after(record, found):
    return {**record, **found.edits}


@given(records, records, records)
def test_each_field_gets_what_the_table_says(was, theirs, ours):
    found = reconcile(base=changed(was, ours), theirs=theirs, ours=ours)

    for name in NAMES:
        is_mine, is_yours = ours[name] != was[name], theirs[name] != was[name]
        if is_yours and not is_mine:
            assert found.edits[name] == theirs[name]
        else:
            assert name not in found.edits
        assert (name in found.conflicts) == (is_mine and is_yours and ours[name] != theirs[name])


@given(records, records, records)
def test_both_orders_end_alike_where_the_fields_differ_and_keep_both_values_where_they_clash(
    was, one, other
):
    here = reconcile(base=changed(was, one), theirs=other, ours=one)
    there = reconcile(base=changed(was, other), theirs=one, ours=other)

    assert set(here.conflicts) == set(there.conflicts)
    for name in NAMES:
        if name in here.conflicts:
            assert (after(one, here)[name], after(other, there)[name]) == (one[name], other[name])
        else:
            assert after(one, here)[name] == after(other, there)[name]


@given(records, records)
def test_what_is_equal_by_now_is_no_clash_and_nothing_to_do(was, now):
    found = reconcile(base=changed(was, now), theirs=now, ours=now)

    assert (found.edits, found.conflicts) == ({}, ())


@given(records, records)
def test_a_copy_that_was_not_touched_changes_nothing(was, ours):
    found = reconcile(base=changed(was, ours), theirs=was, ours=ours)

    assert (found.edits, found.conflicts) == ({}, ())


def test_what_was_typed_is_meant_also_where_it_was_so_before():
    found = reconcile(
        base={"city": "Soria"}, theirs={"city": "Soria"}, ours={"city": "Jaca"}, meant={"city"}
    )

    assert found.conflicts == ("city",)
