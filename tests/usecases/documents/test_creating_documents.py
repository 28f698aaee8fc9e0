"""Documents come into being and keep what they took over [7.1] to [7.4] [7.6]."""

import pytest

from tests.making import code, company, linked, person, record, setup
from tests.making_documents import paper, stored
from unisono.common.errors import Invalid, NotAllowed, Refused
from unisono.documents.models import Document
from unisono.documents.parties import NotRelated, PartyRequired
from unisono.documents.types import TYPES
from unisono.records.planned import PreviewOutdated
from unisono.setup.series import NumberTaken
from unisono.usecases.documents.creating import create_document
from unisono.usecases.documents.refreshing import preview_refresh, refresh
from unisono.usecases.links.linking import link
from unisono.usecases.records.changing import change_record
from unisono.usecases.setup.setup import change_company

FOR_CONTACTS = [name for name, info in TYPES.items() if not info.is_blanket]


@pytest.mark.parametrize("type_", TYPES)
def test_a_document_of_a_linked_contact_names_its_record(ines, type_):
    """[7.1]"""
    contact, customer, vendor = linked(ines, "customer", "vendor")

    document = stored(type_, paper(ines, type_, contact))

    assert document.contact.no == contact
    assert document.party.no == (customer if document.info.role == "customer" else vendor)
    assert (document.status, str(document.total)) == ("open", "24.2000")


@pytest.mark.parametrize("type_", TYPES)
def test_a_document_begins_at_the_customer_or_vendor_too(ines, type_):
    """[7.1] Its contact is the primary one, else the linked one."""
    contact, customer, vendor = linked(ines, "customer", "vendor")
    ana = person(ines, company_no=contact)
    change_record("customer", customer, {"primary_contact_no": ana}, actor=ines)
    role = TYPES[type_].role

    no = paper(ines, type_, **{f"{role}_no": customer if role == "customer" else vendor})

    assert stored(type_, no).contact.no == (ana if role == "customer" else contact)


def test_a_customer_without_contact_gets_its_order(ines):
    sola = record(ines, "customer", "Sola SL", contact_name="Rita Paz", address="Calle Mayor 1")

    order = stored("sales_order", paper(ines, "sales_order", customer_no=sola))

    assert (order.contact, order.customer.no, order.name, order.attention) == (
        None,
        sola,
        "Sola SL",
        "Rita Paz",
    )


@pytest.mark.parametrize("type_", [name for name in FOR_CONTACTS if not TYPES[name].is_quote])
def test_an_order_needs_a_customer_or_vendor(ines, type_):
    """[7.2] Nothing is stored, and no number is used up."""
    contact = company(ines)

    with pytest.raises(PartyRequired) as refusal:
        paper(ines, type_, contact)

    assert refusal.value.code == f"{TYPES[type_].role}-required"
    assert not Document.objects.exists()
    linked_contact, *_ = linked(ines, TYPES[type_].role)
    assert paper(ines, type_, linked_contact).endswith("000001")


def test_a_quote_needs_nothing_but_a_contact_and_takes_the_template_that_fits(ines):
    """[7.2]"""
    firm, eva = company(ines), person(ines, "Eva Sanz")

    assert stored("sales_quote", paper(ines, "sales_quote", firm)).template_code == "CUST-COMPANY"
    assert stored("sales_quote", paper(ines, "sales_quote", eva)).template_code == "CUST-PERSON"
    assert (
        stored("purchase_quote", paper(ines, "purchase_quote", firm)).template_code
        == "VEND-COMPANY"
    )


def test_with_several_templates_none_is_guessed(ines):
    code(ines, "customer-templates", "EXPORT", contact_type="company")
    firm = company(ines)

    assert stored("sales_quote", paper(ines, "sales_quote", firm)).template_code == ""
    assert (
        stored(
            "sales_quote", paper(ines, "sales_quote", firm, template_code="export")
        ).template_code
        == "EXPORT"
    )
    for wrong in ("CUST-PERSON", "NONE", 7):
        with pytest.raises(Invalid):
            paper(ines, "sales_quote", firm, template_code=wrong)


def test_a_person_s_document_is_for_the_company_and_to_the_person(ines):
    """[7.3] [2.5]"""
    contact, customer = linked(ines, "customer", address="Calle Mayor 1", city="Lugo")
    ana = person(ines, company_no=contact, email="ana@elm.example")

    order = stored("sales_order", paper(ines, "sales_order", ana))

    assert (order.customer.no, order.name, order.attention) == (
        customer,
        "Talleres Muñoz SL",
        "Ana Gil",
    )
    assert (order.contact.no, order.city, order.email) == (ana, "Lugo", "ana@elm.example")


