"""Corners of the working day where somebody would have lost something, or been told too much."""

import pytest

from tests.making import company, link_of, person, record
from tests.making_documents import paper, stored
from tests.web.pages import Browser, words
from unisono.contacts.models import AlternativeAddress, Contact
from unisono.contacts.salutations import formulas_in_use, salutations_of, unknown_placeholders
from unisono.documents.models import Document
from unisono.history.models import Change
from unisono.interactions.models import Interaction
from unisono.links.models import Link
from unisono.setup.models import CodeName, Salutation, SalutationFormula
from unisono.setup.queries import setup_now
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.documents.sending import proposal
from unisono.usecases.interactions.messages import email_contact
from unisono.usecases.links.unlinking import unlink
from unisono.usecases.privacy.erasing import erase_person
from unisono.usecases.privacy.exporting import export_personal_data
from unisono.usecases.records.changing import bring_primary_contact, change_record
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.other_addresses import add_address
from unisono.usecases.setup.seeds import name_seeds_of_before

ANA = {"attention": "Ana Ruiz Gil", "email": "ana@x.example", "purpose": "quotes"}


@pytest.fixture
def firm(ines):
    """A company that is a customer."""
    no = company(ines, "Taller Sol SL", no="SOL", email="info@sol.example")
    create_as(no, "customer", actor=ines)
    return no


@pytest.mark.usefixtures("own_folder")
def test_who_is_erased_goes_from_the_addresses_of_the_company_too(ines, firm):
    ana = person(ines, "Ana Ruiz Gil", company_no=firm, email="ana@x.example")
    add_address(firm, {**ANA, "description": "Compras"}, actor=ines)
    add_address(firm, {**ANA, "phone_no": "974 55 01 01"}, actor=ines)

    assert "Compras" in str(export_personal_data(ana, actor=ines).places)
    erase_person(ana, actor=ines)

    left = AlternativeAddress.objects.get()
    assert (left.attention, left.email, left.phone_no) == ("", "", "974 55 01 01")
    written = Change.objects.filter(kind="alternative_address").values_list("values", flat=True)
    assert "Ana" not in str(list(written))
    assert "ana@" not in str(list(written))


def test_quotes_are_leafed_through_by_a_day_that_some_have_none_of(ines, firm, api_of):
    Document.objects.filter(no__in=[paper(ines, "sales_quote", firm) for _each in range(3)]).update(
        valid_until_date=None
    )
    paper(ines, "sales_quote", firm, valid_until_date="2027-01-31")
    api, found, cursor = api_of("ines"), [], ""
    for _page in range(4):
        query = f"sort=valid_until_date&limit=1{cursor}"
        answer = api.call("GET", f"/sales-quotes?{query}").json()
        found += [each["no"] for each in answer["items"]]
        cursor = f"&cursor={answer['next']}"

    assert len(set(found)) == 4, found


def test_a_person_is_named_on_its_own_record_in_small_letters(ines, api_of):
    person(ines, "Eva Ruiz", no="EVA")
    customer = record(ines, "customer", "Eva Ruiz", type="person")

    change_record("customer", customer, {"primary_contact_no": "eva"}, actor=ines)

    assert link_of("customer", customer).contact.no == "EVA"
    listed = api_of("ines").call("GET", "/customers?primary_contact_no=eva").json()
    assert [each["no"] for each in listed["items"]] == [customer]


def test_somebody_known_by_name_alone_is_greeted_as_nobody_else(ines, firm):
    change_record("contact", firm, {"salutation_code": "COMPANY"}, actor=ines)
    contact = Contact.objects.get(no=firm)

    found = salutations_of(contact, setup_now(), "es", formulas_in_use(), "Luis Gil")

    assert found["formal"] == "Estimado/a Luis Gil:"


def test_a_placeholder_with_a_blank_in_it_is_none():
    assert unknown_placeholders("Dear {first name} {surname}") == ["first name"]


