"""What is done to sets gives what the planner gives, record by record: rows, links, numbers and
history (design 3).
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.links.telling import told
from tests.links.test_database_properties import kept_by_nobody
from tests.making import code, company, linked, person, record, setup
from unisono.common.errors import Refused
from unisono.common.kinds import LINKED_KINDS
from unisono.history.models import Change
from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.links.kinds import KINDS
from unisono.links.models import FieldRule, Link
from unisono.usecases.jobs.jobs import start_job
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import set_link_state, unlink
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.creating_many import create_many
from unisono.usecases.records.role_records import create_contact_for, create_record
from unisono.usecases.undo.undo_change_sets import undo_act
from unisono.worker.loop import work_on

some = settings(
    max_examples=int(os.environ.get("UNISONO_BATCHES", "25")),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
names = st.sampled_from(
    [
        "Muñoz & Söhne GmbH",
        'O\'Neill "Sons"',
        "İstanbul Ticaret",
        "王明",
        "Straße\\Ñandú",
        "Ana Gil Sanz",
    ]
)
parties = st.fixed_dictionaries(
    {"name": names},
    optional={
        "search_name": st.sampled_from(["OWN", "王"]),
        "address": st.sampled_from(['Calle "Mayor" 1', "Línea 2"]),
        "city": st.sampled_from(["Madrid", "Łódź"]),
        "country_code": st.sampled_from(["ES", "PT", "DE"]),
        "phone_no": st.sampled_from(["915 550 101", "+34 600 111 222"]),
        "email": st.sampled_from(["a@example.com"]),
        "language_code": st.sampled_from(["es-ES", "de-DE"]),
        "territory_code": st.sampled_from(["SUR"]),
        "vat_registration_no": st.sampled_from(["ESB83792226"]),
        "contact_name": st.sampled_from(["Ana María de la Vega Ruiz", "Zoë"]),
        "type": st.sampled_from(["person", "company"]),
    },
)
rules = st.dictionaries(
    st.sampled_from(["name", "search_name", "city", "phone_no", "email", "territory_code"]),
    st.sampled_from(["separate", "fill", "contact", "role"]),
    max_size=3,
)


@pytest.fixture
def book(ines):
    """A territory, a number in the series' way, and half of the groups inherited."""
    code(ines, "territories", "SUR")
    person(ines, "Eva Paz", no="CT000003")
    setup(ines, inherit_communication=True, inherit_address=True, vat_check="off")


def make(ines, kind, drawn, law):
    """The drawn records without contacts, under the drawn rules; their numbers."""
    fields = KINDS[kind].fields
    FieldRule.objects.bulk_create(
        FieldRule(role=kind, field=name, rule=rule) for name, rule in law.items()
    )
    known = {*fields, "type"} if kind == "customer" else set(fields)
    return [record(ines, kind, **{n: v for n, v in party.items() if n in known}) for party in drawn]


def batch(ines, kind):
    """The batch as a job; its act."""
    return worked_on(start_job("create_contacts", {"source": f"{kind}s"}, actor=ines)).act


def worked_on(id_):
    """A job, when it has ended."""
    job = queue.claim(workers.own_name())
    assert job.pk == id_
    work_on(job)
    return Job.objects.get(pk=id_)


def newest():
    """The key of the newest change."""
    return Change.objects.order_by("-id").values_list("pk", flat=True).first() or 0


@some
@given(
    kind=st.sampled_from(LINKED_KINDS), drawn=st.lists(parties, min_size=1, max_size=6), law=rules
)
def test_a_batch_makes_the_contacts_that_one_by_one_would_be_made(ines, book, kind, drawn, law):
    with kept_by_nobody():
        numbers, start = make(ines, kind, drawn, law), newest()
        with kept_by_nobody():
            for no in numbers:
                create_contact_for(kind, no, actor=ines)
            one_by_one = told(start)

        batch(ines, kind)

        assert told(start) == one_by_one


disturbances = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "phone",
                "own_phone",
                "person",
                "vendor",
                "pause",
                "unlink",
                "codes",
                "primary",
                "rename",
            ]
        ),
        st.integers(0, 5),
    ),
    max_size=3,
)


