"""Documents in many hands at once, with real threads and transactions on PostgreSQL [1.4] [2.8]
[4.2] [7.2].
"""

import pytest
from django.db import connection

from tests.making import company, exists, linked, record
from tests.making_documents import paper, stored
from tests.usecases.records.test_concurrency import at_once
from unisono.common.errors import InUse
from unisono.documents.models import Document
from unisono.documents.states import AlreadyOrdered
from unisono.links.models import Link
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.orders import NothingLeft, make_order
from unisono.usecases.links.linking import link
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.deleting import delete_record
from unisono.usecases.users import users

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def ada(committed):
    """The administrator, in a database whose transactions commit."""
    return users.actor_named("ines")


@pytest.mark.parametrize("_round", range(3))
def test_a_quote_is_ordered_once_however_many_press_the_button(ada, _round):
    quote = paper(ada, "sales_quote", company(ada))

    results = at_once(*[lambda: make_order("sales_quote", quote, create_party=True, actor=ada)] * 4)

    assert sum(isinstance(result, AlreadyOrdered) for result in results) == 3
    assert (Document.objects.filter(type="sales_order").count(), Link.objects.count()) == (1, 1)


@pytest.mark.parametrize("_round", range(3))
def test_no_more_is_called_off_than_a_blanket_order_has(ada, _round):
    contact, _customer = linked(ada, "customer")
    blanket = paper(
        ada, "sales_blanket_order", contact, [{"description": "Tablón", "quantity": "10"}]
    )

    results = at_once(*[lambda: make_order("sales_blanket_order", blanket, actor=ada)] * 3)

    assert sum(isinstance(result, NothingLeft) for result in results) == 2
    assert Document.objects.filter(type="sales_order").count() == 1


@pytest.mark.parametrize("_round", range(6))
@pytest.mark.parametrize("way", ["link", "create"])
def test_a_quote_that_comes_while_its_contact_becomes_a_customer_gets_it(ada, way, _round):
    """[2.8] Whichever is first."""
    firm = company(ada)
    customer = record(ada, "customer")
    ways = {
        "link": lambda: link(firm, "customer", customer, actor=ada),
        "create": lambda: create_as(firm, "customer", actor=ada),
    }

    at_once(ways[way], lambda: paper(ada, "sales_quote", firm))

    assert stored("sales_quote", "SQ000001").customer is not None


@pytest.mark.parametrize("_round", range(6))
def test_a_customer_goes_or_gets_the_order_and_never_both(ada, _round):
    """[4.2]"""
    contact, customer = linked(ada, "customer")

    results = at_once(
        lambda: delete_record("customer", customer, actor=ada), lambda: _ordered(ada, contact)
    )

    has_order = Document.objects.filter(type="sales_order").exists()
    assert exists("customer", customer) == has_order
    assert isinstance(results[0], InUse) == has_order


def _ordered(ada, contact):
    from unisono.common.errors import Refused

    try:
        return paper(ada, "sales_order", contact)
    except Refused as refusal:
        return refusal


def test_numbers_are_given_without_gaps_or_doubles(ada):
    """[1.4]"""
    contact, _customer = linked(ada, "customer")

    at_once(*[lambda: [paper(ada, "sales_order", contact) for _each in range(5)]] * 4)

    numbers = sorted(Document.objects.values_list("no", flat=True))
    assert numbers == [f"SO{number:06}" for number in range(1, 21)]


def test_different_fields_of_a_document_merge(ada):
    """[3.5]"""
    quote = paper(ada, "sales_quote", company(ada))
    changes = {"city": "Lugo", "note": "visto", "external_document_no": "X-1"}

    at_once(
        *(
            lambda name=name, value=value: change_document(
                "sales_quote", quote, {name: value}, actor=ada, expected=1
            )
            for name, value in changes.items()
        )
    )

    document = stored("sales_quote", quote)
    assert {name: getattr(document, name) for name in changes} == changes
    assert document.version == 4
