"""Orders are made from quotes and blanket orders [7.2]."""

import pytest

from tests.making import code, company, exists, linked, person, row
from tests.making_documents import paper, stored
from unisono.common.errors import Conflict, Invalid, NotAllowed, Refused
from unisono.contacts.models import Contact
from unisono.documents.models import Document
from unisono.documents.parties import PartyRequired
from unisono.documents.states import AlreadyOrdered
from unisono.links.models import Link
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.orders import NothingLeft, make_order
from unisono.usecases.records.changing import change_record
from unisono.usecases.undo.undo_change_sets import undo_change_set

SIDES = pytest.mark.parametrize(
    ("quote_type", "order_type", "role"),
    [("sales_quote", "sales_order", "customer"), ("purchase_quote", "purchase_order", "vendor")],
)


@SIDES
def test_a_quote_of_a_customer_becomes_an_order_and_is_closed(ines, quote_type, order_type, role):
    contact, record = linked(ines, role)
    quote = paper(ines, quote_type, contact, external_document_no="X-7")

    order = stored(order_type, make_order(quote_type, quote, actor=ines).no)

    assert (order.party.no, str(order.total), order.external_document_no) == (
        record,
        "24.2000",
        "X-7",
    )
    assert (order.source.no, order.status) == (quote, "open")
    assert stored(quote_type, quote).status == "closed"


@SIDES
@pytest.mark.parametrize("confirmed", [{}, {"create_party": False}])
def test_without_confirmation_nothing_happens(ines, quote_type, order_type, role, confirmed):
    quote = paper(ines, quote_type, company(ines))

    with pytest.raises(PartyRequired) as refusal:
        make_order(quote_type, quote, **confirmed, actor=ines)

    assert refusal.value.code == f"{role}-required"
    assert (stored(quote_type, quote).status, Document.objects.count(), Link.objects.count()) == (
        "open",
        1,
        0,
    )


def test_without_any_template_nothing_happens(ines):
    code(ines, "customer-templates", "EXPORT", contact_type="company")
    quote = paper(ines, "sales_quote", company(ines))

    with pytest.raises(PartyRequired):
        make_order("sales_quote", quote, create_party=True, actor=ines)
    make_order("sales_quote", quote, create_party=True, template="EXPORT", actor=ines)

    assert stored("sales_quote", quote).customer is not None


@SIDES
def test_confirmed_the_customer_is_created_from_the_template(ines, quote_type, order_type, role):
    code(ines, "payment-terms", "60D", due_days=60)
    code(ines, f"{role}-templates", "SPECIAL", contact_type="company", payment_terms_code="60D")
    firm = company(ines, city="Lugo")
    quote = paper(ines, quote_type, firm, template_code="SPECIAL")

    order = stored(order_type, make_order(quote_type, quote, create_party=True, actor=ines).no)

    assert (order.party.name, order.party.city, order.party.payment_terms_code_id) == (
        "Talleres Muñoz SL",
        "Lugo",
        "60D",
    )
    assert Link.objects.get(role=role).contact.no == firm
    assert stored(quote_type, quote).party == order.party


def test_for_a_person_its_company_becomes_the_customer(ines):
    """[7.2] [2.5]"""
    firm = company(ines)
    ana = person(ines, company_no=firm)
    quote = paper(ines, "sales_quote", ana)

    order = stored(
        "sales_order", make_order("sales_quote", quote, create_party=True, actor=ines).no
    )

    assert (Link.objects.get().contact.no, order.contact.no, order.attention) == (
        firm,
        ana,
        "Ana Gil",
    )


def test_an_independent_person_becomes_a_customer_itself(ines):
    eva = person(ines, "Eva Sanz")
    quote = paper(ines, "sales_quote", eva)

    make_order("sales_quote", quote, create_party=True, actor=ines)

    assert Link.objects.get().contact.no == eva


def test_a_quote_is_ordered_once(ines):
    contact, _customer = linked(ines, "customer")
    quote = paper(ines, "sales_quote", contact)
    make_order("sales_quote", quote, actor=ines)

    with pytest.raises(AlreadyOrdered):
        make_order("sales_quote", quote, actor=ines)
    with pytest.raises(AlreadyOrdered):
        change_document("sales_quote", quote, {"status": "open"}, actor=ines)

    assert Document.objects.filter(type="sales_order").count() == 1


def test_a_closed_quote_is_opened_before_it_is_ordered(ines):
    contact, _customer = linked(ines, "customer")
    quote = paper(ines, "sales_quote", contact)
    change_document("sales_quote", quote, {"status": "closed"}, actor=ines)

    with pytest.raises(Conflict):
        make_order("sales_quote", quote, actor=ines)