def disturb(ines, kind, numbers, drawn):
    """What people do with what a batch made, as far as it may be done."""
    for what, at in drawn:
        no = numbers[at % len(numbers)]
        tie = Link.objects.filter(**{f"{kind}__no": no}).select_related("contact").first()
        contact = tie.contact.no if tie else "CT000003"
        try:
            _do(ines, what, kind, no, contact)
        except Refused:
            continue


def _do(ines, what, kind, no, contact):
    if what == "phone":
        change_record(kind, no, {"phone_no": "1"}, actor=ines)
    elif what == "own_phone":
        change_record("contact", contact, {"mobile_phone_no": "2"}, actor=ines)
    elif what == "person":
        person(ines, "Luz Mar", company_no=contact)
    elif what == "vendor":
        link(contact, "vendor", record(ines, "vendor", "Otra SL"), actor=ines)
    elif what == "pause":
        set_link_state(contact, kind, no, "paused", "contact", actor=ines)
    elif what == "unlink":
        unlink(contact, kind, no, False, actor=ines)
    elif what == "codes":
        change_record("contact", contact, {"industry_group_codes": ["IT"]}, actor=ines)
    elif what == "primary":
        change_record(kind, no, {"primary_contact_no": contact}, actor=ines)
    else:
        change_record("contact", contact, {"no": f"X-{contact}"}, actor=ines)


@some
@given(
    kind=st.sampled_from(LINKED_KINDS),
    drawn=st.lists(parties, min_size=1, max_size=5),
    law=rules,
    since=disturbances,
    skip=st.booleans(),
)
def test_a_batch_is_undone_in_sets_as_it_would_be_record_by_record(
    ines, book, kind, drawn, law, since, skip
):
    with kept_by_nobody():
        code(ines, "industry-groups", "IT")
        numbers = make(ines, kind, drawn, law)
        act = batch(ines, kind)
        disturb(ines, kind, numbers, since)
        start, before = newest(), told()
        refused = False
        with kept_by_nobody():
            try:
                undo_act(str(act), skip, actor=ines)
            except Refused:
                refused = True
            one_by_one = told(start)

        job = worked_on(start_job("undo", {"act": str(act), "skip_conflicts": skip}, actor=ines))

        assert (job.state == "failed") == refused, job.detail
        assert told(start) == one_by_one
        if refused:
            assert told() == before


rows = st.lists(
    st.tuples(
        parties,
        st.sampled_from(
            [
                {},
                {},
                {"no": "A1"},
                {"no": "a1"},
                {"no": "C000002"},
                {"no": "*"},
                {"email": "nobody"},
                {"name": ""},
            ]
        ),
        st.sampled_from([{}, {}, {"create_contact": False}, {"job_title": "Jefa"}]),
    ).map(lambda parts: {**parts[0], **parts[1], **parts[2]}),
    min_size=1,
    max_size=6,
)
contact_rows = st.lists(
    st.tuples(
        parties,
        st.sampled_from(
            [
                {},
                {"no": "A1"},
                {"no": "CT000002"},
                {"company_no": "ELM"},
                {"company_no": "NONE"},
                {"no": "."},
            ]
        ),
        st.sampled_from(
            [{}, {"industry_group_codes": ["IT"]}, {"business_relation_codes": ["CUST"]}]
        ),
    ).map(lambda parts: {n: v for part in parts for n, v in part.items() if n != "contact_name"}),
    min_size=1,
    max_size=6,
)


@some
@given(
    drawn=st.one_of(
        st.tuples(st.sampled_from(LINKED_KINDS), rows), st.tuples(st.just("contact"), contact_rows)
    ),
    law=rules,
)
def test_records_created_together_are_those_created_one_by_one(ines, book, drawn, law):
    kind, given_rows = drawn
    known = {*KINDS[kind].fields, "no", "create_contact", "job_title", "type", "company_no"}
    known -= (
        {"type"}
        if kind in ("vendor", "bank_account")
        else {"create_contact"}
        if kind == "contact"
        else set()
    )
    values = [{name: value for name, value in row.items() if name in known} for row in given_rows]
    with kept_by_nobody():
        code(ines, "industry-groups", "IT")
        company(ines, "Elm SA", no="ELM", city="Vigo", phone_no="986 111 222")
        make(ines, "customer", [], law)
        start = newest()
        with kept_by_nobody():
            singly = [alone(ines, kind, row) for row in values]
            one_by_one = told(start)

        together = create_many(kind, values, actor=ines)

        assert [outcome_of(each) for each in together] == singly
        assert told(start) == one_by_one


