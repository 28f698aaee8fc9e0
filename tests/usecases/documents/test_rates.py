"""The VAT rate of lines that say none; how long quotes are valid; copies of documents."""

from datetime import timedelta

import pytest

from tests.making import company, linked, row, setup
from tests.making_documents import paper, stored
from unisono.common.clock import clock
from unisono.common.errors import Invalid
from unisono.documents.queries import lines_of
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.creating import copy_document, create_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.records.changing import change_record
from unisono.usecases.setup.code_lists import change_entry

TEA = {"description": "Té", "unit_price": "10"}


def rate_of(type_, no):
    """The VAT rate of a document's first line."""
    return f"{lines_of(stored(type_, no))[0].vat_pct.normalize():f}"


def test_a_line_takes_the_rate_of_the_setup_where_the_customer_has_none(ines):
    setup(ines, default_vat_pct="21")

    assert rate_of("sales_quote", paper(ines, "sales_quote", company(ines), [TEA])) == "21"


def test_the_customer_s_own_rate_goes_before_and_zero_is_one(ines):
    setup(ines, default_vat_pct="21")
    contact, customer = linked(ines, "customer")
    change_record("customer", customer, {"vat_pct": "0"}, actor=ines)

    outcome = create_document("sales_order", {"contact_no": contact, "lines": [TEA]}, actor=ines)

    assert rate_of("sales_order", outcome.no) == "0"
    assert outcome.warnings == []


def test_a_quote_for_nobody_yet_takes_the_rate_of_the_template(ines):
    change_entry("customer-templates", "CUST-COMPANY", {"vat_pct": "5.2"}, actor=ines)

    assert rate_of("sales_quote", paper(ines, "sales_quote", company(ines), [TEA])) == "5.2"


def test_a_rate_that_is_sent_stays_and_one_added_later_has_the_customer_s(ines):
    contact, customer = linked(ines, "customer")
    change_record("customer", customer, {"vat_pct": "10"}, actor=ines)
    no = paper(ines, "sales_order", contact, [{**TEA, "vat_pct": "4"}])

    change_document("sales_order", no, {"lines": [{**TEA, "vat_pct": "4"}, TEA]}, actor=ines)

    assert [str(line.vat_pct) for line in lines_of(stored("sales_order", no))] == [
        "4.0000",
        "10.0000",
    ]


def test_who_asks_by_program_is_told_that_nobody_said_a_rate(ines):
    lines = [TEA, {"description": "Saludos"}, {**TEA, "vat_pct": "0"}]

    outcome = create_document(
        "sales_quote", {"contact_no": company(ines), "lines": lines}, actor=ines
    )

    (warning,) = outcome.warnings
    assert (warning.code, warning.message.endswith(": 1.")) == ("vat-blank", True)


@pytest.mark.parametrize(
    ("typed", "kept"), [("21", "21"), ("21 %", "21"), ("5.20", "5.2"), ("0", "0"), ("", "")]
)
def test_a_rate_is_kept_without_needless_signs(ines, typed, kept):
    _contact, customer = linked(ines, "customer")

    change_record("customer", customer, {"vat_pct": "7"}, actor=ines)
    change_record("customer", customer, {"vat_pct": typed}, actor=ines)

    assert row("customer", customer).vat_pct == kept


@pytest.mark.parametrize("typed", ["100.1", "-1", "dos", "1e1", "٣"])
def test_what_is_no_rate_is_refused(ines, typed):
    _contact, customer = linked(ines, "customer")

    with pytest.raises(Invalid) as refused:
        change_record("customer", customer, {"vat_pct": typed}, actor=ines)

    assert refused.value.errors[0].field == "vat_pct"


def test_a_quote_is_valid_for_as_long_as_setup_says_and_an_order_says_nothing_of_it(ines):
    setup(ines, quote_validity_days=30)
    contact, _customer = linked(ines, "customer")

    quote = stored("sales_quote", paper(ines, "sales_quote", contact))

    assert quote.valid_until_date == clock().date() + timedelta(days=30)
    with pytest.raises(Invalid):
        paper(ines, "sales_order", contact, valid_until_date="2027-01-01")


def test_an_order_has_the_note_of_its_quote(ines):
    """Scenario 19."""
    contact, _customer = linked(ines, "customer")
    quote = paper(ines, "sales_quote", contact, note="Entregar por la mañana")

    order = make_order("sales_quote", quote, actor=ines)

    assert stored("sales_order", order.no).note == "Entregar por la mañana"


def test_a_copy_has_lines_and_texts_and_what_the_party_is_now(ines):
    contact, customer = linked(ines, "customer")
    no = paper(
        ines, "sales_order", contact, note="Llamar antes", external_document_no="B-1", city="Jaca"
    )
    change_document("sales_order", no, {"status": "closed"}, actor=ines)
    change_record("customer", customer, {"city": "Huesca"}, actor=ines)

    copy = stored("sales_order", copy_document("sales_order", no, actor=ines).no)

    assert (copy.status, copy.note, copy.external_document_no, copy.city) == (
        "open",
        "Llamar antes",
        "",
        "Huesca",
    )
    assert lines_of(copy) == lines_of(stored("sales_order", no))
    assert copy.document_date == clock().date()
