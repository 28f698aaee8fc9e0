"""A person asks what is stored, and to be forgotten: shown, told beforehand, erased."""

import pytest
from playwright.sync_api import expect

from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the use cases are tried on both databases


@in_their_language
def test_ines_hands_over_what_is_stored_and_erases_a_person(person, language):
    ines = person("ines", language, "/new/contact?type=person")
    ines.page.locator("#in-name").fill("Nadia Roca Vidal")
    ines.page.locator("#in-email").fill("nadia@example.com")
    ines.page.locator("main form button.btn-primary").first.click()
    ines.page.wait_for_url("**/contacts/CT*")

    ines.page.locator("summary", has=ines.page.locator("use[href$=dots]")).click()
    ines.link("Personal data").click()
    expect(ines.page.locator("main")).to_contain_text("nadia@example.com")
    ines.page.go_back()
    ines.page.locator("summary", has=ines.page.locator("use[href$=dots]")).click()
    ines.link("Erase …").click()
    ines.sees(ines.word("There is no way back: this cannot be undone."))
    ines.button("Erase for good").click()

    ines.is_at("/contacts/")
    ines.goes_to("/search/?q=nadia")
    expect(ines.page.locator("main")).not_to_contain_text("Nadia Roca")
    ines.goes_to("/privacy/")
    expect(ines.page.locator("main table").last).to_contain_text(ines.word("Person erased"))
