"""No page asks the database more than a dozen times, however many records it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import company, linked, person, record
from tests.web.pages import Browser
from unisono.usecases.records.changing import change_record

MOST = 12


@pytest.fixture
def full_book(ines):
    """A company with everything: people, links, a history; and lists of some length."""
    contact, customer, vendor, bank = linked(ines, "customer", "vendor", "bank_account")
    for number in range(12):
        person(ines, f"Ana {number}", company_no=contact)
        company(ines, f"Talleres {number} SL")
        record(ines, "customer", f"Suelta {number} SL")
        change_record("contact", contact, {"city": f"Madrid {number}"}, actor=ines)
    return {"contact": contact, "customer": customer, "vendor": vendor, "bank": bank}


def pages(book):
    """The pages that people open all day."""
    contact, customer = book["contact"], book["customer"]
    yield from (
        "/",
        "/contacts/",
        "/customers/",
        "/vendors/",
        "/bank-accounts/",
        "/jobs/",
        "/setup/rules",
    )
    yield from (f"/contacts/{contact}", f"/customers/{customer}", f"/vendors/{book['vendor']}")
    yield from (f"/bank-accounts/{book['bank']}", f"/contacts/{contact}/history")
    yield from (
        f"/contacts/{contact}/links/customer/{customer}",
        f"/contacts/{contact}/beside?in=type%3Dcompany",
    )
    yield from (
        "/contacts/?type=company&sort=-name",
        "/customers/?contact_no=",
        "/contacts/?q=talleres",
        "/palette/?q=",
    )
    yield from (
        f"/contacts/{contact}/edit",
        f"/customers/{customer}/edit",
        "/new/contact?type=person",
        "/setup/switches",
    )
    yield from (
        f"/contacts/{contact}/links/customer/{customer}/unlink",
        f"/contacts/{contact}/create-as/bank_account",
    )
    yield from (
        "/setup/",
        "/setup/company",
        f"/contacts/{contact}/delete",
        "/batches/new?source=customers",
    )
    yield from (
        "/setup/codes/customer-templates/CUST-COMPANY",
        f"/contacts/{contact}/link/bank_account",
    )
    yield from (
        "/setup/codes/number-series/",
        "/profile/",
        "/setup/users/",
        "/drift/",
        "/import/",
        "/palette/?q=",
    )


def test_no_page_asks_more_than_a_dozen_times(full_book):
    ines = Browser("ines")
    counts = {}
    for path in pages(full_book):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ines.client.get(path).status_code == 200, path
        counts[path] = len(queries)

    # Creating looks for who is alike, plans over every kind of record that is linked, and reads
    # templates, codes, the series.
    most = {path: MOST + 5 if "create-as" in path else MOST for path in counts}
    assert {path: count for path, count in counts.items() if count > most[path]} == {}


def test_a_longer_list_asks_no_more_often(full_book, ines):
    desk, counts = Browser("ines"), []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk.get("/contacts/")
        counts.append(len(queries))
        for number in range(20):
            linked(ines, "customer", name=f"Más {number} SL")

    assert counts[0] == counts[1]