def test_lines_are_not_lost_where_the_party_is_refused_meanwhile(ines, firm):
    desk = Browser("ines")
    form = desk.form("/sales-orders/-/new", "/sales-orders/-/new", contact_no=firm)
    change_record("customer", record_of(firm), {"blocked": "all"}, actor=ines)

    sent = {**form, "line-0-description": "Doce tornillos"}
    page = words(desk.post("/sales-orders/-/new", status=422, **sent).content.decode())

    assert "Doce tornillos" in page


def record_of(contact_no):
    """The number of the contact's customer."""
    return Link.objects.get(contact__no=contact_no, role="customer").customer.no


def test_an_e_mail_goes_to_many(ines):
    no = company(ines)
    every = ";".join(f"nombre.apellido{each}@empresa-larga.example" for each in range(12))

    email_contact(no, {"to": every, "subject": "Hola"}, actor=ines)


def test_who_shares_the_address_of_the_company_may_be_addressed(ines, firm):
    person(ines, "Luis Sanz", company_no=firm, no="LUIS", email="info@sol.example")

    found = proposal("sales_quote", paper(ines, "sales_quote", firm), actor=ines)

    assert [each.name for each in found.recipients] == ["Taller Sol SL"]
    assert [each.name for each in found.people] == ["Taller Sol SL", "Luis Sanz"]


def test_an_order_that_is_made_of_a_quote_goes_to_who_takes_orders(ines, firm):
    add_address(firm, {"email": "compras@sol.example", "purpose": "quotes"}, actor=ines)
    add_address(firm, {"email": "pedidos@sol.example", "purpose": "orders"}, actor=ines)
    quote = paper(ines, "sales_quote", firm)

    order = make_order("sales_quote", quote, actor=ines).no

    assert stored("sales_quote", quote).email == "compras@sol.example"
    assert stored("sales_order", order).email == "pedidos@sol.example"


def test_an_order_keeps_the_address_of_its_quote_where_only_the_e_mail_is_for_orders(ines, firm):
    add_address(firm, {"email": "pedidos@sol.example", "purpose": "orders"}, actor=ines)
    add_address(firm, {"address": "Apartado 7", "city": "Jaca"}, actor=ines)
    quote = paper(ines, "sales_quote", firm)
    change_document("sales_quote", quote, {"address": "Calle Mar 1"}, actor=ines)

    order = stored("sales_order", make_order("sales_quote", quote, actor=ines).no)

    assert (order.address, order.email) == ("Calle Mar 1", "pedidos@sol.example")


def test_programs_are_told_of_all_that_have_the_status_by_now(ines, firm, api_of):
    quote = paper(ines, "sales_quote", firm)
    body = {"document_type": "sales_quote", "filter": {"no__in": quote}, "status": "released"}
    answers = [api_of("ines").ok("POST", "/document-statuses", body) for _each in range(2)]

    assert [each["changed"] for each in answers] == [[quote], [quote]]
    assert answers[0]["act"]
    assert answers[1]["act"] == ""


def test_what_a_quote_says_itself_goes_along_where_nobody_takes_orders_alone(ines, firm):
    quote = paper(ines, "sales_quote", firm)
    change_document("sales_quote", quote, {"email": "otra@sol.example"}, actor=ines)

    assert stored("sales_order", make_order("sales_quote", quote, actor=ines).no).email == (
        "otra@sol.example"
    )


def test_whom_one_brings_to_a_company_that_left_meanwhile_is_refused(ines, firm):
    customer = record_of(firm)
    person(ines, "Ana Gil", no="ANA")
    unlink(firm, "customer", customer, actor=ines)

    with pytest.raises(Exception, match="primary contact") as refused:
        bring_primary_contact("customer", customer, "ANA", actor=ines)
    assert refused.value.code == "not-related"


