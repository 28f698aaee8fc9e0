"""Omar fills in a new contact by keyboard, and what follows from what he types is there already."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.pure  # the same pages, whatever the database
PROPOSED = "[data-proposed]"


def field(omar, name):
    return omar.page.locator(f"#in-{name}")


def test_omar_types_a_post_code_and_the_rest_follows(product, person, tmp_path):
    table = tmp_path / "codes.csv"
    table.write_text("CP;Población;Provincia\n42001;Soria;Soria\n", encoding="utf-8")
    product.run("post-codes", "load", str(table), "--country", "ES")
    omar = person("omar", "es", "/new/contact")
    omar.tabs_to(field(omar, "name"))
    omar.types("Abedul SL")

    omar.tabs_to(field(omar, "post_code"))
    omar.types("42001")
    omar.presses("Tab")

    expect(field(omar, "city")).to_have_value("Soria")
    expect(field(omar, "city")).to_be_focused()
    expect(field(omar, "language_code")).to_have_value("español (España) · es-ES")
    expect(field(omar, "phone_no")).to_have_value("+34 ")
    expect(omar.page.locator("#proposed-country_code")).to_be_visible()
    omar.tabs_to(field(omar, "county"))
    omar.presses("Control+a")
    omar.types("Tierras Altas")
    expect(omar.page.locator("#proposed-county")).to_have_count(0)
    omar.tabs_to(field(omar, "country_code"))
    omar.types("Fran")  # the post code's was only proposed
    omar.presses("Tab")
    expect(field(omar, "language_code")).to_have_value("francés (Francia) · fr-FR")
    expect(field(omar, "county")).to_have_value("Tierras Altas")
    omar.chooses(omar.button("Create"))

    expect(omar.page.locator(".strip-no")).to_be_visible()
    expect(steps.fact(omar, "city")).to_contain_text("Soria")
    expect(steps.fact(omar, "language_code")).to_contain_text("fr-FR")
    expect(steps.fact(omar, "phone_no")).not_to_contain_text("+33")
