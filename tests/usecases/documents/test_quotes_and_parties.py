"""Open quotes get the customer that their contact becomes [2.8]; what ending does to documents
[4.2] [4.4]; undoing.
"""

import pytest

from tests.making import code, company, exists, linked, person, record
from tests.making_documents import paper, stored
from unisono.common.errors import EditConflict, InUse, NotAllowed
from unisono.documents.models import Document
from unisono.history.models import ChangeSet
from unisono.usecases.documents.changing import change_document, delete_document
from unisono.usecases.links.linking import link
from unisono.usecases.links.unlinking import unlink
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.deleting import delete_contact, delete_record
from unisono.usecases.records.role_records import create_record
from unisono.usecases.undo.undo_change_sets import undo_change_set

SIDES = pytest.mark.parametrize(
    ("type_", "role"), [("sales_quote", "customer"), ("purchase_quote", "vendor")]
)


@SIDES
@pytest.mark.parametrize("way", ["link", "create"])
def test_open_quotes_of_a_contact_and_its_people_get_the_record(ines, type_, role, way):
    """[2.8]"""
    firm = company(ines)
    ana = person(ines, company_no=firm)
    quotes = [paper(ines, type_, firm), paper(ines, type_, ana)]
    closed = paper(ines, type_, firm)
    change_document(type_, closed, {"status": "closed"}, actor=ines)

    if way == "link":
        no = record(ines, role)
        link(firm, role, no, actor=ines)
    else:
        no = create_as(firm, role, actor=ines).no

    assert [stored(type_, quote).party.no for quote in quotes] == [no, no]
    assert {
        (stored(type_, quote).party_no, stored(type_, quote).template_code) for quote in quotes
    } == {(no, "")}
    assert stored(type_, closed).party is None


@SIDES
def test_an_independent_person_s_quotes_get_its_own_record_and_no_other(ines, type_, role):
    eva, rita = person(ines, "Eva Sanz"), person(ines, "Rita Paz")
    hers, other = paper(ines, type_, eva), paper(ines, type_, rita)

    no = create_as(eva, role, actor=ines).no

    assert stored(type_, hers).party.no == no
    assert stored(type_, other).party is None


def test_a_customer_is_none_of_a_purchase_quote_s_business(ines):
    firm = company(ines)
    purchase = paper(ines, "purchase_quote", firm)

    create_as(firm, "customer", actor=ines)

    assert stored("purchase_quote", purchase).party is None


def test_the_quote_keeps_what_it_printed_and_fills_its_terms(ines):
    firm = company(ines, "Talleres Muñoz SL", city="Lugo")
    quote = paper(ines, "sales_quote", firm)
    change_document("sales_quote", quote, {"city": "Vigo"}, actor=ines)
    code(ines, "payment-terms", "30D", due_days=30)
    customer = record(ines, "customer", payment_terms_code="30D")

    link(firm, "customer", customer, actor=ines)

    document = stored("sales_quote", quote)
    assert (document.city, document.payment_terms_code_id) == ("Vigo", "30D")
    assert document.due_date is not None


def test_undoing_the_link_takes_the_customer_off_the_quote(ines):
    firm, customer = company(ines), record(ines, "customer")
    quote = paper(ines, "sales_quote", firm)
    made = link(firm, "customer", customer, actor=ines)

    undo_change_set(made.change_set, actor=ines)

    assert (stored("sales_quote", quote).customer, stored("sales_quote", quote).template_code) == (
        None,
        "CUST-COMPANY",
    )


def test_unlinking_leaves_documents_as_they_are(ines):
    contact, customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)

    unlink(contact, "customer", customer, actor=ines)

    assert (stored("sales_order", order).customer.no, stored("sales_order", order).contact.no) == (
        customer,
        contact,
    )


@pytest.mark.parametrize("status", ["open", "released"])
def test_a_customer_with_open_documents_is_not_deleted(ines, status):
    """[4.2]"""
    contact, customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)
    change_document("sales_order", order, {"status": status}, actor=ines)

    with pytest.raises(InUse) as refusal:
        delete_record("customer", customer, actor=ines)

    assert order in refusal.value.message
    assert exists("customer", customer)


def test_closed_documents_outlive_their_customer_and_contact_and_get_them_back(ines):
    """[4.4] Name and number stay as they were printed; undoing the deletion ties them again."""
    contact, customer = linked(ines, "customer", city="Lugo")
    order = paper(ines, "sales_order", contact)
    change_document("sales_order", order, {"status": "closed"}, actor=ines)

    gone = [delete_record("customer", customer, actor=ines), delete_contact(contact, actor=ines)]
    document = stored("sales_order", order)
    assert (document.customer, document.contact) == (None, None)
    assert (document.party_no, document.name, document.city) == (
        customer,
        "Talleres Muñoz SL",
        "Lugo",
    )
    for outcome in reversed(gone):
        undo_change_set(outcome.change_set, actor=ines)

    document = stored("sales_order", order)
    assert (document.customer.no, document.contact.no) == (customer, contact)


