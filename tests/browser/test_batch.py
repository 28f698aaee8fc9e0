"""Contacts for a crowd of customers: previewed, begun, cancelled half-way, resumed, offered to be
undone.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.books import CROWD
from tests.browser.languages import in_their_language
from tests.stories.killing import LINKED
from unisono.usecases.records.matched_batches import CHUNK


@pytest.fixture
def product(books):
    """The product on a book of many customers; who works on jobs there is up to the test."""
    with books.opened("crowd", "--no-worker") as office:
        yield office


def figure(person, msgid):
    """The figure of this name."""
    name = person.page.get_by_text(person.word(msgid), exact=True)
    return person.page.locator("dl.counts div", has=name).locator("dd")


def whole(text):
    """The number at the beginning of a figure, whatever marks its thousands."""
    return int("".join(char for char in text.partition("/")[0] if char.isdigit()))


@in_their_language
def test_omar_cancels_a_batch_half_way_and_lets_it_go_on(product, person, language):
    omar = person("omar", language, "/customers/")
    omar.link("Create contacts …").click()
    assert whole(figure(omar, "Selected").inner_text()) == CROWD
    assert whole(figure(omar, "Get a contact").inner_text()) == CROWD - LINKED
    omar.page.locator("button[name=start]").click()

    worker = product.stepping_worker()
    assert worker.step()
    expect(omar.page.locator("#live-jobs")).to_contain_text(omar.word("Working …"))
    expect(figure(omar, "Records created")).not_to_have_text("0")
    omar.button("Cancel").click()
    assert not worker.step()
    expect(omar.button("Go on where it stopped")).to_be_visible()
    # A chunk that was compared outside of the transaction is stored before the job ends.
    assert whole(figure(omar, "Records done").inner_text()) == 2 * CHUNK
    assert number_of_contacts(product) >= 2 * CHUNK

    omar.button("Go on where it stopped").click()
    product.start("worker")
    expect(omar.button("Undo all of it")).to_be_visible(timeout=60_000)
    assert whole(figure(omar, "Records done").inner_text()) == CROWD
    assert whole(figure(omar, "Records that failed").inner_text()) == 0
    assert product.rows("SELECT count(*) FROM links_link") == [(CROWD,)]


def number_of_contacts(product):
    """How many contacts the book has."""
    ((count,),) = product.rows("SELECT count(*) FROM contacts_contact")
    return count
