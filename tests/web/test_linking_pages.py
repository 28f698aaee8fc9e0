"""The link wizard, creating from a contact, unlinking, undoing: pages that show first and do then
[P3].
"""

import re

import pytest

from tests.making import code, company, exists, link_of, linked, person, record, row
from tests.web.pages import Browser, words
from unisono.usecases.links.unlinking import set_link_state
from unisono.usecases.records.changing import change_record

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


@pytest.fixture
def desk(db):
    """ines, administrator, at her desk."""
    return Browser("ines")


def wizard(contact, customer):
    """The address of the wizard for these two."""
    return f"/contacts/{contact}/links/customer/{customer}/wizard"


def test_two_fields_come_from_the_customer_and_the_rest_from_the_contact(ines, desk):
    contact = company(ines, "Muñoz SL", city="Madrid", phone_no="915 55 01 01", email="a@b.example")
    customer = record(
        ines, "customer", "Munoz", city="Toledo", phone_no="925 55 01 01", home_page="munoz.example"
    )
    form = desk.form(wizard(contact, customer))
    sides = {f"side.{name}": "contact" for name in ("name", "search_name", "email")}
    sides |= {
        f"auto.{name}": "contact" for name in ("name", "search_name", "email", "city", "phone_no")
    }
    sides |= {
        "side.city": "other",
        "side.phone_no": "other",
        "side.home_page": "other",
        "auto.home_page": "other",
    }

    shown = desk.post(wizard(contact, customer), 200, all="contact", **sides)
    plan = re.search(r'name="plan" value="(\w+)"', shown.content.decode()).group(1)
    assert plan != form["plan"]
    desk.post(wizard(contact, customer), confirm="yes", plan=plan, all="contact", **sides)

    for kind, no in (("contact", contact), ("customer", customer)):
        found = row(kind, no)
        assert (found.name, found.city, found.phone_no) == ("Muñoz SL", "Toledo", "925 55 01 01")
        assert (found.email, found.home_page) == ("a@b.example", "munoz.example")


def test_what_differs_since_the_preview_is_shown_again_and_nothing_is_done(ines, desk):
    contact, customer = company(ines, city="Madrid"), record(ines, "customer")
    form = desk.form(wizard(contact, customer))
    change_record("contact", contact, {"city": "Toledo"}, actor=ines)

    answer = desk.post(wizard(contact, customer), 409, **form, confirm="yes")

    assert "The records changed since you looked." in words(answer.content.decode())
    assert link_of("customer", customer) is None
    again = re.search(r'name="plan" value="(\w+)"', answer.content.decode()).group(1)
    desk.post(wizard(contact, customer), **{**form, "plan": again}, confirm="yes")
    assert row("customer", customer).city == "Toledo"


def test_without_a_preview_nothing_is_linked(ines, desk):
    contact, customer = company(ines), record(ines, "customer")

    desk.post(wizard(contact, customer), 409, confirm="yes", all="contact")

    assert link_of("customer", customer) is None


def test_a_paused_link_is_resumed_by_the_same_wizard(ines, desk):
    contact, customer = linked(ines, "customer", city="Madrid")
    set_link_state(contact, "customer", customer, "paused", actor=ines)
    change_record("customer", customer, {"city": "Toledo"}, actor=ines)

    form = desk.form(wizard(contact, customer))
    desk.post(wizard(contact, customer), **form, confirm="yes")

    assert link_of("customer", customer).state == "active"
    assert row("customer", customer).city == "Madrid"


def test_a_person_of_a_company_links_the_company_and_the_page_says_so(ines, desk):
    firm, customer = company(ines), record(ines, "customer")
    ana = person(ines, company_no=firm)

    assert "A person of a company is never linked" in desk.get(wizard(ana, customer))
    desk.post(wizard(ana, customer), **desk.form(wizard(ana, customer)), confirm="yes")
    assert link_of("customer", customer).contact.no == firm


def test_candidates_come_with_their_reasons_and_only_those_that_are_free(ines, desk):
    contact = company(ines, "Cerámicas Muñoz SL", vat_registration_no="ESB00123455")
    same_number = record(ines, "customer", "CERAMICAS", vat_registration_no="ESB00123455")
    _other, taken = linked(ines, "customer", name="Cerámicas Muñoz SL")

    page = words(desk.get(f"/contacts/{contact}/link/customer"))

    assert same_number in page
    assert "same VAT number" in page
    assert taken not in page


