"""The log is searched: last week's calls of one salesperson in three clicks, kept as a view."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.languages import in_their_language
from tests.browser.somebody import ZONE

POTTERY = "CT000001"


@pytest.fixture
def last_week(product):
    """A call of each of two salespeople a week ago, as the log has them in Madrid."""
    at = (datetime.now(ZoneInfo(ZONE)) - timedelta(days=7)).isoformat()
    for seller, text in (("LUIS", "They want candles in blue."), ("ANA", "They want a price.")):
        values = {"template_code": "CALL", "salesperson_code": seller, "date": at}
        body = {**values, "description": text, "duration_min": 12}
        product.call("POST", f"/contacts/{POTTERY}/interactions", body)


@in_their_language
def test_omar_sees_the_calls_that_luis_had_last_week_in_three_clicks(person, language, last_week):
    omar = person("omar", language, "/")

    omar.page.locator("nav.side").get_by_role("link", name=omar.word("Interactions")).click()
    omar.link("Calls last week").click()
    sellers = omar.page.get_by_role("combobox", name=omar.word("Salesperson"))
    sellers.select_option(label="Luis Iturralde")

    expect(omar.page).to_have_url(re.compile("salesperson_code=LUIS"))
    rows = omar.page.locator("tr[data-row]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("They want candles in blue.")
    expect(rows).to_contain_text("Luis Iturralde")
    assert_it_is_kept_as_a_view(omar)


def assert_it_is_kept_as_a_view(omar):
    """Next week it is the week after."""
    omar.page.locator("summary", has_text=omar.word("Save as a view")).click()
    omar.page.locator("#view-name").fill("Luis")
    omar.page.locator("details[open]").get_by_role("button").click()
    omar.is_told("The view is saved.")
    omar.goes_to("/interactions/")
    omar.page.locator(".tabs").get_by_role("link", name="Luis").click()
    expect(omar.page.locator("tr[data-row]")).to_have_count(1)


def test_omar_releases_all_quotes_that_match_and_takes_it_back(person, product):
    omar = person("omar", "en", "/sales-quotes/?status=open")
    count = omar.page.locator("tr[data-row]").count()
    assert count

    omar.page.locator("tr[data-row] input").first.check()
    omar.page.locator("input[data-every]").check()
    omar.button("Release").click()

    expect(omar.page.locator("tr[data-row]")).to_have_count(0)
    omar.page.locator("#messages").get_by_role("button", name=omar.word("Undo")).click()
    omar.goes_to("/sales-quotes/?status=open")
    expect(omar.page.locator("tr[data-row]")).to_have_count(count)
