"""People change companies and companies their terms; documents say so, and follow only when they
are refreshed.
"""

import pytest

from tests.making import code, company, exists, linked, person
from tests.making_documents import paper, stored
from unisono.common.errors import Conflict
from unisono.documents.models import Document
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.documents.refreshing import preview_refresh, refresh
from unisono.usecases.records.changing import change_record


def test_no_order_is_made_for_the_company_that_a_person_went_to(ines):
    """[5.4] Luis' quote was for Alfa; Beta does not get the bill."""
    alfa, beta = company(ines, "Alfa SL"), company(ines, "Beta SL")
    luis = person(ines, "Luis Gil", company_no=alfa)
    quote = paper(ines, "sales_quote", luis)
    change_record("contact", luis, {"company_no": beta}, actor=ines)

    with pytest.raises(Conflict) as refusal:
        make_order("sales_quote", quote, create_party=True, actor=ines)

    assert refusal.value.code == "party-moved"
    assert (Document.objects.count(), exists("customer", "C000001")) == (1, False)
    refresh("sales_quote", quote, actor=ines)
    order = stored(
        "sales_order", make_order("sales_quote", quote, create_party=True, actor=ines).no
    )
    assert (order.name, order.customer.name, order.company.no) == ("Beta SL", "Beta SL", beta)


def test_a_quote_of_somebody_who_joined_a_customer_is_refreshed_and_ordered(ines):
    beta, customer = linked(ines, "customer", name="Beta SL")
    luis = person(ines, "Luis Gil")
    quote = paper(ines, "sales_quote", luis)
    change_record("contact", luis, {"company_no": beta}, actor=ines)

    rows = {
        name: (old, new)
        for name, old, new in preview_refresh("sales_quote", quote, actor=ines).changes
    }
    assert (rows["customer_no"], rows["company_no"]) == (("", customer), (luis, beta))
    refresh("sales_quote", quote, actor=ines)

    order = stored("sales_order", make_order("sales_quote", quote, actor=ines).no)
    assert (order.customer.no, order.contact.no, order.attention) == (customer, luis, "Luis Gil")


def test_refreshed_terms_bring_their_due_date(ines):
    code(ines, "payment-terms", "60D", due_days=60)
    code(ines, "payment-terms", "14D", due_days=14)
    contact, customer = linked(ines, "customer")
    change_record("customer", customer, {"payment_terms_code": "60D"}, actor=ines)
    order = paper(ines, "sales_order", contact, document_date="2025-03-01")
    change_record("customer", customer, {"payment_terms_code": "14D"}, actor=ines)

    shown = preview_refresh("sales_order", order, actor=ines).changes
    assert ("due_date", "2025-04-30", "2025-03-15") in shown
    refresh("sales_order", order, actor=ines)

    assert str(stored("sales_order", order).due_date) == "2025-03-15"


def test_another_customer_s_terms_bring_their_due_date_unless_one_is_typed(ines):
    code(ines, "payment-terms", "60D", due_days=60)
    contact, _customer = linked(ines, "customer")
    other, slow = linked(ines, "customer", name="Otra SL")
    change_record("customer", slow, {"payment_terms_code": "60D"}, actor=ines)
    order = paper(ines, "sales_order", contact, document_date="2025-03-01")

    change_document("sales_order", order, {"contact_no": other}, actor=ines)
    assert str(stored("sales_order", order).due_date) == "2025-04-30"
    change_document(
        "sales_order", order, {"contact_no": contact, "due_date": "2025-03-09"}, actor=ines
    )
    assert str(stored("sales_order", order).due_date) == "2025-03-09"
