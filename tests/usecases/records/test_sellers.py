"""The user's own salesperson goes on what they make by hand [5.7]; scenario 10."""

from dataclasses import replace

import pytest

from tests.making import code, company, history, row
from tests.making_documents import stored
from unisono.usecases.documents.creating import create_document
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.role_records import create_record
from unisono.usecases.setup.code_lists import change_entry


@pytest.fixture
def seller(ines):
    """ines, who is the salesperson INES."""
    code(ines, "salespeople", "INES")
    code(ines, "salespeople", "LUIS")
    return replace(ines, salesperson_code="INES")


def test_customers_have_their_salesperson_and_vendors_their_purchaser(seller):
    customer = create_record("customer", {"name": "Sol SL"}, actor=seller).no
    vendor = create_record("vendor", {"name": "Luna SL"}, actor=seller).no

    assert row("customer", customer).salesperson_code_id == "INES"
    assert row("vendor", vendor).purchaser_code_id == "INES"
    created = history("customer", customer)[-1]
    assert created.values["salesperson_code"] == ["", "INES", "default"]


def test_what_was_said_stays(seller):
    values = {"name": "Sol SL", "salesperson_code": "LUIS"}

    no = create_record("customer", values, actor=seller).no

    assert row("customer", no).salesperson_code_id == "LUIS"


def test_files_say_themselves_whose_records_are(seller):
    no = create_record("customer", {"name": "Sol SL"}, actor=seller.by_way_of("import", "a.csv")).no

    assert row("customer", no).salesperson_code_id is None


def test_a_record_that_is_made_from_a_contact_has_it_too_after_contact_and_template(seller, ines):
    contact, free = company(ines), company(ines, "Luna SL", salesperson_code="LUIS")

    vendor = create_as(contact, "vendor", actor=seller).no
    customer = create_as(free, "customer", actor=seller).no
    blank = create_as(contact, "customer", actor=seller).no

    assert row("vendor", vendor).purchaser_code_id == "INES"
    assert row("customer", customer).salesperson_code_id == "LUIS"
    assert row("customer", blank).salesperson_code_id == "INES"
    assert row("contact", contact).salesperson_code_id == "INES"


def test_a_template_goes_before_the_user(seller, ines):
    change_entry("vendor-templates", "VEND-COMPANY", {"purchaser_code": "LUIS"}, actor=ines)

    no = create_as(company(ines), "vendor", actor=seller).no

    assert row("vendor", no).purchaser_code_id == "LUIS"


def test_quotes_have_it_where_the_party_has_none(seller, ines):
    no = create_document("sales_quote", {"contact_no": company(ines)}, actor=seller).no

    assert stored("sales_quote", no).salesperson_code_id == "INES"
