"""Tiles, wizards and imports do not make a question of blanks in a phone number."""

import pytest

from tests.making import company
from tests.web.pages import Browser, words
from unisono.usecases.imports.import_file import import_file
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.role_records import create_record

pytestmark = pytest.mark.usefixtures("read_here")


@pytest.fixture
def elmwood(ines):
    """A contact and a customer of one name, whose phone is written in two ways."""
    contact = company(ines, name="Elmwood", phone_no="+34 915 55 01 01", country_code="ES")
    values = {"name": "Elmwood", "country_code": "ES", "create_contact": False}
    customer = create_record("customer", {**values, "phone_no": "915550101"}, actor=ines).no
    return contact, customer


def test_the_wizard_finds_them_equal_and_says_how_else_it_is_written(elmwood):
    contact, customer = elmwood

    page = words(Browser("ines").get(f"/contacts/{contact}/links/customer/{customer}/wizard"))

    assert "The two are equal in every shared field." in page
    assert "+34 915 55 01 01 (also written 915550101)" in page


def test_a_tile_counts_no_field_that_is_only_spelled_otherwise(ines, elmwood):
    contact, customer = elmwood
    change_rules({"customer": {"phone_no": "separate", "fax_no": "separate"}}, actor=ines)
    link(contact, "customer", customer, actor=ines)

    assert "in sync" in words(Browser("ines").get(f"/contacts/{contact}"))

    change_record("customer", customer, {"fax_no": "915550102"}, actor=ines)
    assert "1 field differs" in words(Browser("ines").get(f"/contacts/{contact}"))


def test_merging_makes_no_question_of_it(ines, elmwood):
    contact, _customer = elmwood
    other = company(ines, name="Elmwood", phone_no="915550101", country_code="ES")

    page = words(Browser("ines").get(f"/contacts/{contact}/merge/{other}"))

    assert "The two are equal in every field." in page


def test_a_file_with_other_blanks_changes_nothing_and_with_another_number_does(
    ines, elmwood, tmp_path
):
    contact, _customer = elmwood
    file = tmp_path / "phones.csv"
    for phone, outcome in (("+34915550101", "unchanged"), ("+34 915 55 01 09", "updated")):
        file.write_text(f"No.,Name,Phone\n{contact},Elmwood,{phone}\n", encoding="utf-8")

        report = import_file(file, "contact", {}, actor=ines)

        assert report.counts[outcome] == 1
