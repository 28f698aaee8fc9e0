"""The first five minutes with an empty book, led by nothing but the pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database

FILE = """Name;City;E-mail;VAT number
Cerería Ruiz, S.L.;Sevilla;hola@cereria-ruiz.example;ESB00123455
Tejidos Bolívar, S.A.;Béjar;info@tejidos-bolivar.example;
Óptica Larrañaga;Tolosa;larranaga@optica.example;
"""


@pytest.fixture
def book():
    return "cast"


@in_their_language
def test_ines_comes_from_nothing_to_the_first_link_made_by_hand(person, language):
    ines = person("ines", language, "/")

    ines.is_at("/start/")
    ines.page.locator("#in-name").fill("Velas de Cádiz, S.L.")
    ines.page.locator("#in-city").fill("Cádiz")
    ines.button("Save").click()
    expect(ines.page.locator("li", has_text="Velas de Cádiz, S.L., Cádiz")).to_be_visible()
    assert_three_customers_come_in_with_their_contacts(ines)
    assert_a_vendor_is_created_from_a_contact(ines)


def assert_three_customers_come_in_with_their_contacts(ines):
    """Look at what the file would do, import it, and find a contact beside each customer."""
    ines.link("Import customers").click()
    file = {"name": "customers.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    ines.page.locator("input[type=file]").set_input_files(file)
    ines.button("On to the columns").click()
    ines.button("See what would happen").click()
    ines.sees(ines.word("This is what would happen. Nothing has been kept yet."))
    expect(ines.page.locator("dl.counts dd")).to_have_text(["3"])
    ines.page.locator("button[name=run]").click()
    ines.sees(ines.word("The import is done."))
    ines.link("To the list").click()

    ines.is_at("/customers/")
    expect(ines.page.locator("tbody tr")).to_have_count(3)
    for name in ("Cerería Ruiz, S.L.", "Tejidos Bolívar, S.A.", "Óptica Larrañaga"):
        expect(ines.page.locator("tbody tr", has_text=name)).to_contain_text("CT00000")


def assert_a_vendor_is_created_from_a_contact(ines):
    """Go on from the first steps to a contact, and make a vendor of it."""
    ines.goes_to("/start/")
    ines.link("To the contacts").click()
    ines.page.get_by_role("link", name="Cerería Ruiz, S.L.").click()
    ines.page.locator("summary", has_text=ines.word("Create as …")).click()
    ines.page.locator("details[open]").get_by_role("link", name=ines.word("Vendor")).click()
    ines.button("Create and link").click()

    ines.is_told("Created and linked.")
    expect(ines.page.locator(".tile")).to_have_count(2)
    expect(ines.page.locator(".tile").first).to_contain_text(ines.word("in sync"))
