"""Many records changed by one plan are what they would be one by one."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.links.telling import told
from tests.making import code, company, linked, person, record, row
from unisono.common.errors import NotAllowed, Refused
from unisono.history.models import Change, ChangeSet
from unisono.links.kinds import KINDS
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.changing_many import Changing, change_many
from unisono.usecases.transaction import within
from unisono.usecases.undo.undo_change_sets import undo_change_set

# Parties that have nothing in common: of one, the order of two changes is another.
BOOKS = (
    ("contact", ["F1", "F2", "FREE"]),
    ("contact", ["P1", "F2", "FREE"]),
    ("customer", ["C1", "C2", "ALONE"]),
    ("vendor", ["V1"]),
)


@pytest.fixture
def book(ines):
    """Two firms, one with two people and a customer, the other with a customer and a vendor; a free
    person, a customer alone; a field that the contact leads, and one that is apart.
    """
    code(ines, "territories", "SUR")
    company(ines, "Sol", no="F1", city="Lugo", phone_no="982110022")
    company(ines, "Luna", no="F2")
    for no in ("P1", "P2"):
        person(ines, f"Ana {no}", no=no, company_no="F1")
    person(ines, "Eva", no="FREE")
    for no, contact in (("C1", "F1"), ("C2", "F2")):
        record(ines, "customer", "Cliente", no=no)
        link(contact, "customer", no, actor=ines)
    record(ines, "vendor", "Proveedor", no="V1")
    link("F2", "vendor", "V1", actor=ines)
    record(ines, "customer", "Solo", no="ALONE")
    change_rules(
        {"customer": {"county": "contact", "home_page": "separate"}, "keep": "contact"}, actor=ines
    )


VALUES = st.dictionaries(
    st.sampled_from(["name", "city", "phone_no", "county", "home_page", "territory_code", "email"]),
    st.sampled_from(["", "Lugo", "915550101", "SUR", "a@sol.example"]),
    min_size=1,
    max_size=3,
)


def _results(kind, rows, actor):
    """What became of each: a refusal's fields, or whether anything changed."""
    found = change_many(kind, rows, actor=actor)
    for at, each in enumerate(found):
        if each is None:
            found[at] = _alone(kind, rows[at], actor)
    return [_said(each) for each in found]


def _alone(kind, row_, actor):
    try:
        with transaction.atomic():
            return change_record(kind, row_.no, row_.values, actor=actor, expected=row_.version)
    except Refused as refusal:
        return refusal


def _said(result):
    if isinstance(result, Refused):
        return result.code, sorted(error.field for error in result.errors)
    return result.no, result.change_set is not None, [each.field for each in result.warnings]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), where=st.sampled_from(BOOKS))
def test_many_at_once_are_what_they_are_one_by_one(book, ines, data, where):
    kind, known = where
    numbers = data.draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
    rows = [Changing(no, data.draw(VALUES)) for no in numbers]
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    ways = []
    for way in ("alone", "together"):
        with transaction.atomic(), within():
            one_by_one = way == "alone"
            said = (
                [_said(_alone(kind, each, ines)) for each in rows]
                if one_by_one
                else _results(kind, rows, ines)
            )
            ways.append((said, told(last)))
            transaction.set_rollback(True)

    assert ways[0] == ways[1]


def test_it_is_one_change_set_undone_as_one(ines):
    numbers = [linked(ines, "customer", name=f"Sol {n}")[1] for n in range(3)]

    results = change_many(
        "customer", [Changing(no, {"city": "Lugo"}) for no in numbers], actor=ines
    )

    assert len({each.change_set for each in results}) == 1
    assert [row("customer", no).city for no in numbers] == ["Lugo"] * 3
    assert KINDS["contact"].model.objects.filter(city="Lugo").count() == 3
    undo_change_set(results[0].change_set, actor=ines)
    assert KINDS["contact"].model.objects.filter(city="Lugo").count() == 0


def test_what_changes_nothing_makes_no_change_set(ines):
    _contact, no = linked(ines, "customer", name="Sol", city="Lugo")
    before = ChangeSet.objects.count()

    (result,) = change_many("customer", [Changing(no, {"city": "Lugo"})], actor=ines)

    assert (result.change_set, ChangeSet.objects.count()) == (None, before)


@pytest.mark.parametrize(
    ("values", "version"),
    [
        ({"no": "C9"}, None),
        ({"contact_name": "Ana"}, None),
        ({"city": "Lugo"}, 77),
    ],
)
def test_what_reaches_further_or_was_changed_since_is_left_to_be_done_alone(ines, values, version):
    no = record(ines, "customer", "Sol")

    assert change_many("customer", [Changing(no, values, version)], actor=ines) == [None]
    assert row("customer", no).version == 1


def test_of_one_party_only_one_at_a_time(ines):
    firm, customer = linked(ines, "customer", name="Sol")
    ana = person(ines, "Ana", company_no=firm)
    rows = [Changing(no, {"city": "Lugo"}) for no in (firm, ana, firm)]

    results = change_many("contact", rows, actor=ines)

    assert [each is None for each in results] == [False, True, True]
    assert row("customer", customer).city == "Lugo"


def test_one_that_is_refused_keeps_nobody_else_from_changing(ines):
    good, bad = record(ines, "customer", "Sol"), record(ines, "customer", "Luna")
    rows = [Changing(bad, {"phone_no": "CASA"}), Changing(good, {"phone_no": "982110022"})]

    refused, changed = change_many("customer", rows, actor=ines)

    assert [error.field for error in refused.errors] == ["phone_no"]
    assert changed.change_set
    assert (row("customer", good).phone_no, row("customer", bad).phone_no) == ("982110022", "")


def test_who_may_not_write_changes_none(ines, lena):
    no = record(ines, "customer", "Sol")

    with pytest.raises(NotAllowed):
        change_many("customer", [Changing(no, {"city": "Lugo"})], actor=lena)
