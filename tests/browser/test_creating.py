"""A vendor is created from a contact with one of two templates, just as the page foretold: all by
keyboard.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database

POTTERY = "CT000001"
SIXTY = {"en": "60 days", "es": "60 días"}


@pytest.fixture
def two_templates(product):
    """There are two templates for companies; the second has its own numbers and terms."""
    product.call("POST", "/number-series", {"code": "IMPORT", "first_no": "IMP-0041"})
    template = {"code": "WORLD", "description": "From far away", "contact_type": "company"}
    product.call(
        "POST",
        "/vendor-templates",
        {**template, "number_series": "IMPORT", "payment_terms_code": "60D"},
    )


@pytest.mark.usefixtures("two_templates")
@in_their_language
def test_petra_creates_a_vendor_from_a_contact_as_previewed(person, language):
    petra = person("petra", language)
    steps.finds(petra, "munoz", POTTERY)

    petra.chooses(petra.page.locator("summary", has_text=petra.word("Create as …")))
    petra.chooses(
        petra.page.locator("details[open]").get_by_role("link", name=petra.word("Vendor"))
    )
    petra.is_at(f"/contacts/{POTTERY}/create-as/vendor")
    petra.tabs_to(petra.page.get_by_role("radio", name="VEND-COMPANY"))
    petra.presses("ArrowDown")
    foretold = petra.page.locator("table.lines")
    expect(foretold).to_contain_text("IMP-0041")
    expect(foretold).to_contain_text(SIXTY[language])
    expect(foretold).to_contain_text("+34 925 55 01 10")
    petra.chooses(petra.button("Create and link"))

    steps.sees_card(petra, "IMP-0041")
    petra.is_told("Created and linked.")
    expect(steps.fact(petra, "payment_terms_code")).to_contain_text(SIXTY[language])
    expect(steps.fact(petra, "phone_no")).to_contain_text("+34 925 55 01 10")
    expect(steps.tile(petra, POTTERY)).to_be_visible()
