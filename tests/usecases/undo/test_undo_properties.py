"""Whatever somebody does, undoing it at once brings back exactly what was, on every record and link
[3.7].

Hypothesis draws what people do in a small book; after each act, active links are equal where the
rules tie them.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.links.test_database_properties import kept_by_nobody
from tests.making import code, company, person, record, setup
from unisono.cards.models import value_of
from unisono.common.errors import Refused
from unisono.common.kinds import LINKED_KINDS
from unisono.history.models import ChangeSet
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.lists import people_text
from unisono.records.sync_rules import differing_links
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import set_link_state, unlink
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.deleting import delete_contact, delete_record
from unisono.usecases.records.role_records import create_record
from unisono.usecases.undo.undo_change_sets import undo_change_set

CONTACTS = ("F1", "F2", "P1", "P2", "NEW")
RECORDS = {"customer": ("C1", "C2", "NEW"), "vendor": ("V1",), "bank_account": ("B1", "B2")}
some = settings(
    max_examples=int(os.environ.get("UNISONO_STORIES", "50")),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
contact_no = st.sampled_from(CONTACTS)
role_record = st.sampled_from([(role, no) for role, numbers in RECORDS.items() for no in numbers])
keep = st.sampled_from(["contact", "other", "newer", {"*": "other", "city": "contact"}])
sides = st.sampled_from(["contact", "other"])
text = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Ana Gil", "Sol SL"]),
        "city": st.sampled_from(["", "Lugo", "Vigo"]),
        "phone_no": st.sampled_from(["", "1", "2"]),
        "territory_code": st.sampled_from(["", "SUR"]),
        "note": st.sampled_from(["", "n"]),
    },
)
of_contact = st.one_of(
    text,
    st.sampled_from(
        [
            {"type": "person"},
            {"type": "company"},
            {"company_no": "F1"},
            {"company_no": "F2"},
            {"company_no": None},
            {"no": "NEW"},
            {"first_name": "Bea"},
            {"minor": True},
            {"industry_group_codes": ["IT"]},
            {"type": "person", "company_no": "F2"},
        ]
    ),
)
of_record = st.one_of(
    text, st.sampled_from([{"contact_name": "Luz"}, {"primary_contact_no": "P1"}, {"no": "NEW"}])
)
acts = st.one_of(
    st.tuples(st.just("change_contact"), contact_no, of_contact),
    st.tuples(st.just("change_record"), role_record, of_record),
    st.tuples(st.just("link"), contact_no, role_record, keep),
    st.tuples(st.just("unlink"), contact_no, role_record, st.booleans()),
    st.tuples(
        st.just("state"), contact_no, role_record, st.sampled_from(["active", "paused"]), keep
    ),
    st.tuples(st.just("create_as"), contact_no, st.sampled_from(LINKED_KINDS)),
    st.tuples(
        st.just("create"), st.sampled_from(["customer", "vendor"]), st.sampled_from(["", "Ana Gil"])
    ),
    st.tuples(st.just("person"), contact_no),
    st.tuples(st.just("delete_contact"), contact_no, st.sampled_from(["keep", "delete"])),
    st.tuples(st.just("delete_record"), role_record),
    st.tuples(
        st.just("rules"),
        st.sampled_from(["both", "contact", "role", "fill"]),
        st.sampled_from(["contact", "other"]),
    ),
    st.tuples(st.just("undo"), st.integers(0, 30)),
)


def do(act, actor):
    """Carry out a drawn act; its change set, or None."""
    kind, *what = act
    if kind == "change_contact":
        return change_record("contact", what[0], what[1], actor=actor)
    if kind == "change_record":
        return change_record(*what[0], what[1], actor=actor)
    if kind == "link":
        return link(what[0], *what[1], what[2], actor=actor)
    if kind == "unlink":
        return unlink(what[0], *what[1], what[2], actor=actor)
    if kind == "state":
        return set_link_state(what[0], *what[1], what[2], what[3], actor=actor)
    if kind == "create_as":
        return create_as(what[0], what[1], actor=actor)
    if kind == "create":
        return create_record(what[0], {"name": "Mar SL", "contact_name": what[1]}, actor=actor)
    if kind == "person":
        return create_contact(
            {"type": "person", "name": "Eva Paz", "company_no": what[0]}, actor=actor
        )
    if kind == "delete_contact":
        return delete_contact(*what, actor=actor)
    if kind == "delete_record":
        return delete_record(*what[0], actor=actor)
    if kind == "rules":
        return change_rules({"customer": {"phone_no": what[0]}, "keep": what[1]}, actor=actor)
    known = list(ChangeSet.objects.exclude(changes__event="setup").order_by("-id")[: what[0] + 1])
    return undo_change_set(known[-1].pk, skip_conflicts=True, actor=actor)


def state():
    """Every record and link as it is, without versions and times."""
    rows = {}
    for kind, info in KINDS.items():
        for each in info.model.objects.all():
            values = {name: value_of(each, field) for name, field in info.fields.items()}
            extra = (each.no, getattr(each, "company_id", None), getattr(each, "type", None))
            found = each.search_text, each.sort_key, getattr(each, "people_text", "")
            rows[kind, each.pk] = (values, extra, *found, each.match_keys)
        assert not people_text.out_of_step(kind)
    links = Link.objects.values_list(
        "contact", "role", "customer", "vendor", "bank_account", "state", "primary_contact"
    )
    return rows, set(links)


@pytest.fixture
def book(ines):
    """Two companies, one with a person, a free person, and records of each kind."""
    code(ines, "territories", "SUR")
    code(ines, "industry-groups", "IT")
    setup(ines, inherit_communication=True, inherit_address=True)
    company(ines, "Firma Uno", no="F1", city="Madrid", phone_no="1")
    company(ines, "Firma Dos", no="F2")
    person(ines, "Ana Gil", no="P1", company_no="F1")
    person(ines, "Luz Mar", no="P2")
    for role, numbers in RECORDS.items():
        for no in numbers:
            if no != "NEW":
                record(ines, role, f"Registro {no}", no=no, city="Soria")


@some
@given(drawn=st.lists(acts, min_size=1, max_size=9))
def test_undoing_at_once_brings_back_exactly_what_was(ines, book, drawn):
    with kept_by_nobody():
        listed = False
        for act in drawn:
            before = state()
            try:
                outcome = do(act, ines)
            except Refused:
                assert state() == before, act
                continue
            listed = listed or any(word.code == "differs" for word in outcome.warnings)
            if not listed:
                assert [differing_links(role, name) for role, name in TIED] == [[]] * len(TIED), act
            if outcome.change_set is None:
                assert state() == before, act
            elif act[0] != "undo":
                undone = undo_change_set(outcome.change_set, actor=ines)
                assert state() == before, act
                undo_change_set(undone.change_set, actor=ines)


TIED = [
    (role, name)
    for role in LINKED_KINDS
    for name in ("name", "search_name", "city", "territory_code")
]