def test_a_document_keeps_what_it_took_over(ines):
    """[7.3]"""
    code(ines, "payment-terms", "30D", due_days=30)
    contact, customer = linked(
        ines, "customer", address="Calle Mayor 1", currency_code="EUR", language_code="es-ES"
    )
    change_record("customer", customer, {"payment_terms_code": "30D"}, actor=ines)
    no = paper(ines, "sales_order", contact, document_date="2025-03-04")

    change_record(
        "contact",
        contact,
        {"name": "Otro SL", "address": "Otra 2", "currency_code": "USD"},
        actor=ines,
    )
    change_record("customer", customer, {"no": "C-9", "payment_terms_code": ""}, actor=ines)

    order = stored("sales_order", no)
    assert (order.name, order.address, order.currency_code) == (
        "Talleres Muñoz SL",
        "Calle Mayor 1",
        "EUR",
    )
    assert (str(order.due_date), order.payment_terms_code_id) == ("2025-04-03", "30D")
    assert (order.customer.no, order.party_no) == ("C-9", customer)


def test_what_is_sent_along_wins_over_the_party(ines):
    contact, _ = linked(ines, "customer", city="Lugo")

    no = paper(
        ines,
        "sales_order",
        contact,
        city="Ourense",
        due_date="2030-01-02",
        currency_code="JPY",
        no="P-1",
    )

    order = stored("sales_order", no)
    assert (no, order.city, str(order.due_date), str(order.total)) == (
        "P-1",
        "Ourense",
        "2030-01-02",
        "24.0000",
    )


def test_currency_and_language_are_our_own_where_the_party_has_none(ines):
    change_company({"currency_code": "EUR", "language_code": "es"}, actor=ines)
    contact = company(ines)

    quote = stored("sales_quote", paper(ines, "sales_quote", contact))

    assert (quote.currency_code, quote.language_code) == ("EUR", "es")


def test_refreshing_shows_what_changed_and_takes_it_over(ines):
    """[7.3]"""
    contact, _ = linked(ines, "customer", city="Lugo")
    no = paper(ines, "sales_quote", contact)
    assert preview_refresh("sales_quote", no, actor=ines).changes == []
    change_record("contact", contact, {"city": "Ourense"}, actor=ines)

    looked = preview_refresh("sales_quote", no, actor=ines)
    assert looked.changes == [("city", "Lugo", "Ourense")]
    change_record("contact", contact, {"city": "Vigo"}, actor=ines)
    with pytest.raises(PreviewOutdated):
        refresh("sales_quote", no, looked.digest, actor=ines)
    assert stored("sales_quote", no).city == "Lugo"
    refresh("sales_quote", no, preview_refresh("sales_quote", no, actor=ines).digest, actor=ines)

    assert stored("sales_quote", no).city == "Vigo"


def test_contact_and_customer_of_different_companies_do_not_belong_together(ines):
    """[7.6]"""
    contact, _customer = linked(ines, "customer")
    _other, stranger = linked(ines, "customer", name="Otra SL")
    alone = record(ines, "customer", "Sola SL")

    for customer in (stranger, alone):
        with pytest.raises(NotRelated) as refusal:
            paper(ines, "sales_quote", contact, customer_no=customer)
        assert refusal.value.code == "not-related"


def test_of_several_customers_one_is_named(ines):
    setup(ines, several_customers_per_contact=True)
    contact, first = linked(ines, "customer")
    second = record(ines, "customer")
    link(contact, "customer", second, actor=ines)

    with pytest.raises(Refused) as refusal:
        paper(ines, "sales_order", contact)
    assert (refusal.value.code, refusal.value.extra["numbers"]) == (
        "customer-choice",
        [first, second],
    )

    assert (
        stored("sales_order", paper(ines, "sales_order", contact, customer_no=second)).customer.no
        == second
    )


@pytest.mark.parametrize("who", ["contact", "person", "company", "customer"])
def test_nobody_who_is_privacy_blocked_gets_a_new_document(ines, who):
    """[2.7]"""
    contact, customer = linked(ines, "customer")
    ana = person(ines, company_no=contact)
    blocked = {"contact": contact, "company": contact, "person": ana, "customer": customer}[who]
    kind = "customer" if who == "customer" else "contact"
    change_record(kind, blocked, {"privacy_blocked": True}, actor=ines)

    with pytest.raises(Refused) as refusal:
        paper(ines, "sales_quote", ana if who in ("person", "company") else contact)

    assert refusal.value.code == "privacy-blocked"