def test_a_vendor_is_created_with_the_template_that_was_chosen(ines, desk):
    contact = company(ines, city="Madrid")
    code(ines, "payment-terms", "60D", due_days=60)
    code(
        ines,
        "vendor-templates",
        "EU",
        contact_type="company",
        payment_terms_code="60D",
        language_code="fr",
    )

    shown = words(desk.get(f"/contacts/{contact}/create-as/vendor", template="EU"))
    assert "Payment terms 60D Template" in shown
    assert "Language French (fr) Template" in shown
    answer = desk.post(
        f"/contacts/{contact}/create-as/vendor",
        template="EU",
        base="{}",
        our_account_no="77",
        confirm="yes",
    )

    no = answer.headers["location"].rsplit("/", 1)[1]
    vendor = row("vendor", no)
    assert (vendor.payment_terms_code_id, vendor.our_account_no, vendor.city) == (
        "60D",
        "77",
        "Madrid",
    )
    assert row("contact", contact).language_code == "fr"


def test_the_contact_of_a_record_is_shown_before_it_is_created(ines, desk):
    customer = record(ines, "customer", city="Madrid", contact_name="Ana Gil")

    assert "Ana Gil" in desk.get(f"/customers/{customer}/contact")
    assert link_of("customer", customer) is None
    desk.post(f"/customers/{customer}/contact")
    assert link_of("customer", customer).primary_contact.name == "Ana Gil"


def test_unlinking_gives_back_what_linking_overwrote_if_asked_to(ines, desk):
    contact, customer = company(ines, city="Madrid"), record(ines, "customer", city="Toledo")
    desk.post(wizard(contact, customer), **desk.form(wizard(contact, customer)), confirm="yes")

    assert "Madrid → Toledo" in words(
        desk.get(f"/contacts/{contact}/links/customer/{customer}/unlink")
    )
    desk.post(f"/contacts/{contact}/links/customer/{customer}/unlink", way="restore")

    assert row("customer", customer).city == "Toledo"
    assert link_of("customer", customer) is None


def test_deleting_shows_what_stays_and_undo_brings_it_back(ines, desk):
    contact, customer = linked(ines, "customer")
    person(ines, company_no=contact)

    page = words(desk.get(f"/contacts/{contact}/delete"))
    assert f"Customer {customer} Talleres Muñoz SL: stays with its values" in page
    assert "Its people (1)" in page
    desk.post(f"/contacts/{contact}/delete", version="1")
    assert exists("customer", customer)
    undo = re.search(r'action="(/undo/set-\d+)"', desk.get("/contacts/")).group(1)
    desk.post(undo)
    assert link_of("customer", customer).contact.no == contact


def test_undo_lists_what_changed_since_and_does_the_rest_only_when_told(ines, desk):
    no = company(ines, city="Madrid", phone_no="915 55 01 01")
    change_set = change_record(
        "contact", no, {"city": "Toledo", "phone_no": "925 55 01 01"}, actor=ines
    ).change_set
    change_record("contact", no, {"city": "Ronda"}, actor=ines)

    answer = desk.post(f"/undo/set-{change_set}", 409)
    assert "City Toledo Ronda Madrid" in words(answer.content.decode())
    assert row("contact", no).phone_no == "925 55 01 01"
    desk.post(f"/undo/set-{change_set}", skip="yes")
    assert (row("contact", no).city, row("contact", no).phone_no) == ("Ronda", "915 55 01 01")


def test_the_drawer_evens_out_one_field_by_an_edit(ines, desk):
    contact, customer = linked(ines, "customer", city="Madrid")
    type(row("customer", customer)).objects.filter(no=customer).update(
        city="Toledo"
    )  # past the product: drift

    assert "drift" in words(desk.get(f"/contacts/{contact}"))
    drawer = f"/contacts/{contact}/links/customer/{customer}"
    form = desk.form(drawer, f"{drawer}/even")
    desk.post(f"{drawer}/even", **{**form, "field": "city", "from": "other"})
    assert row("contact", contact).city == "Toledo"
    assert "in sync" in words(desk.get(f"/contacts/{contact}"))
