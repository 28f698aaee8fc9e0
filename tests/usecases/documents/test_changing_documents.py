"""Documents change while they are open: header, lines, parties, status; conflicts between two
people [3.5].
"""

import pytest

from tests.making import code, company, linked, person, record
from tests.making_documents import paper, stored
from unisono.common.errors import (
    EditConflict,
    InUse,
    Invalid,
    NotAllowed,
    NotFound,
    PreconditionFailed,
    Refused,
)
from unisono.documents.models import Document
from unisono.documents.parties import PartyRequired
from unisono.documents.states import NotOpen
from unisono.history.models import Change
from unisono.usecases.documents.changing import change_document, delete_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.links.linking import link
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_record


@pytest.fixture
def quote(ines):
    """A quote for a company that is no customer."""
    return paper(ines, "sales_quote", company(ines))


def changed(actor, no, **values):
    return change_document("sales_quote", no, values, actor=actor)


def test_a_change_of_lines_is_told_with_the_sums(ines, quote):
    outcome = changed(
        ines, quote, lines=[{"description": "Té", "quantity": "3", "unit_price": "1.50"}]
    )

    document, change = (
        stored("sales_quote", quote),
        Change.objects.get(change_set=outcome.change_set),
    )
    assert (str(document.total), document.version) == ("4.5000", 2)
    assert (change.kind, change.no, list(change.values)) == ("sales_quote", quote, ["lines"])
    old, new, cause = change.values["lines"]
    assert ([line["quantity"] for line in (*old, *new)], cause) == (["2", "3"], "typed")


def test_equal_values_are_not_written(ines, quote):
    document = stored("sales_quote", quote)

    outcome = changed(ines, quote, name=document.name, city=document.city)

    assert (outcome.change_set, stored("sales_quote", quote).version) == (None, 1)


def test_the_due_date_follows_date_and_terms_unless_it_was_typed(ines, quote):
    code(ines, "payment-terms", "30D", due_days=30)

    changed(ines, quote, document_date="2025-01-31", payment_terms_code="30D")
    assert str(stored("sales_quote", quote).due_date) == "2025-03-02"
    changed(ines, quote, due_date="2025-02-15")
    changed(ines, quote, external_document_no="X-1")
    assert str(stored("sales_quote", quote).due_date) == "2025-02-15"
    changed(ines, quote, due_date="")
    assert stored("sales_quote", quote).due_date is None


def test_another_currency_rounds_anew(ines, quote):
    changed(ines, quote, lines=[{"quantity": "1", "unit_price": "10.55"}])

    changed(ines, quote, currency_code="JPY")

    assert str(stored("sales_quote", quote).total) == "11.0000"


def test_another_contact_brings_its_data_except_for_what_is_sent_along(ines, quote):
    other = company(ines, "Otra SL", city="Vigo", phone_no="915 550 101")

    changed(ines, quote, contact_no=other, name="Otra, Sociedad Limitada")

    document = stored("sales_quote", quote)
    assert (document.contact.no, document.city, document.name) == (
        other,
        "Vigo",
        "Otra, Sociedad Limitada",
    )


def test_a_quote_can_be_given_a_customer_of_its_contact(ines, quote):
    contact, customer = stored("sales_quote", quote).contact.no, record(ines, "customer")
    stranger = record(ines, "customer", "Otra SL")
    link(contact, "customer", customer, actor=ines)

    with pytest.raises(Refused) as refusal:
        changed(ines, quote, customer_no=stranger)

    assert refusal.value.code == "not-related"
    assert stored("sales_quote", quote).customer.no == customer