def test_the_only_party_of_an_open_quote_is_not_deleted(ines):
    """[4.4]"""
    firm = company(ines)
    quote = paper(ines, "sales_quote", firm)

    with pytest.raises(InUse):
        delete_contact(firm, actor=ines)
    change_document("sales_quote", quote, {"status": "closed"}, actor=ines)
    delete_contact(firm, actor=ines)

    assert stored("sales_quote", quote).contact is None


def test_a_contact_whose_quote_has_a_customer_may_go(ines):
    contact, customer = linked(ines, "customer")
    quote = paper(ines, "sales_quote", contact)

    delete_contact(contact, actor=ines)

    assert (stored("sales_quote", quote).contact, stored("sales_quote", quote).customer.no) == (
        None,
        customer,
    )


def test_people_on_open_quotes_are_not_deleted_with_their_company(ines):
    firm = company(ines)
    ana = person(ines, company_no=firm)
    quote = paper(ines, "sales_quote", ana)

    with pytest.raises(InUse):
        delete_contact(firm, "delete", actor=ines)
    delete_contact(firm, "keep", actor=ines)

    assert stored("sales_quote", quote).contact.no == ana


def test_a_creation_on_which_a_document_depends_is_not_undone(ines):
    """[3.7]"""
    made = create_record("customer", {"name": "Sol SL"}, actor=ines)
    paper(ines, "sales_order", customer_no=made.no)

    with pytest.raises(InUse):
        undo_change_set(made.change_set, actor=ines)

    assert exists("customer", made.no)


def test_undoing_a_creation_a_change_and_a_deletion_of_a_document(ines):
    """[3.7]"""
    contact, _customer = linked(ines, "customer", city="Lugo")
    order = paper(ines, "sales_order", contact)
    created = ChangeSet.objects.latest("id").pk
    changed = change_document("sales_order", order, {"city": "Vigo", "lines": []}, actor=ines)
    deleted = delete_document("sales_order", order, actor=ines)

    undo_change_set(deleted.change_set, actor=ines)
    assert (stored("sales_order", order).city, stored("sales_order", order).contact.no) == (
        "Vigo",
        contact,
    )
    undo_change_set(changed.change_set, actor=ines)
    assert (stored("sales_order", order).city, str(stored("sales_order", order).total)) == (
        "Lugo",
        "24.2000",
    )
    undo_change_set(created, skip_conflicts=True, actor=ines)
    assert Document.objects.count() == 1  # changed since, so it is kept
    with pytest.raises(EditConflict):
        undo_change_set(created, actor=ines)


def test_a_document_that_nobody_touched_since_goes_when_its_creation_is_undone(ines):
    contact, _customer = linked(ines, "customer")
    paper(ines, "sales_order", contact)

    undo_change_set(ChangeSet.objects.latest("id").pk, actor=ines)

    assert not Document.objects.exists()


def test_what_somebody_changed_since_is_a_conflict_and_the_rest_comes_back(ines):
    contact, _customer = linked(ines, "customer", city="Lugo")
    order = paper(ines, "sales_order", contact)
    outcome = change_document("sales_order", order, {"city": "Vigo", "note": "ay"}, actor=ines)
    change_document("sales_order", order, {"city": "Ourense"}, actor=ines)

    with pytest.raises(EditConflict) as conflict:
        undo_change_set(outcome.change_set, actor=ines)
    assert [each["field"] for each in conflict.value.extra["conflicts"]] == ["city"]
    undo_change_set(outcome.change_set, skip_conflicts=True, actor=ines)

    assert (stored("sales_order", order).city, stored("sales_order", order).note) == ("Ourense", "")


def test_purchasing_does_not_undo_what_sales_did(ines, omar, petra):
    contact, _customer = linked(ines, "customer")
    order = paper(omar, "sales_order", contact)
    mine = change_document("sales_order", order, {"note": "mío"}, actor=omar)

    with pytest.raises(NotAllowed):
        undo_change_set(mine.change_set, actor=petra)
    undo_change_set(mine.change_set, actor=omar)

    assert stored("sales_order", order).note == ""


def test_a_renamed_party_renames_the_tie_and_not_the_paper(ines):
    """[4.4] [4.6]"""
    contact, customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)

    change_record("customer", customer, {"no": "NUEVO"}, actor=ines)

    assert (stored("sales_order", order).customer.no, stored("sales_order", order).party_no) == (
        "NUEVO",
        customer,
    )
