"""A primary contact that is named on a record without link ties the record [5.9]."""

import pytest

from tests.making import company, exists, link_of, linked, person, record, row, setup
from unisono.api.previews import change_preview
from unisono.common.errors import Conflict, Invalid, NotAllowed, Refused
from unisono.usecases.records.changing import bring_primary_contact, change_record
from unisono.usecases.records.role_records import create_record
from unisono.usecases.undo.undo_change_sets import undo_change_set


def name_primary(actor, kind, no, contact_no, **more):
    """Name the primary contact of a record."""
    values = {"primary_contact_no": contact_no, **more}
    return change_record(kind, no, values, actor=actor)


@pytest.fixture
def ana(ines):
    """A person of a company in Jaca."""
    firm = company(ines, "Talleres Sol SL", city="Jaca", phone_no="974 55 01 01", no="SOL")
    return person(ines, "Ana Gil", company_no=firm, no="ANA")


def test_a_person_named_on_an_unlinked_vendor_links_the_person_s_company(ines, ana):
    """Scenario 5. What the record has wins; what it lacks comes from the company."""
    vendor = record(ines, "vendor", "Talleres Sol", city="Huesca")

    outcome = name_primary(ines, "vendor", vendor, ana)

    link = link_of("vendor", vendor)
    assert (link.contact.no, link.primary_contact.no) == ("SOL", "ANA")
    assert (row("vendor", vendor).phone_no, row("contact", "SOL").city) == (
        "974 55 01 01",
        "Huesca",
    )

    undo_change_set(outcome.change_set, actor=ines)
    assert link_of("vendor", vendor) is None
    assert (row("contact", "SOL").city, row("vendor", vendor).contact_name) == ("Jaca", "")


def test_a_record_that_is_made_with_a_primary_contact_is_tied_to_the_company(ines, ana):
    """Scenario 6: no second contact is made."""
    values = {"name": "Sol", "primary_contact_no": ana}

    no = create_record("customer", values, actor=ines).no

    link = link_of("customer", no)
    assert (link.contact.no, link.primary_contact.no) == ("SOL", "ANA")
    assert row("customer", no).contact_name == "Ana Gil"


def test_an_independent_person_becomes_the_contact_of_a_person_s_record(ines):
    eva = person(ines, "Eva Ruiz", no="EVA")
    customer = record(ines, "customer", "Eva Ruiz", type="person")

    name_primary(ines, "customer", customer, eva)

    assert link_of("customer", customer).contact.no == "EVA"
    assert link_of("customer", customer).primary.no == "EVA"


def test_an_independent_person_joins_the_company_that_a_company_s_record_gets(ines):
    eva = person(ines, "Eva Ruiz", no="EVA")
    customer = record(ines, "customer", "Ruiz y Asociados SL", city="Soria")

    outcome = name_primary(ines, "customer", customer, eva)

    link = link_of("customer", customer)
    assert (link.contact.name, link.contact.city) == ("Ruiz y Asociados SL", "Soria")
    assert row("contact", eva).company.no == link.contact.no
    assert link.primary_contact.no == "EVA"

    undo_change_set(outcome.change_set, actor=ines)
    assert not exists("contact", link.contact.no)
    assert row("contact", eva).company is None


def test_a_company_that_has_a_customer_already_is_not_tied_to_a_second_one(ines, ana):
    record_no = record(ines, "customer", "Sol 2")
    name_primary(ines, "customer", record(ines, "customer", "Sol"), ana)

    with pytest.raises(Conflict) as refused:
        name_primary(ines, "customer", record_no, ana)

    assert refused.value.code == "already-linked"
    assert link_of("customer", record_no) is None


def test_a_kind_that_is_switched_off_is_not_tied(ines, ana):
    setup(ines, vendor_relation_code="")
    vendor = record(ines, "vendor")

    with pytest.raises(Refused) as refused:
        name_primary(ines, "vendor", vendor, ana)

    assert refused.value.code == "setup-missing"


def test_nothing_is_left_of_a_record_whose_primary_contact_is_refused(ines):
    with pytest.raises(Refused) as refused:
        create_record("customer", {"name": "Sol", "primary_contact_no": "NOBODY"}, actor=ines)

    assert refused.value.code == "not-related"
    assert not exists("customer", "C000001")


def test_finance_does_not_make_people_join_companies(ines, felix):
    eva = person(ines, "Eva Ruiz")
    customer = record(ines, "customer", "Ruiz SL")

    with pytest.raises(NotAllowed):
        name_primary(felix, "customer", customer, eva)

    assert link_of("customer", customer) is None


def test_the_preview_says_what_is_tied_and_writes_nothing(ines, ana):
    vendor = record(ines, "vendor", "Sol", city="Huesca")

    shown = change_preview("vendor", vendor, {"primary_contact_no": ana}, ines, None)

    assert (shown["dry_run"], shown["creates_contact"], shown["contact_no"]) == (True, False, "SOL")
    cities = [each for each in shown["fields"] if each["field"] == "city"]
    assert cities[0]["result"] == "Huesca"
    assert link_of("vendor", vendor) is None


def test_the_preview_says_that_a_company_would_be_made(ines):
    eva = person(ines, "Eva Ruiz")
    customer = record(ines, "customer", "Ruiz SL")

    shown = change_preview("customer", customer, {"primary_contact_no": eva}, ines, None)

    assert (shown["creates_contact"], shown["contact_no"]) == (True, None)
    assert row("contact", eva).company is None


def test_a_person_s_record_has_its_own_contact_and_follows_its_name(ines, api):
    """Scenario 7."""
    eva = person(ines, "Eva Ruiz", no="EVA")
    customer = create_record(
        "customer", {"name": "Eva Ruiz", "type": "person", "primary_contact_no": eva}, actor=ines
    ).no
    change_record("contact", eva, {"surname": "Ruiz Soto"}, actor=ines)

    shown = api.ok("GET", f"/customers/{customer}")
    assert (shown["primary_contact_no"], shown["contact_name"]) == ("EVA", "Eva Ruiz Soto")


@pytest.mark.parametrize(
    "values", [{"contact_name": "Otra"}, {"primary_contact_no": None}, {"contact_name": ""}]
)
def test_the_contact_name_of_a_person_s_record_renames_nobody(ines, values):
    eva = person(ines, "Eva Ruiz")
    customer = create_record(
        "customer", {"name": "Eva Ruiz", "type": "person", "primary_contact_no": eva}, actor=ines
    ).no

    with pytest.raises(Invalid):
        change_record("customer", customer, values, actor=ines)

    assert row("contact", eva).name == "Eva Ruiz"


def test_somebody_of_elsewhere_is_moved_and_named_in_one_act(ines, ana):
    """Scenario 8: by choice."""
    contact, customer = linked(ines, "customer")

    outcome = bring_primary_contact("customer", customer, ana, actor=ines)

    assert row("contact", ana).company.no == contact
    assert link_of("customer", customer).primary_contact.no == "ANA"
    undo_change_set(outcome.change_set, actor=ines)
    assert row("contact", ana).company.no == "SOL"