def test_different_fields_of_two_people_merge_and_the_same_is_a_conflict(ines, omar, quote):
    seen = stored("sales_quote", quote).version
    changed(ines, quote, city="Lugo")

    change_document("sales_quote", quote, {"note": "visto"}, actor=omar, expected=seen)
    with pytest.raises(EditConflict) as conflict:
        change_document("sales_quote", quote, {"city": "Vigo"}, actor=omar, expected=seen)

    assert conflict.value.extra["conflicts"] == [
        {"field": "city", "base": "", "current": "Lugo", "yours": "Vigo"}
    ]
    document = stored("sales_quote", quote)
    assert (document.city, document.note) == ("Lugo", "visto")
    with pytest.raises(PreconditionFailed):
        change_document("sales_quote", quote, {"city": "Vigo"}, actor=omar, expected=99)


def test_a_released_document_is_opened_before_it_is_changed(ines, quote):
    changed(ines, quote, status="released")

    with pytest.raises(NotOpen):
        changed(ines, quote, city="Lugo")
    changed(ines, quote, status="open", city="Lugo")

    assert (stored("sales_quote", quote).status, stored("sales_quote", quote).city) == (
        "open",
        "Lugo",
    )


@pytest.mark.parametrize("status", ["", "done", None, 7])
def test_a_status_is_one_of_three(ines, quote, status):
    with pytest.raises(Invalid):
        changed(ines, quote, status=status)


def test_an_order_that_lost_its_customer_stays_closed(ines):
    contact, customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)
    change_document("sales_order", order, {"status": "closed"}, actor=ines)
    delete_record("customer", customer, actor=ines)

    with pytest.raises(PartyRequired):
        change_document("sales_order", order, {"status": "open"}, actor=ines)


def test_what_was_ordered_of_a_blanket_order_keeps_its_line(ines):
    contact, _customer = linked(ines, "customer")
    lines = [
        {"description": "Tablón", "quantity": "10"},
        {"description": "Clavos", "quantity": "100"},
    ]
    blanket = paper(ines, "sales_blanket_order", contact, lines)
    make_order(
        "sales_blanket_order", blanket, quantities=[{"line": 2, "quantity": "40"}], actor=ines
    )

    for wrong in (lines[:1], [lines[0], {**lines[1], "quantity": "39"}], [lines[1], lines[0]]):
        with pytest.raises(InUse):
            change_document("sales_blanket_order", blanket, {"lines": wrong}, actor=ines)
    change_document(
        "sales_blanket_order", blanket, {"lines": [*lines, {"description": "Cola"}]}, actor=ines
    )

    assert stored("sales_blanket_order", blanket).lines.count() == 3


def test_only_an_open_document_without_followers_is_deleted(ines, omar):
    contact, _customer = linked(ines, "customer")
    quote = paper(ines, "sales_quote", contact)
    blanket = paper(ines, "sales_blanket_order", contact)
    make_order("sales_quote", quote, actor=ines)
    make_order("sales_blanket_order", blanket, actor=ines)

    with pytest.raises(NotOpen):
        delete_document("sales_quote", quote, actor=omar)
    with pytest.raises(InUse):
        delete_document("sales_blanket_order", blanket, actor=omar)
    with pytest.raises(PreconditionFailed):
        delete_document("sales_order", "SO000001", actor=omar, expected=9)
    delete_document("sales_order", "SO000001", actor=omar)

    assert not Document.objects.filter(no="SO000001").exists()


def test_a_document_of_the_other_side_is_not_changed_and_an_unknown_one_not_found(
    petra, ines, quote
):
    with pytest.raises(NotAllowed):
        changed(petra, quote, city="Lugo")
    with pytest.raises(NotFound):
        changed(ines, "NOBODY", city="Lugo")


def test_a_person_stays_the_contact_when_it_moves_to_another_company(ines):
    """[5.4] The past is not rewritten."""
    contact, customer = linked(ines, "customer")
    ana = person(ines, company_no=contact)
    order = paper(ines, "sales_order", ana)

    change_record("contact", ana, {"company_no": company(ines, "Otra SL")}, actor=ines)

    document = stored("sales_order", order)
    assert (document.contact.no, document.customer.no, document.name) == (
        ana,
        customer,
        "Talleres Muñoz SL",
    )
