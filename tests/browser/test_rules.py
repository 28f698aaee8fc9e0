"""A rule is changed that ties values which differ: they are shown, one side is chosen, and the
fields are locked.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database

WINERY, VENDOR = "CT000005", "V000001"
OF_CONTACT, OF_VENDOR = "https://penalba-rios.example", "https://proveedores.penalba-rios.example"


@in_their_language
def test_ines_ties_web_pages_that_differ_and_the_vendors_are_locked(person, language):
    ines = person("ines", language, "/setup/rules")
    ines.watch.expect(409)

    ines.page.locator("select[name='vendor.home_page']").select_option("contact")
    ines.button("Save").click()
    row = ines.page.locator("tr", has_text=VENDOR)
    expect(row).to_contain_text(OF_CONTACT)
    expect(row).to_contain_text(OF_VENDOR)
    ines.page.get_by_label(ines.word("The contact's values")).check()
    ines.button("Change the rule, and make them equal").click()

    ines.is_at("/setup/rules")
    ines.is_told("The rules are changed.")
    ines.goes_to(f"/vendors/{VENDOR}")
    page = steps.fact(ines, "home_page")
    expect(page).to_contain_text(OF_CONTACT)
    expect(page.get_by_role("button")).to_have_count(0)
    reason = ines.word("Led by %(record)s; change it there.", record=ines.names("contact", WINERY))
    expect(page.locator(".lock")).to_have_attribute("title", reason)
