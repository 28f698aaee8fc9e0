"""A linked contact is deleted: its customer stays, and undo brings it back, linked."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the use cases are tried on both databases

POTTERY, CUSTOMER = "CT000001", "C000001"


@in_their_language
def test_omar_deletes_a_contact_and_brings_it_back(person, language):
    omar = person("omar", language, f"/contacts/{POTTERY}")

    omar.page.locator("summary", has=omar.page.locator("use[href$=dots]")).click()
    omar.link("Delete …").click()
    expect(omar.page.locator("main")).to_contain_text(CUSTOMER)
    omar.button("Delete").click()
    omar.is_at("/contacts/")
    omar.is_told("%(no)s is deleted.", no=POTTERY)
    looker = person("omar", language, f"/customers/{CUSTOMER}")
    expect(looker.page.locator(".zone-ties")).to_contain_text(looker.word("Not linked"))

    omar.page.locator("#messages [data-undo]").click()
    omar.is_told("Undone.")
    omar.goes_to(f"/contacts/{POTTERY}")
    steps.sees_card(omar, POTTERY)
    expect(steps.tile(omar, CUSTOMER)).to_contain_text(omar.word("in sync"))
