"""Whom a document's e-mail goes to: the company's people, departments by purpose, copies, files."""

import pytest

from tests.making import company, linked, person
from tests.making_documents import log_of, paper, stored
from tests.web.pages import Browser, words
from unisono.common.errors import Invalid, Refused
from unisono.interactions.delivery import _email
from unisono.interactions.entry_values import File
from unisono.interactions.models import Attachment, Message
from unisono.usecases.documents.sending import email_document, proposal
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.other_addresses import add_address
from unisono.usecases.setup.code_lists import create_entry

PRICES = File("precios.csv", "text/csv", b"a;b")


@pytest.fixture
def firm(ines):
    """A company with an e-mail, and two people, of whom one has an e-mail."""
    no = company(ines, "Talleres Sol SL", email="info@sol.example", language_code="es-ES", no="SOL")
    person(ines, "Ana Gil", company_no=no, email="ana@sol.example", salutation_code="MS", no="ANA")
    person(ines, "Luis Sanz", company_no=no, email="", no="LUIS")
    return no


@pytest.fixture
def quote(ines, firm):
    """A quote for the company."""
    return paper(ines, "sales_quote", firm)


def test_the_people_of_the_company_are_proposed_with_their_addresses(ines, quote):
    """Scenario 14."""
    found = proposal("sales_quote", quote, actor=ines)

    assert [(each.name, each.email) for each in found.recipients] == [
        ("Talleres Sol SL", "info@sol.example"),
        ("Ana Gil", "ana@sol.example"),
    ]
    assert found.to == "info@sol.example"
    assert found.body.startswith("Estimados señores:\n")


def test_the_text_addresses_the_person_who_is_chosen(ines, quote):
    found = proposal("sales_quote", quote, "", "ANA", actor=ines)

    assert (found.to, found.body.splitlines()[0]) == ("ana@sol.example", "Estimada señora Gil:")


def test_another_text_may_be_chosen_whatever_its_language(ines, quote):
    create_entry(
        "mail-texts",
        {"code": "REMIND", "document_type": "sales_quote", "subject": "{no}", "body": "{name}?"},
        actor=ines,
    )

    found = proposal("sales_quote", quote, "REMIND", "ANA", actor=ines)

    assert (found.subject, found.body) == (quote, "Ana Gil?")
    assert {"REMIND", "DOCUMENT-ES", "DOCUMENT-EN"} == {each.code for each in found.texts}


@pytest.mark.parametrize(("text", "person_no"), [("NONE", ""), ("", "NOBODY"), ("", 7)])
def test_what_is_not_there_to_choose_is_refused(ines, quote, text, person_no):
    with pytest.raises(Invalid):
        proposal("sales_quote", quote, text, person_no, actor=ines)


def test_who_is_privacy_blocked_is_neither_proposed_nor_addressed(ines, quote):
    change_record("contact", "ANA", {"privacy_blocked": True}, actor=ines)

    assert [each.contact_no for each in proposal("sales_quote", quote, actor=ines).recipients] == [
        "SOL"
    ]
    with pytest.raises(Refused):
        proposal("sales_quote", quote, "", "ANA", actor=ines)


def test_papers_of_a_sort_go_where_the_company_wants_them(ines, firm):
    """Scenario 24: another address has phone and e-mail."""
    _contact, _customer = firm, linked(ines, "customer")
    add_address(
        firm,
        {"purpose": "quotes", "attention": "Compras", "email": "compras@sol.example"},
        actor=ines,
    )

    quote = stored("sales_quote", paper(ines, "sales_quote", firm))

    assert (quote.email, quote.attention) == ("compras@sol.example", "Compras")
    first = proposal("sales_quote", quote.no, actor=ines).recipients[0]
    assert (first.name, first.purpose) == ("Compras", "quotes")


def test_an_address_for_invoices_changes_no_quote(ines, firm):
    invoices = {"purpose": "invoices", "email": "facturas@sol.example", "city": "Jaca"}
    add_address(firm, invoices, actor=ines)

    quote = stored("sales_quote", paper(ines, "sales_quote", firm))

    assert (quote.email, quote.city) == ("info@sol.example", "")


def test_what_leads_nowhere_is_no_other_address(ines, firm):
    with pytest.raises(Invalid):
        add_address(firm, {"purpose": "quotes", "attention": "Compras"}, actor=ines)


def test_a_copy_and_files_of_one_s_own_go_along_and_are_logged(ines, firm, quote):
    values = {"cc": "ana@sol.example", "to": "info@sol.example;jefe@sol.example"}

    email_document("sales_quote", quote, values, [PRICES], actor=ines)

    message = Message.objects.get()
    sent = _email(message)
    assert (sent.to, sent.cc) == (["info@sol.example", "jefe@sol.example"], ["ana@sol.example"])
    assert [each.get_filename() for each in sent.message().get_payload()[1:]] == [
        f"Oferta {quote}.pdf",
        "precios.csv",
    ]
    assert log_of(firm)[-1] == ("sales_quote_emailed", quote)
    logged = Attachment.objects.filter(interaction__isnull=False).values_list("name", flat=True)
    assert "precios.csv" in logged


def test_a_bad_copy_names_its_field_and_sends_nothing(ines, quote):
    with pytest.raises(Invalid) as refused:
        email_document("sales_quote", quote, {"cc": "nobody"}, actor=ines)

    assert refused.value.errors[0].field == "cc"
    assert not Message.objects.exists()


def test_by_program_the_proposal_and_files_in_base64(ines, api, quote):
    found = api.ok("GET", f"/sales-quotes/{quote}/email?person_no=ANA")
    assert found["to"] == "ana@sol.example"
    assert found["recipients"][1]["contact_no"] == "ANA"

    body = {"person_no": "ANA", "attachments": [{"name": "../a.txt", "content": "aG9sYQ=="}]}
    sent = api.ok("POST", f"/sales-quotes/{quote}/email", body)

    assert (sent["to"], sent["cc"]) == ("ana@sol.example", "")
    assert Attachment.objects.filter(message__isnull=False, name="a.txt").exists()
    bad = {"attachments": [{"name": "a", "content": "%"}]}
    api.refused(422, "POST", f"/sales-quotes/{quote}/email", bad)


def test_on_the_page_who_is_ticked_gets_it_and_untouched_texts_follow_the_choice(ines, quote):
    desk, url = Browser("ines"), f"/sales-quotes/{quote}/email"
    form = desk.form(url)

    look = {**form, "person_no": "ANA", "look": "yes"}
    anew = desk.post(url, 200, **look).content.decode()
    assert "Estimada señora Gil" in anew
    kept = desk.post(url, 200, **{**look, "body": "Mi texto"}).content.decode()
    assert "Mi texto" in kept
    desk.post(url, **{**form, "to_each": ["ana@sol.example"], "to": "jefe@sol.example"})

    assert Message.objects.get().to == "ana@sol.example;jefe@sol.example"
    assert "To, others" in words(desk.get(url))