@pytest.mark.parametrize(
    ("blocked", "quote", "order"), [("all", False, False), ("ship", True, False), ("", True, True)]
)
def test_a_blocked_customer_gets_no_order(ines, blocked, quote, order):
    contact, customer = linked(ines, "customer")
    change_record("customer", customer, {"blocked": blocked}, actor=ines)

    for type_, may in (("sales_quote", quote), ("sales_order", order)):
        if may:
            assert paper(ines, type_, contact)
            continue
        with pytest.raises(Refused) as refusal:
            paper(ines, type_, contact)
        assert refusal.value.code == "blocked"


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("omar", {"sales"}),
        ("petra", {"purchase"}),
        ("felix", set()),
        ("lena", set()),
        ("ines", {"sales", "purchase"}),
    ],
)
def test_each_side_writes_its_own_documents(ines, as_user, name, may):
    """[10.3] Service orders are sales documents."""
    contact, *_ = linked(ines, "customer", "vendor")
    actor = as_user(name)

    for type_, info in TYPES.items():
        if info.side in may:
            paper(actor, type_, contact)
        else:
            with pytest.raises(NotAllowed):
                paper(actor, type_, contact)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "contact_no"),
        ({"contact_no": "NOBODY"}, "contact_no"),
        ({"contact_no": 7}, "contact_no"),
        ({"customer_no": "NOBODY"}, "customer_no"),
        ({"vendor_no": "V1", "contact_no": "ELM"}, "vendor_no"),
        ({"contact_no": "ELM", "document_date": "04/03/2025"}, "document_date"),
        ({"contact_no": "ELM", "document_date": "2025-02-30"}, "document_date"),
        ({"contact_no": "ELM", "document_date": "0001-01-01"}, "document_date"),
        ({"contact_no": "ELM", "document_date": ""}, "document_date"),
        ({"contact_no": "ELM", "currency_code": "XYZ"}, "currency_code"),
        ({"contact_no": "ELM", "payment_terms_code": "NONE"}, "payment_terms_code"),
        ({"contact_no": "ELM", "colour": "red"}, "colour"),
        ({"contact_no": "ELM", "work_description": "planed"}, "work_description"),
        ({"contact_no": "ELM", "no": "A.pdf"}, "no"),
        ({"contact_no": "ELM", "no": ".."}, "no"),
        ({"contact_no": "ELM", "external_document_no": "x" * 36}, "external_document_no"),
    ],
)
def test_bad_input_names_the_field_and_nothing_is_stored(ines, values, field):
    company(ines, no="ELM")

    with pytest.raises(Invalid) as refusal:
        create_document("sales_quote", values, actor=ines)

    assert field in {error.field for error in refusal.value.errors}
    assert not Document.objects.exists()


def test_a_number_is_given_once_whatever_its_case(ines):
    contact = company(ines)
    paper(ines, "sales_quote", contact, no="Q/1")

    with pytest.raises(NumberTaken):
        paper(ines, "sales_quote", contact, no="q/1")

    assert paper(ines, "purchase_quote", contact, no="q/1") == "q/1"


def test_without_a_series_numbers_are_typed(ines):
    setup(ines, sales_quote_nos="")
    contact = company(ines)

    with pytest.raises(Refused) as refusal:
        paper(ines, "sales_quote", contact)

    assert (refusal.value.code, refusal.value.errors[0].field) == (
        "setup-missing",
        "sales_quote_nos",
    )
    assert paper(ines, "sales_quote", contact, no="A1") == "A1"


def test_a_document_without_lines_comes_to_nothing(ines):
    quote = stored("sales_quote", paper(ines, "sales_quote", company(ines), lines=[]))

    assert (quote.total, quote.lines.count()) == (0, 0)


def test_lines_keep_their_order_and_texts(ines):
    lines = [{"description": f"Línea {n}\n王明", "quantity": str(n)} for n in range(1, 40)]

    quote = stored("sales_quote", paper(ines, "sales_quote", company(ines), lines=lines))

    assert [row.description for row in quote.lines.order_by("position")] == [
        line["description"] for line in lines
    ]
