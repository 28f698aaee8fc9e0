"""The log: a call that logs itself, an entry by hand with a file, cover sheets; and another address
for a while.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database

POTTERY, HOTEL = "CT000001", "CT000032"
NOTES = bytes(range(256)) * 40


def entry(person, text):
    """An entry of a card's timeline."""
    return person.page.locator("#timeline > .story > li", has_text=text)


@in_their_language
def test_omar_calls_and_writes_down_what_was_said(person, language):
    omar = person("omar", language, f"/contacts/{POTTERY}")

    steps.calls(omar, omar.link("Call"))
    omar.is_told("The call is logged.")
    omar.button("Calls").click()
    expect(entry(omar, omar.word("Phone call"))).to_have_count(1)
    expect(omar.page.locator("#timeline > .story > li")).to_have_count(1)
    takes_it_back_and_calls_again(omar)
    omar.link("Add a note").click()
    omar.page.locator("#in-comment").fill("They want candles in blue.")
    omar.page.locator("#in-evaluation").select_option("very_positive")
    omar.page.locator("#in-duration_min").fill("12")
    omar.button("Save").click()

    omar.is_told("Saved.")
    expect(omar.page.locator("#in-comment")).to_have_value("They want candles in blue.")
    assert_it_is_cancelled_and_counts_again(omar)


def takes_it_back_and_calls_again(omar):
    """The first call was none."""
    omar.chooses(omar.messages.get_by_role("button", name=omar.word("Undo")))
    omar.is_told("Cancelled: it counts no more.")
    expect(entry(omar, omar.word("Phone call"))).to_contain_text(omar.word("cancelled"))
    omar.link("Call").click()
    expect(entry(omar, omar.word("Phone call"))).to_have_count(2)


def assert_it_is_cancelled_and_counts_again(omar):
    """A cancelled entry is shown and cannot be changed; the card says so."""
    path = omar.page.url
    omar.button("Cancel this entry").click()
    omar.is_told("Cancelled: it counts no more.")
    expect(omar.button("Save")).to_have_count(0)
    omar.sees("They want candles in blue.")
    omar.goes_to(f"/contacts/{POTTERY}")
    expect(entry(omar, omar.word("Phone call")).first).to_contain_text(omar.word("cancelled"))

    omar.goes_to(path)
    omar.button("Let it count again").click()
    omar.is_told("It counts again.")
    expect(omar.page.locator("#in-evaluation")).to_have_value("very_positive")


@in_their_language
def test_petra_logs_a_visit_with_a_file_and_gets_it_back_as_it_was(person, language):
    petra = person("petra", language, f"/contacts/{POTTERY}")

    steps.opens_the_menu(petra)
    petra.link("Log an interaction").click()
    petra.page.locator("#in-template_code").select_option("MEETING")
    petra.page.locator("#in-description").fill("Visit to their workshop")
    petra.page.locator("#file").set_input_files(
        {"name": "notas año.bin", "mimeType": "text/html", "buffer": NOTES}
    )
    petra.button("Log").click()
    petra.is_told("Logged.")
    entry(petra, "Visit to their workshop").get_by_role("link").first.click()
    with petra.page.expect_download() as download:
        petra.page.get_by_role("link", name="notas año.bin").click()

    assert download.value.suggested_filename == "notas año.bin"
    assert download.value.path().read_bytes() == NOTES


@in_their_language
def test_a_new_quote_takes_the_address_that_holds_today(person, language):
    omar = person("omar", language, f"/contacts/{HOTEL}")

    steps.opens_the_menu(omar)
    omar.link("Other address").click()
    for name, text in {
        "address": "Carrer del Mar, 1",
        "city": "Sóller",
        "post_code": "07100",
    }.items():
        omar.page.locator(f"#in-{name}").fill(text)
    omar.button("Save").click()
    omar.is_told("The address is added.")
    expect(omar.page.locator(".zone-ties")).to_contain_text("Sóller")
    steps.begins(omar, "Sales quote")

    expect(omar.page.locator("#in-address")).to_have_value("Carrer del Mar, 1")
    expect(omar.page.locator("#in-city")).to_have_value("Sóller")


@in_their_language
def test_omar_prints_cover_sheets_for_two_contacts_of_the_list(person, language):
    omar = person("omar", language, "/contacts/")
    ticks = omar.page.locator("[data-tick]")
    chosen = [ticks.nth(place).get_attribute("value") for place in (0, 2)]

    ticks.nth(0).check()
    ticks.nth(2).check()
    omar.button("Cover sheets …").click()
    omar.sees(", ".join(chosen))
    omar.page.locator("#in-subject").fill("Our new colours")
    steps.prints(omar, omar.button("Print"))

    for no in chosen:
        omar.goes_to(f"/contacts/{no}")
        expect(entry(omar, omar.word("Cover sheet printed"))).to_have_count(1)