def alone(ines, kind, values):
    """What creating a row by itself gives."""
    values = dict(values)
    try:
        if kind == "contact":
            return outcome_of(create_contact(values, actor=ines))
        return outcome_of(
            create_record(kind, values, actor=ines, job_title=values.pop("job_title", ""))
        )
    except Refused as refusal:
        return outcome_of(refusal)


def outcome_of(result):
    """A result as far as its caller sees it, without the change set."""
    if isinstance(result, Refused):
        return result.code, result.errors
    return result.no, tuple(result.warnings)


drifts = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["contact", "other"]),
        st.sampled_from(["city", "phone_no", "email", "territory_code", "name", "search_name"]),
        st.integers(0, 2),
    ),
    max_size=6,
)
WORDS = {
    "city": ["", "Łódź", "Vigo"],
    "phone_no": ["", "1", "+34 915 550 101"],
    "email": ["", "a@example.com", "b@example.com"],
    "territory_code": [None, "SUR", "NORTE"],
    "name": ["Sol", 'Ana "Gil" Sanz', "王明"],
    "search_name": ["", "OWN", "SOL"],
}


@some
@given(
    kind=st.sampled_from(LINKED_KINDS),
    drawn=drifts,
    field=st.sampled_from(["city", "phone_no", "email", "territory_code", "name"]),
    rule=st.sampled_from(["both", "contact", "role", "fill"]),
    keep=st.sampled_from(["contact", "other"]),
)
def test_a_changed_rule_evens_in_sets_as_it_would_link_by_link(
    ines, book, monkeypatch, kind, drawn, field, rule, keep
):
    with kept_by_nobody():
        code(ines, "territories", "NORTE")
        pairs = [linked(ines, kind, "vendor" if kind != "vendor" else "customer") for _ in range(4)]
        names = KINDS[kind].fields
        FieldRule.objects.bulk_create(
            FieldRule(role=kind, field=n, rule="separate") for n in WORDS if n in names
        )
        for at, side, name, word in drawn:
            contact, no, _other = pairs[at]
            place = ("contact", contact) if side == "contact" else (kind, no)
            change_record(*place, {name: WORDS[name][word] or ""}, actor=ines)
        start, change = newest(), {kind: {field: rule}, "keep": keep}
        with kept_by_nobody(), monkeypatch.context() as patched:
            patched.setattr("unisono.records.equalising.NOT_IN_SETS", frozenset(names))
            change_rules(change, actor=ines)
            link_by_link = told(start)

        change_rules(change, actor=ines)

        assert told(start) == link_by_link


@some
@given(
    kind=st.sampled_from(LINKED_KINDS),
    drawn=st.lists(parties, min_size=1, max_size=5),
    law=rules,
    since=disturbances,
)
def test_undoing_in_small_parts_is_undoing_as_one(ines, book, monkeypatch, kind, drawn, law, since):
    with kept_by_nobody(), monkeypatch.context() as patched:
        code(ines, "industry-groups", "IT")
        numbers = make(ines, kind, drawn, law)
        act = batch(ines, kind)
        undone = worked_on(start_job("undo", {"act": str(act)}, actor=ines)).act
        disturb(ines, kind, numbers, since)
        patched.setattr("unisono.usecases.undo.undo_jobs._CHUNK", 1)
        patched.setattr("unisono.undo.parts_of_long_sets._PART", 1)
        with kept_by_nobody():
            try:
                undo_act(str(undone), True, actor=ines)
                one = told()
            except Refused:
                one = None

        job = worked_on(start_job("undo", {"act": str(undone), "skip_conflicts": True}, actor=ines))

        assert (job.state == "failed") == (one is None), job.detail
        if one is not None:
            assert told() == one
