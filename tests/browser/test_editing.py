"""A phone number is changed on the contact, reaches the customer, and is taken back: all by
keyboard.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database


@in_their_language
def test_omar_finds_a_contact_by_three_letters_and_changes_its_phone(person, language):
    omar = person("omar", language)

    steps.finds(omar, "mun", "CT000001")
    steps.edits(omar, "phone_no", "+34 925 55 01 99")

    omar.is_told("Saved.")
    expect(omar.messages).to_contain_text(omar.word("Customer"))
    expect(steps.tile(omar, "C000001")).to_contain_text(omar.word("in sync"))
    omar.chooses(steps.tile(omar, "C000001").get_by_role("link").first)
    steps.sees_card(omar, "C000001")
    expect(steps.fact(omar, "phone_no")).to_contain_text("+34 925 55 01 99")

    omar.chooses(
        omar.page.locator("#timeline li", has_text="omar")
        .locator("[action^='/undo/'] button")
        .first
    )

    omar.is_told("Undone.")
