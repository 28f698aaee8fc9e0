"""A contact and a customer that are the same hotel are linked by the wizard, field by field: all by
keyboard.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the use cases are tried on both databases

HOTEL, CUSTOMER = "CT000032", "C000023"
LETTERS, PAGE = "compres@hotelsallotja.example", "https://www.hotelsallotja.example"


@in_their_language
def test_omar_links_a_contact_and_takes_two_fields_from_the_customer(person, language):
    omar = person("omar", language)
    steps.finds(omar, "llotja", HOTEL)

    omar.presses("l")
    expect(omar.link("Customer")).to_be_focused()
    omar.presses("Enter")
    omar.is_at(f"/contacts/{HOTEL}/link/customer")
    omar.chooses(omar.page.get_by_role("link", name=CUSTOMER))
    for name in ("email", "home_page"):
        steps.takes_from_the_record(omar, name)
    omar.chooses(omar.button("Link these two"))

    omar.is_told("Linked: from now on a change on either side reaches the other.")
    steps.sees_card(omar, HOTEL)
    assert_is_the_same_hotel(omar)
    omar.chooses(steps.tile(omar, CUSTOMER).get_by_role("link").first)
    steps.sees_card(omar, CUSTOMER)
    assert_is_the_same_hotel(omar)


def assert_is_the_same_hotel(omar):
    """Two fields are the customer's, the rest is the contact's."""
    expect(omar.page.locator("h1")).to_have_text("Hotel Sa Llotja, S.A.")
    expect(steps.fact(omar, "phone_no")).to_contain_text("+34 971 55 01 95")
    expect(steps.fact(omar, "email")).to_contain_text(LETTERS)
    expect(steps.fact(omar, "home_page")).to_contain_text(PAGE)
    expect(omar.page.locator(".tile .badge-word")).to_have_text(omar.word("in sync"))


AT_ONCE = """
document.addEventListener("htmx:afterSwap", () =>
  setTimeout(() => document.getElementById("home_page-other").click()), { once: true })
"""


@in_their_language
def test_a_choice_in_the_moment_of_the_answer_to_the_one_before_counts(person, language):
    omar = person("omar", language)
    omar.goes_to(f"/contacts/{HOTEL}/link/customer")
    omar.chooses(omar.page.get_by_role("link", name=CUSTOMER))
    expect(omar.page.locator("#email-other")).to_be_visible()
    omar.page.evaluate(AT_ONCE)

    omar.page.locator("#email-other").check()

    for name in ("email", "home_page"):
        row = omar.page.locator("tr", has=omar.page.locator(f"#{name}-other"))
        expect(row.locator("td").last).to_have_text(row.locator("td").nth(1).inner_text())