def test_what_was_so_already_is_not_told_as_done(ines, firm):
    quote = paper(ines, "sales_quote", firm)
    desk, chosen = Browser("ines"), {"no__in": quote, "status": "released"}
    desk.client.post("/sales-quotes/-/status", chosen, REQUEST_URI="/")
    desk.get("/sales-quotes/")

    desk.client.post("/sales-quotes/-/status", chosen, REQUEST_URI="/")

    page = words(desk.get("/sales-quotes/"))
    assert "They were so already: 1" in page
    assert "What was done" not in page


def test_who_may_see_only_the_end_of_an_act_is_shown_it(ines, omar, firm, monkeypatch):
    monkeypatch.setattr("unisono.web.views.change_sets._SHOWN", 2)
    made = Change.objects.order_by("pk").first().change_set
    hidden = {"change_set": made, "event": "changed", "kind": "bank_account", "values": {}}
    for number in range(3):
        Change.objects.create(record_id=number, no="B", version_after=1, **hidden)
    Change.objects.filter(change_set=made).exclude(kind="bank_account").update(id=10_000)

    assert firm in words(Browser("omar").get(f"/changes/set-{made.pk}"))


def test_books_with_salutations_of_their_own_get_what_letters_fall_back_on(ines):
    SalutationFormula.objects.all().delete()
    Salutation.objects.all().delete()
    CodeName.objects.all().delete()
    Salutation.objects.create(code="SR", description="Señor")

    name_seeds_of_before()

    codes = Salutation.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == ["COMPANY", "PERSON", "SR"]
    assert SalutationFormula.objects.filter(salutation_id="PERSON").exists()


def test_the_copies_of_an_e_mail_are_shown_where_it_was_logged(ines):
    no = company(ines)
    values = {"to": "a@x.example", "cc": "b@x.example", "subject": "Hola"}
    email_contact(no, values, actor=ines)

    entry = Interaction.objects.get().pk
    assert "b@x.example" in words(Browser("ines").get(f"/interactions/{entry}"))


def test_who_cannot_join_a_new_company_is_told_before_one_agrees(ines):
    eva = person(ines, "Eva Ruiz", no="EVA")
    create_as(eva, "customer", actor=ines)
    other = record(ines, "customer", "Otro SL")

    page = Browser("ines").get(f"/customers/{other}/primary/EVA", status=409)

    assert "EVA" in words(page)


def test_both_addresses_of_the_company_are_ticked_at_its_row(ines, firm):
    change_record("contact", firm, {"email": "a@sol.example;b@sol.example"}, actor=ines)
    quote = paper(ines, "sales_quote", firm)

    page = Browser("ines").get(f"/sales-quotes/{quote}/email")

    row = page[page.index('value="a@sol.example;b@sol.example"') :]
    assert "checked" in row[: row.index(">")]
    assert 'name="to" value=""' in page


@pytest.mark.parametrize(
    ("host", "is_back"), [("http://testserver", True), ("http://evil.example", False)]
)
def test_what_several_documents_are_undone_from_is_gone_back_to(ines, firm, host, is_back):
    quotes = [paper(ines, "sales_quote", firm) for _each in range(2)]
    desk, chosen = Browser("ines"), {"no__in": ",".join(quotes), "status": "released"}
    desk.client.post("/sales-quotes/-/status", chosen, REQUEST_URI="/")
    act = Change.objects.order_by("-pk").first().change_set.act
    referer = f"{host}/sales-quotes/?status=open"

    answer = desk.client.post(f"/undo/act-{act}", REQUEST_URI="/", HTTP_REFERER=referer)

    assert (answer.headers["location"] == "/sales-quotes/?status=open") is is_back
    assert stored("sales_quote", quotes[0]).status == "open"


def test_a_card_is_asked_for_anew_by_back_and_says_names(ines, firm):
    person(ines, "Ana Gil", company_no=firm, no="ANA")
    desk = Browser("ines")

    answer = desk.client.get("/contacts/ANA", REQUEST_URI="/contacts/ANA")

    assert "no-store" in answer.headers["cache-control"]
    assert "Taller Sol SL · SOL" in words(answer.content.decode())
