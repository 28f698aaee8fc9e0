"""Twelve records of one workshop become one in a few clicks, and twelve again; who is said to be
another is not shown again.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the use cases are tried on both databases

TWELVE = [
    {"name": "Talleres Peñarrubia SL", "city": "Cuenca", "post_code": "16001", **more}
    for more in ({"phone_no": "+34 969 11 00 22"}, {"email": "hola@penarrubia.example"}, {})
    for _n in range(4)
]


def looks_for_duplicates(person):
    person.goes_to("/duplicates/")
    person.button("Look through all contacts").click()
    person.link("See the duplicates").click()


def card(person):
    """The card of the workshop's group."""
    return person.page.locator("section.pair", has_text="Talleres Peñarrubia").first


@in_their_language
def test_omar_makes_one_of_twelve_and_takes_it_back(product, person, language):
    numbers = [product.call("POST", "/contacts", each)["no"] for each in TWELVE]
    omar = person("omar", language)
    looks_for_duplicates(omar)

    card(omar).get_by_role("link", name=omar.word("Merge …")).click()
    expect(omar.page.locator("input[name=no]:checked")).to_have_count(12)
    expect(omar.page.locator("#merge-these")).to_be_enabled()
    omar.page.locator("#merge-these").click()

    omar.is_told("Merged: %(count)s contacts are one now, and their numbers lead to it.", count=12)
    left = product.call("GET", f"/contacts/{numbers[0]}")
    assert (left["phone_no"], left["email"]) == ("+34 969 11 00 22", "hola@penarrubia.example")
    steps.undoes(omar)
    assert product.call("GET", f"/contacts/{numbers[11]}")["no"] == numbers[11]

    looks_for_duplicates(omar)
    card(omar).get_by_role("link", name=omar.word("Merge …")).click()
    omar.page.locator("#different-2").click()
    omar.is_told("Remembered: %(no)s is another than the rest.", no=numbers[1])
    expect(omar.page.locator("input[name=no]")).to_have_count(11)
    omar.page.locator("#tick-2").uncheck()
    expect(omar.page.locator("#merge-these")).to_contain_text("10")


@in_their_language
def test_ines_makes_one_of_two_customers_and_of_their_contacts_too(product, person, language):
    said = {"name": "Bodegas Urbión SL", "city": "Soria", "create_contact": True}
    stays, goes = (
        product.call("POST", "/customers", {**said, **more})["no"]
        for more in ({"phone_no": "+34 975 11 00 22"}, {"email": "hola@urbion.example"})
    )
    ines = person("ines", language, f"/customers/{stays}/merge")

    ines.page.get_by_role("link", name=goes).first.click()
    expect(ines.page.locator("#contacts-merge")).to_be_checked()
    ines.page.locator("button[name=confirm]").click()

    ines.is_told("Merged: %(gone)s is part of this one now, and its number leads here.", gone=goes)
    steps.sees_card(ines, stays)
    expect(steps.fact(ines, "email")).to_contain_text("hola@urbion.example")
    left = product.call("GET", f"/customers/{stays}")
    assert product.call("GET", f"/contacts/{left['contact_no']}")["email"] == "hola@urbion.example"

    steps.undoes(ines)
    assert product.call("GET", f"/customers/{goes}")["email"] == "hola@urbion.example"
    assert product.call("GET", f"/customers/{stays}")["email"] == ""
