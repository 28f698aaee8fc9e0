"""What is wrong with a document is said where it is wrong, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database

HOTEL = "CT000032"
LINE = {"description": "Candles", "quantity": "40", "unit_price": "12.50", "vat_pct": "21"}


@pytest.fixture
def quote(product):
    """A quote for the hotel, as a path."""
    made = product.call("POST", "/sales-quotes", {"contact_no": HOTEL, "lines": [LINE]})
    return f"/sales-quotes/{made['no']}"


@in_their_language
def test_words_as_a_number_are_named_beside_it_and_all_stays_typed(person, quote, language):
    omar = person("omar", language, f"{quote}/edit")
    omar.watch.expect(422)

    steps.fills_line(omar, 1, "Transport", quantity="a few", unit_price="35.00", vat_pct="21")
    omar.page.locator("#in-introduction").fill("As agreed:")
    expect(omar.page.locator("#document-totals")).to_contain_text(
        omar.word("The sums appear when every number is one.")
    )
    omar.button("Save").click()

    expect(omar.page.locator(".input-error")).to_have_count(1)
    wrong = steps.cell(omar, 1, "quantity")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong.locator("xpath=..").locator(".input-error")).to_be_visible()
    for name, text in {
        "description": "Transport",
        "quantity": "a few",
        "unit_price": omar.number("35.00"),
    }.items():
        expect(steps.cell(omar, 1, name)).to_have_value(text)
    expect(steps.cell(omar, 0, "description")).to_have_value("Candles")
    expect(omar.page.locator("#in-introduction")).to_have_value("As agreed:")

    wrong.fill("2")
    omar.button("Save").click()
    omar.is_told("Saved.")
    expect(omar.page.locator(".document-total")).to_contain_text(omar.money("689.70"))


@in_their_language
def test_an_email_without_recipient_is_not_sent(person, quote, language):
    omar = person("omar", language, f"{quote}/email")
    omar.watch.expect(422)

    for ticked in omar.page.locator("[name=to_each]:checked").all():
        ticked.uncheck()
    omar.page.locator("#in-to").fill("")
    omar.page.locator("#in-body").fill("My own words")
    omar.button("Send").click()

    expect(omar.page.locator("#in-to")).to_have_attribute("aria-invalid", "true")
    expect(omar.page.locator("#err-to")).to_be_visible()
    expect(omar.page.locator("#in-body")).to_have_value("My own words")


@in_their_language
def test_an_order_for_no_customer_shows_the_way_to_create_the_customer(person, language):
    omar = person("omar", language, f"/contacts/{HOTEL}")
    omar.watch.expect(422)

    omar.page.locator("summary", has_text=omar.word("New document")).click()
    omar.link("Sales order").click()
    alert = omar.page.get_by_role("alert")
    expect(alert).to_contain_text(
        omar.word("%(no)s is no customer yet: create the customer first.", no=HOTEL)
    )
    alert.get_by_role("link").click()

    omar.is_at(f"/contacts/{HOTEL}/create-as/customer")


@in_their_language
def test_of_two_people_at_one_quote_the_second_is_told(person, quote, language):
    ines, omar = (person(name, language, f"{quote}/edit") for name in ("ines", "omar"))
    omar.watch.expect(409)

    ines.page.locator("#in-city").fill("Toledo")
    ines.button("Save").click()
    ines.is_told("Saved.")
    omar.page.locator("#in-city").fill("Sóller")
    omar.button("Save").click()

    told = omar.word(
        "%(by)s changed this meanwhile from %(base)s to %(current)s. Save keeps yours.",
        by="ines",
        base="Palma",
        current="Toledo",
    )
    expect(omar.page.locator("#err-city")).to_have_text(told)
    expect(omar.page.locator("#in-city")).to_have_value("Sóller")
    omar.button("Save").click()
    omar.is_told("Saved.")
    expect(omar.page.locator("address")).to_contain_text("Sóller")


@in_their_language
def test_two_people_change_different_things_of_one_quote(person, quote, language):
    ines, omar = (person(name, language, f"{quote}/edit") for name in ("ines", "omar"))

    ines.page.locator("#in-city").fill("Toledo")
    ines.button("Save").click()
    ines.is_told("Saved.")
    steps.fills_line(omar, 1, "Transport", unit_price="35")
    omar.button("Save").click()

    omar.is_told("Saved.")
    expect(omar.page.locator("address")).to_contain_text("Toledo")
    expect(omar.page.locator(".document-lines tbody tr")).to_have_count(2)
