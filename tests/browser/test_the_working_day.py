"""What people do all day, in few clicks and keys: a telephone, a customer, a quote, a letter."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database

POTTERY, HOTEL = "CT000001", "CT000032"
DIRECTOR = "catalina@hotelsallotja.example"


@in_their_language
def test_a_telephone_from_the_list_by_three_clicks_and_back_by_one_key(person, language):
    omar = person("omar", language, "/contacts/?q=ceramicas")

    omar.page.locator("tr[data-row] a[data-main]").first.click()
    phone = steps.fact(omar, "phone_no")
    phone.get_by_role("button").first.click()
    phone.locator("input[name=phone_no]").fill("+34 925 55 99 99")
    phone.get_by_role("button", name=omar.word("Save")).click()

    omar.is_told("Saved.")
    moved = omar.page.locator("#timeline li").first
    expect(moved).to_contain_text("+34 925 55 01 10")
    expect(moved).to_contain_text("+34 925 55 99 99")
    expect(moved.locator("details")).to_have_count(0)
    omar.presses("u")
    omar.is_told("Undone.")
    expect(steps.fact(omar, "phone_no")).to_contain_text("+34 925 55 01 10")


def test_the_same_by_keyboard_in_five_keys_beside_the_number(person):
    omar = person("omar", "en", "/customers/?q=ceramicas")

    omar.presses("j", "Enter")
    steps.sees_card(omar, "C000001")
    omar.presses("f", "Enter")
    expect(steps.fact(omar, "phone_no").locator("input[name=phone_no]")).to_be_focused()
    omar.presses("Control+a")
    omar.types("+34 925 55 88 88")
    omar.presses("Enter")

    omar.is_told("Saved.")
    omar.presses("t")
    expect(omar.page.locator("#timeline:focus")).to_have_count(1)


@in_their_language
def test_a_customer_from_a_contact_in_three_clicks(person, language):
    omar = person("omar", language, f"/contacts/{HOTEL}")

    omar.page.locator("summary", has_text=omar.word("Create as …")).click()
    menu = omar.page.locator("details[open]")
    menu.get_by_role("link", name=omar.word("Customer")).click()
    omar.button("Create and link").click()

    omar.is_told("Created and linked.")


@in_their_language
def test_the_top_bar_and_the_card_s_strip_stay_while_one_scrolls(person, language):
    omar = person("omar", language, "/contacts/")
    omar.page.set_viewport_size({"width": 1280, "height": 800})

    omar.page.mouse.wheel(0, 1400)
    # A bare expression would be evaluated, which the policy forbids.
    omar.page.wait_for_function("() => scrollY > 850")
    expect(omar.page.locator("#find")).to_be_in_viewport()
    top = omar.page.locator("table.rows thead th").nth(1).bounding_box()["y"]
    assert 40 <= top <= 60, top

    omar.goes_to(f"/contacts/{POTTERY}")
    omar.page.mouse.wheel(0, 900)
    omar.page.wait_for_function("() => scrollY > 300")
    strip = omar.page.locator(".strip").bounding_box()
    assert abs(strip["y"] - omar.page.locator("header.top").bounding_box()["height"]) < 2


@in_their_language
def test_leaving_a_new_quote_leaves_nothing_and_its_lines_are_moved_by_keys(person, language):
    omar = person("omar", language, f"/contacts/{HOTEL}")

    steps.begins(omar, "Sales quote")
    omar.link("Cancel").click()
    expect(omar.page.locator("tr[data-row]", has_text="SQ000003")).to_have_count(0)
    omar.goes_to(f"/contacts/{HOTEL}")
    steps.begins(omar, "Sales quote")
    steps.fills_line(omar, 0, "Candles", unit_price="10", vat_pct="10")
    omar.button("Add a line").click()
    omar.types("Soap")
    expect(steps.cell(omar, 1, "vat_pct")).to_have_value("10")
    omar.presses("Alt+ArrowUp")
    expect(steps.cell(omar, 0, "description")).to_have_value("Soap")
    expect(steps.cell(omar, 0, "description")).to_be_focused()
    omar.button("Save").click()

    expect(omar.page.locator(".document-lines tbody tr").first).to_contain_text("Soap")
    steps.opens_the_menu(omar)
    omar.button("Copy").click()
    expect(omar.page.locator("#document-form")).to_be_visible()
    expect(steps.cell(omar, 1, "description")).to_have_value("Candles")


@in_their_language
def test_a_quote_is_written_to_a_person_of_the_hotel_with_a_copy(person, product, language):
    line = {"description": "Rooms", "unit_price": "50", "vat_pct": "10"}
    made = product.call("POST", "/sales-quotes", {"contact_no": HOTEL, "lines": [line]})
    omar = person("omar", language, f"/sales-quotes/{made['no']}/email")

    body = omar.page.locator("#in-body")
    before = body.input_value()
    omar.page.locator("#person_no").select_option(label="Catalina Bauçà Ferrer")
    expect(body).not_to_have_value(before)
    assert "Catalina Bauçà Ferrer" in body.input_value()
    omar.page.locator(f"[name=cc_each][value='{DIRECTOR}']").check()
    omar.button("Send").click()

    expect(omar.messages).to_contain_text("direccio@hotelsallotja.example")


@in_their_language
def test_a_primary_contact_ties_an_unlinked_customer_after_a_look_at_what_follows(
    person, product, language
):
    free = product.call("POST", "/customers", {"name": "Llotja Hotel", "create_contact": False})
    people = product.call("GET", f"/contacts?company_no={HOTEL}")["items"]
    omar = person("omar", language, f"/customers/{free['no']}")
    omar.page.locator("#hide-blank").uncheck()

    steps.edits(omar, "primary_contact_no", people[0]["no"])
    expect(omar.page.locator("#wizard")).to_be_visible()
    expect(omar.page.locator("#wizard h1")).to_contain_text("Llotja Hotel")
    omar.button("Link these two").click()

    steps.sees_card(omar, free["no"])
    expect(steps.tile(omar, HOTEL)).to_contain_text(people[0]["name"])
    expect(steps.fact(omar, "primary_contact_no")).to_contain_text(people[0]["no"])


@in_their_language
def test_help_opens_at_the_place_where_one_is(person, language):
    omar = person("omar", language, f"/contacts/{POTTERY}")

    omar.presses("?")

    expect(omar.page.locator("#help-here h2")).to_contain_text(
        {"en": "The three zones", "es": "Las tres zonas"}[language]
    )