def test_no_order_for_somebody_who_was_blocked_since(ines):
    """[2.7]"""
    contact, _customer = linked(ines, "customer")
    quote = paper(ines, "sales_quote", contact)
    change_record("contact", contact, {"privacy_blocked": True}, actor=ines)

    with pytest.raises(Refused) as refusal:
        make_order("sales_quote", quote, actor=ines)

    assert refusal.value.code == "privacy-blocked"


def test_purchasing_orders_and_makes_vendors_and_no_customers(ines, petra):
    firm = company(ines)
    purchase, sale = paper(ines, "purchase_quote", firm), paper(ines, "sales_quote", firm)

    make_order("purchase_quote", purchase, create_party=True, actor=petra)
    with pytest.raises(NotAllowed):
        make_order("sales_quote", sale, create_party=True, actor=petra)

    assert {link.role for link in Link.objects.all()} == {"vendor"}


@pytest.fixture
def blanket(ines):
    """A blanket order of ten planks and a hundred nails."""
    contact, _customer = linked(ines, "customer")
    lines = [
        {"description": "Tablón", "quantity": "10", "unit_price": "3", "vat_pct": "21"},
        {"description": "Clavos", "quantity": "100", "unit_price": "0.05"},
    ]
    return paper(ines, "sales_blanket_order", contact, lines)


def ordered(actor, blanket, quantities=None):
    order = make_order("sales_blanket_order", blanket, quantities=quantities, actor=actor).no
    return [
        (line.description, str(line.quantity.normalize()))
        for line in stored("sales_order", order).lines.all()
    ]


def test_a_blanket_order_is_called_off_until_nothing_is_left(ines, blanket):
    assert ordered(ines, blanket, [{"line": 1, "quantity": "4"}]) == [("Tablón", "4")]
    assert ordered(ines, blanket) == [("Tablón", "6"), ("Clavos", "1E+2")]
    with pytest.raises(NothingLeft):
        ordered(ines, blanket)

    assert stored("sales_blanket_order", blanket).status == "open"


def test_what_an_order_gives_back_can_be_called_off_again(ines, blanket):
    made = make_order("sales_blanket_order", blanket, actor=ines)
    undo_change_set(made.change_set, actor=ines)

    assert ordered(ines, blanket, [{"line": 2, "quantity": "7"}]) == [("Clavos", "7")]


@pytest.mark.parametrize(
    ("quantities", "field"),
    [
        ([{"line": 1, "quantity": "11"}], "lines.0.quantity"),
        ([{"line": 1, "quantity": "-1"}], "lines.0.quantity"),
        ([{"line": 1, "quantity": "x"}], "lines.0.quantity"),
        ([{"line": 3, "quantity": "1"}], "lines.0.line"),
        ([{"line": 0, "quantity": "1"}], "lines.0.line"),
        ([{"line": True, "quantity": "1"}], "lines.0.line"),
        ([{"line": 1, "quantity": "1"}, {"line": 1, "quantity": "1"}], "lines.1.line"),
        ([{"line": 1, "quantity": "1", "price": "1"}], "lines.0.price"),
        (["x"], "lines.0"),
        ({}, "lines"),
    ],
)
def test_wrong_quantities_name_the_line_and_make_no_order(ines, blanket, quantities, field):
    with pytest.raises(Invalid) as refusal:
        ordered(ines, blanket, quantities)

    assert [error.field for error in refusal.value.errors] == [field]
    assert not Document.objects.filter(type="sales_order").exists()


def test_undoing_an_order_takes_the_customer_back_and_opens_the_quote(ines):
    """[3.7] All of it was one act."""
    firm = company(ines)
    quote = paper(ines, "sales_quote", firm)
    made = make_order("sales_quote", quote, create_party=True, actor=ines)

    undone = undo_change_set(made.change_set, actor=ines)
    now = stored("sales_quote", quote)
    assert (now.status, now.customer, now.template_code) == ("open", None, "CUST-COMPANY")
    assert (Document.objects.count(), Link.objects.count(), exists("customer", "C000001")) == (
        1,
        0,
        False,
    )
    undo_change_set(undone.change_set, actor=ines)

    order = stored("sales_order", made.no)
    assert (order.customer.no, order.source.no, str(order.total)) == ("C000001", quote, "24.2000")
    assert (stored("sales_quote", quote).status, row("contact", firm).name) == (
        "closed",
        "Talleres Muñoz SL",
    )
    assert Contact.objects.count() == 1
