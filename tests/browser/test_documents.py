"""Documents begin on a card, are filled, looked at, printed, sent, and become what was agreed."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.languages import in_their_language

pytestmark = pytest.mark.pure  # the use cases are tried on both databases

HOTEL, CUSTOMER = "CT000032", "C000001"  # the hotel is neither customer nor vendor
LETTERS = "direccio@hotelsallotja.example"


def of_document(person, msgid):
    """A link or button in the header of a document."""
    return person.page.locator(".strip .acts").get_by_text(person.word(msgid), exact=True)


def status(person, msgid):
    """Wait until a document has this status."""
    expect(person.page.locator(".strip .badge-word")).to_have_text(person.word(msgid))


@in_their_language
def test_omar_offers_candles_to_a_hotel_that_becomes_a_customer_and_takes_it_back(person, language):
    omar = person("omar", language, f"/contacts/{HOTEL}")

    steps.begins(omar, "Sales quote")
    assert_two_lines_are_added_up(omar)
    quote = steps.stores(omar)
    assert_it_is_looked_at_printed_and_sent(omar, quote)
    order = assert_it_becomes_an_order_of_a_new_customer(omar)
    assert_the_contact_tells_it_all(person("omar", language, f"/contacts/{HOTEL}"), quote, order)

    omar.page.locator("#messages [data-undo]").click()
    omar.is_told("Undone.")
    omar.goes_to(f"/sales-quotes/{quote}")
    status(omar, "open")
    expect(omar.page.locator(".document-side a[href^='/customers/']")).to_have_count(0)
    omar.goes_to(f"/contacts/{HOTEL}")
    expect(omar.page.locator(".zone-ties")).to_contain_text(omar.word("Not linked"))


def assert_two_lines_are_added_up(omar):
    """Fill two lines; Enter in a number goes on in the next one, and the sums follow."""
    total = omar.page.locator(".document-sum dd")
    steps.fills_line(
        omar, 0, "Scented candle, 220 g", quantity="40", unit_price="12.50", vat_pct="21"
    )
    omar.presses("Enter")
    expect(total).to_have_text(omar.money("605.00"))
    expect(steps.cell(omar, 1, "description")).to_be_focused()
    omar.types("Transport")
    steps.cell(omar, 1, "unit_price").fill(omar.number("100.00"))
    steps.cell(omar, 1, "discount_pct").fill("10")
    omar.presses("Tab")
    expect(total).to_have_text(omar.money("713.90"))


def assert_it_is_looked_at_printed_and_sent(omar, quote):
    """See the paper, print it, and send it with what is proposed."""
    of_document(omar, "Preview").click()
    steps.sees_pages(omar)
    steps.prints(omar, omar.button("Print"))
    omar.goes_to(f"/sales-quotes/{quote}")
    of_document(omar, "E-mail").click()
    expect(omar.page.locator(f"[name=to_each][value='{LETTERS}']")).to_be_checked()
    assert quote in omar.page.locator("#in-subject").input_value()
    assert quote in omar.page.locator("#in-body").input_value()
    omar.button("Send").click()
    omar.is_told("The e-mail to %(to)s is on its way.", to=LETTERS)
    expect(steps.log(omar)).to_have_count(3)
    expect(steps.log(omar).first).to_contain_text(omar.word("Document sent by e-mail"))


def assert_it_becomes_an_order_of_a_new_customer(omar):
    """Read what will happen, confirm it; return the order's number."""
    of_document(omar, "Make order").click()
    omar.sees(omar.word("becomes a customer, with the contact's data and the template"))
    omar.button("Create the customer and the order").click()
    expect(omar.page.locator(".strip-kind")).to_have_text(omar.word("Sales order"))
    order = omar.page.locator("h1").inner_text()
    omar.is_told("The order %(no)s is made.", no=order)
    expect(omar.page.locator(".document-total")).to_contain_text(omar.money("713.90"))
    expect(omar.page.locator(".document-side a[href^='/customers/']")).to_be_visible()
    return order


def assert_the_contact_tells_it_all(looker, quote, order):
    """The card's timeline has the quote, the print, the e-mail, the order, and the link with the
    customer.
    """
    customer = (
        looker.page.locator(".tile a[href^='/customers/']")
        .first.get_attribute("href")
        .rpartition("/")[2]
    )
    told = looker.page.locator("#timeline")
    for text in (
        quote,
        looker.word("Document printed"),
        looker.word("Document sent by e-mail"),
        order,
        looker.names("customer", customer),
    ):
        expect(told).to_contain_text(text)
    expect(told.locator("li", has_text=looker.word("Document sent by e-mail"))).to_contain_text(
        looker.word("Sent")
    )
    expect(looker.page.locator("aside .documents")).to_contain_text(order)


@in_their_language
def test_omar_writes_what_was_repaired_and_closes_the_service_order(person, language):
    omar = person("omar", language, f"/customers/{CUSTOMER}")

    steps.begins(omar, "Service order")
    steps.fills_line(omar, 0, "Hours", quantity="2.5", unit_price="42", vat_pct="21")
    omar.page.locator("#in-work_description").fill("Two moulds were cleaned.")
    steps.stores(omar)
    omar.sees("Two moulds were cleaned.")
    expect(omar.page.locator(".document-total")).to_contain_text(omar.money("127.05"))
    steps.opens_the_menu(omar)
    omar.button("Close").click()

    status(omar, "closed")
    expect(steps.log(omar).first).to_contain_text(omar.word("Document closed"))
    expect(of_document(omar, "Edit")).to_have_count(0)


@in_their_language
def test_petra_orders_from_a_contact_that_becomes_a_vendor(person, language):
    petra = person("petra", language, f"/contacts/{HOTEL}")
    petra.watch.expect(422)

    steps.begins(petra, "Purchase quote")
    steps.fills_line(petra, 0, "Forty rooms", quantity="40", unit_price="55")
    petra.button("Save").click()
    petra.sees(petra.word("Lines without VAT rate"))
    petra.page.locator("[name=no_vat]").check()
    quote = steps.stores(petra)
    of_document(petra, "Make order").click()
    petra.button("Create the vendor and the order").click()

    expect(petra.page.locator(".strip-kind")).to_have_text(petra.word("Purchase order"))
    expect(petra.page.locator(".document-side a[href^='/vendors/']")).to_be_visible()
    petra.goes_to(f"/purchase-quotes/{quote}")
    status(petra, "closed")
    expect(of_document(petra, "Make order")).to_have_count(0)


@in_their_language
def test_omar_writes_a_quote_by_keyboard_alone(person, language):
    omar = person("omar", language)
    steps.finds(omar, "llotja", HOTEL)

    omar.chooses(omar.page.locator("summary", has_text=omar.word("New document")))
    omar.chooses(omar.link("Sales quote"))
    omar.tabs_to(steps.cell(omar, 0, "description"))
    for text in ("Candles", "Tab", "3", "Tab", omar.number("9.99"), "Tab", "Tab", "21"):
        omar.presses("Tab") if text == "Tab" else omar.types(text)
    omar.chooses(omar.button("Save"))

    expect(omar.page.locator(".document-lines tbody tr")).to_have_count(1)
    expect(omar.page.locator(".document-total")).to_contain_text(omar.money("36.26"))
