"""Real customers and suppliers come in, get their contacts, change once and are right everywhere;
all is undone.
"""

from pathlib import Path

import pytest

from tests.making import row
from unisono.contacts.models import Contact
from unisono.customers.models import Customer
from unisono.history.models import ChangeSet
from unisono.links.models import Link
from unisono.usecases.imports.import_file import import_file
from unisono.usecases.records.changing import change_record
from unisono.usecases.undo.undo_change_sets import undo_act, undo_change_set
from unisono.vendors.models import Vendor

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "northwind"
pytestmark = [
    pytest.mark.skipif(not DATA.exists(), reason="the real input is not beside the project"),
    pytest.mark.pure,  # on PostgreSQL by `make nightly PART=postgresql`
]


def load(actor):
    customers = import_file(DATA / "customers.csv", "customer", {}, actor=actor)
    vendors = import_file(DATA / "suppliers.csv", "vendor", {}, actor=actor)
    return customers, vendors


def test_everybody_comes_in_with_contact_person_and_country(ines):
    customers, vendors = load(ines)

    assert (customers.counts["created"], vendors.counts["created"]) == (91, 29)
    assert not customers.refused + vendors.refused
    assert Contact.objects.filter(type="company").count() == 120
    assert Link.objects.filter(primary_contact__type="person").count() == 120
    assert not Customer.objects.filter(country_code="").exists()
    assert not Vendor.objects.filter(country_code="").exists()


def test_nothing_is_lost_on_the_way(ines):
    load(ines)

    cajun = row("vendor", "2")
    assert (cajun.home_page, cajun.county, cajun.phone_no) == (
        "#CAJUN.HTM#",
        "LA",
        "(100) 555-4822",
    )
    spain = row("customer", "BOLID")
    assert (spain.name, spain.address, spain.country_code) == (
        "Bólido Comidas preparadas",
        "C/ Araquil, 67",
        "ES",
    )
    owner = spain.link.primary_contact
    assert (owner.name, owner.job_title, owner.company.name) == (
        "Martín Sommer",
        "Owner",
        "Bólido Comidas preparadas",
    )
    assert row("customer", "ALFKI").county == ""


def test_one_phone_number_changes_everywhere_and_back(ines):
    load(ines)
    contact = row("customer", "ALFKI").link.contact

    edit = change_record("customer", "ALFKI", {"phone_no": "030-0074999"}, actor=ines)
    assert row("contact", contact.no).phone_no == "030-0074999"
    undo_change_set(edit.change_set, actor=ines)

    assert row("contact", contact.no).phone_no == row("customer", "ALFKI").phone_no == "030-0074321"


def test_the_same_import_again_changes_nothing_and_says_so(ines):
    load(ines)
    sets = ChangeSet.objects.count()

    customers, vendors = load(ines)

    assert (customers.counts["unchanged"], vendors.counts["unchanged"]) == (91, 29)
    assert ChangeSet.objects.count() == sets


def test_undoing_both_imports_leaves_an_empty_book(ines):
    customers, vendors = load(ines)

    undo_act(str(vendors.act), actor=ines)
    undo_act(str(customers.act), actor=ines)

    assert [model.objects.count() for model in (Contact, Customer, Vendor, Link)] == [0, 0, 0, 0]


@pytest.mark.parametrize("touched", ["customer", "contact", "person"])
def test_what_was_worked_on_since_is_kept_with_what_it_hangs_on_and_the_rest_undone(ines, touched):
    customers, _vendors = load(ines)
    tie = row("customer", "ALFKI").link
    place = {
        "customer": ("customer", "ALFKI", {"city": "Potsdam"}),
        "contact": ("contact", tie.contact.no, {"city": "Potsdam"}),
        "person": ("contact", tie.primary_contact.no, {"job_title": "Chefin"}),
    }[touched]
    change_record(*place, actor=ines)

    undo_act(str(customers.act), skip_conflicts=True, actor=ines)

    assert list(Customer.objects.values_list("no", flat=True)) == ["ALFKI"]
    assert (
        row("customer", "ALFKI").link.contact,
        Contact.objects.filter(type="person").count(),
    ) == (tie.contact, 30)
