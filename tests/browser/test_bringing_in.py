"""Northwind comes in: dropped, guessed, tried, run; its links suggested and accepted; undone, and
run again.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.languages import in_their_language

DATA = Path("../shared/data/northwind")
pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="Northwind's file is not there"),
    pytest.mark.pure,  # the same pages, whatever the database
]
LONG = 90_000  # milliseconds for a job on a busy machine


@pytest.fixture
def book():
    return "cast"


def brings(person, source, *ticks):
    """Drop the file, accept the guesses with these choices, see the trial, and run it."""
    person.goes_to(f"/import/?as={source}")
    person.page.locator("input[type=file]").set_input_files(DATA / "customers.csv")
    person.button("On to the columns").click()
    for tick in ticks:
        person.page.locator(f"input[name=on_match][value={tick}]").check()
    person.button("See what would happen").click()
    expect(person.page.locator("button[name=run]")).to_be_visible(timeout=LONG)
    person.sees(person.word("This is what would happen. Nothing has been kept yet."))
    person.page.locator("button[name=run]").click()
    expect(person.button("Undo all of it")).to_be_visible(timeout=LONG)


@in_their_language
def test_ines_brings_northwind_in_links_what_is_suggested_and_takes_it_back(
    product, person, language
):
    ines = person("ines", language, "/import/")
    brings(ines, "contacts", "create")
    brings(ines, "customers", "review")
    assert product.rows("SELECT count(*) FROM customers_customer") == [(91,)]
    assert product.rows("SELECT count(*) FROM links_link") == [(0,)]

    ines.goes_to("/suggestions/")
    ines.button("Link all from there …").click()
    ines.page.locator("button[name=confirm]").click()
    expect(ines.button("Undo all of it")).to_be_visible(timeout=LONG)
    assert product.rows("SELECT count(*) FROM links_link") == [(91,)]
    ines.button("Undo all of it").click()
    expect(ines.page.locator("#messages")).to_be_visible()
    assert product.rows("SELECT count(*) FROM links_link") == [(0,)]

    ines.goes_to("/suggestions/")
    ines.button("Link all from there …").click()
    ines.page.locator("button[name=confirm]").click()
    expect(ines.button("Undo all of it")).to_be_visible(timeout=LONG)
    assert product.rows("SELECT count(*) FROM links_link") == [(91,)]
