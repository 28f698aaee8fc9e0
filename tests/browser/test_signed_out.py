"""The session ends while omar types: he signs in beside his text, and it arrives, once."""

import json
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.books import BOOK, PASSWORD
from tests.browser.languages import in_their_language
from tests.browser.somebody import NO_PASSWORD

pytestmark = pytest.mark.pure  # the same pages, whatever the database

POTTERY = "CT000001"


def the_session_ends(person):
    """All sessions are gone, as after two weeks."""
    with closing(sqlite3.connect(person.office.folder / BOOK, timeout=60)) as book, book:
        book.execute("DELETE FROM django_session")


def signs_in(person, name="omar", password=PASSWORD):
    """Fill in the sign-in that came beside the text."""
    box = person.page.locator("[data-way-in]")
    box.locator("[name=login]").fill(name)
    box.locator("[name=password]").fill(password)
    person.presses("Enter")


def changes_of(person, field):
    """How often the field of the contact was changed."""
    rows = person.office.rows(
        "SELECT \"values\" FROM history_change WHERE kind = 'contact' AND event = 'changed' "
        f"AND no = '{POTTERY}'"
    )
    return sum(field in json.loads(values) for (values,) in rows)


@in_their_language
def test_a_fact_edited_in_place_waits_for_marta_s_two_steps_and_is_stored_once(person, language):
    marta = person("marta", language, f"/contacts/{POTTERY}")
    marta.watch.expect(401)
    steps.fact(marta, "city").get_by_role("button").first.click()
    marta.page.locator("#in-city").fill("Puente del Arzobispo")
    leaves_styles_behind(marta)
    the_session_ends(marta)

    marta.presses("Enter")
    dialog = marta.page.get_by_role("dialog", name=marta.word("You were signed out"))
    expect(dialog.locator("[name=login]")).to_be_focused()
    expect(marta.page.locator("#in-city")).to_have_value("Puente del Arzobispo")
    signs_in(marta, "marta", NO_PASSWORD)
    expect(dialog.locator(".alert-danger[role=alert]").last).to_be_visible()
    expect(dialog.locator("[name=password]")).to_be_focused()
    signs_in(marta, "marta")
    dialog.locator("[name=code]").fill(marta.office.codes.pop())
    marta.presses("Enter")

    marta.is_told("Saved.")
    expect(dialog).to_be_hidden()
    expect(steps.fact(marta, "city")).to_contain_text("Puente del Arzobispo")
    assert changes_of(marta, "city") == 1


def leaves_styles_behind(person):
    """As password managers and resized boxes do: to draw the card anew offends no policy all the
    same.
    """
    person.page.evaluate(
        "document.querySelectorAll('#card, #card [id]').forEach("
        "(each) => each.style.setProperty('caret-color', 'red'))"
    )


@in_their_language
def test_a_form_waits_for_omar_s_sign_in_and_his_click(person, language):
    omar = person("omar", language, f"/contacts/{POTTERY}/edit")
    omar.watch.expect(401)
    omar.page.locator("#in-note").fill("Zwei Zeilen:\nsie stehen noch da.")
    the_session_ends(omar)

    omar.button("Save").click()
    expect(omar.page.locator("h1")).to_have_text(omar.word("You were signed out"))
    expect(omar.button("Go on")).to_be_hidden()
    signs_in(omar)
    expect(omar.button("Go on")).to_be_focused()
    omar.presses("Enter")

    steps.sees_card(omar, POTTERY)
    expect(steps.fact(omar, "note")).to_contain_text("sie stehen noch da.")
    assert changes_of(omar, "note") == 1


def test_what_omar_typed_is_not_sent_as_petra(person):
    omar = person("omar", at=f"/contacts/{POTTERY}")
    omar.watch.expect(401)
    steps.fact(omar, "city").get_by_role("button").first.click()
    omar.page.locator("#in-city").fill("Toledo")
    the_session_ends(omar)

    omar.presses("Enter")
    signs_in(omar, "petra")

    expect(omar.page.locator("[data-say=other]")).to_be_visible()
    expect(omar.page.locator("#in-city")).to_have_value("Toledo")
    omar.button("Load the page again").click()
    expect(steps.fact(omar, "city")).not_to_contain_text("Toledo")
    assert changes_of(omar, "city") == 0
