"""The keys: through a list, into a card and out of it, the commands, the help."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the same pages, whatever the database


def row(person, number):
    """The link of a row of the list, told from the top."""
    return person.page.locator("tr[data-row] a[data-main]").nth(number)


@in_their_language
def test_omar_walks_through_a_list_and_its_cards(person, language):
    omar = person("omar", language, "/customers/")

    omar.presses("j", "j", "k", "j")
    expect(row(omar, 1)).to_be_focused()
    omar.presses("x")
    expect(omar.page.locator("[data-bar]")).to_contain_text(f"1 {omar.word('selected')}")
    second, third = (row(omar, number).inner_text().strip() for number in (1, 2))
    omar.presses("Enter")
    expect(omar.page.locator("h1")).to_have_text(second)
    expect(omar.page.locator("[data-key=next]")).to_be_visible()
    omar.presses("]")
    expect(omar.page.locator("h1")).to_have_text(third)
    expect(omar.page.locator("[data-key=previous]")).to_be_visible()
    omar.presses("[")
    expect(omar.page.locator("h1")).to_have_text(second)
    omar.presses("e")
    expect(omar.button("Save")).to_be_visible()


@in_their_language
def test_escape_leaves_a_field_and_the_focus_stays_there(person, language):
    omar = person("omar", language, "/contacts/CT000001")
    button = steps.fact(omar, "city").get_by_role("button").first

    omar.chooses(button)
    expect(omar.page.locator("#in-city")).to_be_focused()
    omar.types("Nowhere")
    omar.presses("Escape")

    expect(button).to_be_focused()
    expect(button).to_contain_text("Talavera de la Reina")


@in_their_language
def test_commands_and_help_open_and_close_by_keys(person, language):
    omar = person("omar", language)
    palette = omar.page.locator("#palette")

    omar.presses("?")
    expect(omar.page.locator("#help")).to_be_visible()
    omar.presses("Escape", "Control+k")
    expect(omar.page.locator("#help")).to_be_hidden()
    omar.types(omar.word("New: %(kind)s", kind=omar.word("Vendor")))
    expect(palette.locator("a")).to_have_count(0)
    omar.presses("Control+a")
    omar.types(omar.word("New: %(kind)s", kind=omar.word("Customer")))
    omar.presses("Enter")  # at once, before the hits are there

    omar.is_at("/new/customer")


def test_omar_begins_a_new_contact_and_types_n_where_it_is_a_letter(person):
    omar = person("omar", at="/contacts/")

    omar.presses("/")
    omar.types("n?jx")
    omar.is_at("/contacts/")
    expect(omar.page.locator("#find")).to_have_value("n?jx")
    omar.presses("Escape", "n")

    omar.is_at("/new/contact")


@in_their_language
def test_help_begins_with_the_page_and_a_button_opens_it_too(person, language):
    omar = person("omar", language, "/contacts/CT000001")
    titles = {"en": "The three zones", "es": "Las tres zonas"}

    omar.presses("?")
    expect(omar.page.locator("#help-here h2")).to_have_text(titles[language])
    omar.presses("Escape")
    expect(omar.page.locator("#help")).to_be_hidden()
    omar.page.locator("header [data-open=help]").first.click()
    expect(omar.page.locator("#help-here h2")).to_be_visible()
    omar.page.locator(".help-ways a").first.click()

    omar.is_at("/help/cards")


def test_f1_tells_what_the_field_means_and_typing_goes_on(person):
    omar = person("omar", at="/contacts/CT000001/edit")
    city = omar.page.locator("#in-city")

    city.focus()
    omar.presses("F1")
    expect(omar.page.locator("#mean-city")).to_be_visible()
    expect(city).to_be_focused()
    omar.presses("F1")
    expect(omar.page.locator("#mean-city")).to_be_hidden()
