"""Stale tabs, second clicks, corrections: nothing that others did is put back, nothing is done
twice.
"""

import json
import re

import pytest

from tests.making import code, company, linked, person, record, row
from tests.web.pages import Browser, words
from unisono.links.models import Link
from unisono.setup.queries import setup_now
from unisono.usecases.links.unlinking import set_link_state
from unisono.usecases.records.changing import change_record
from unisono.usecases.setup.code_lists import change_entry
from unisono.usecases.setup.setup import change_setup
from unisono.usecases.users import users

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


@pytest.fixture
def desk(db):
    """ines, administrator, at her desk."""
    return Browser("ines")


def test_a_page_that_was_open_lets_nobody_back_in(desk):
    form = desk.form("/setup/users/omar")
    users.change_user("omar", disabled=True, actor=None)

    desk.post("/setup/users/omar", **{**form, "email": "omar@example.com"})

    omar = next(user for user in users.all_users() if user.username == "omar")
    assert (omar.is_active, omar.email) == (False, "omar@example.com")


def test_correcting_a_refused_form_does_not_put_back_what_others_changed(desk, ines):
    form = desk.form("/setup/users/omar")
    users.change_user("omar", role="reader", actor=None)
    desk.post("/setup/users/omar", 422, **{**form, "password": "short"})
    desk.post("/setup/users/omar", **{**form, "password": "una clave bien larga"})
    assert users.find_user("omar").role == "reader"

    form = desk.form("/setup/switches")
    change_setup({"inherit_address": False}, actor=ines)
    page = desk.post(
        "/setup/switches", 422, **{**form, "duplicate_threshold": "many"}
    ).content.decode()
    assert json.dumps(json.loads(form["base"])) in page.replace("&quot;", '"')
    desk.post("/setup/switches", **{**form, "duplicate_threshold": "70"})
    assert setup_now().inherit_address is False


def test_a_code_set_by_hand_stays_when_setup_takes_it_for_links(desk, ines):
    code(ines, "business-relations", "KUNDE")
    no = company(ines, business_relation_codes=["KUNDE"])
    change_setup({"customer_relation_code": "KUNDE"}, actor=ines)
    form = desk.form(f"/contacts/{no}/edit")

    desk.client.post(
        f"/contacts/{no}/edit", {**form, "business_relation_codes": ["", "KUNDE"], "city": "Ronda"}
    )

    assert row("contact", no).city == "Ronda"
    assert [each.code for each in row("contact", no).business_relation_codes.all()] == ["KUNDE"]


def test_a_form_of_a_person_who_became_a_company_meanwhile_is_refused_not_dropped(desk, ines):
    no = person(ines, "Ana Gil")
    form = desk.form(f"/contacts/{no}/edit")
    change_record("contact", no, {"type": "company"}, actor=ines)

    page = desk.post(f"/contacts/{no}/edit", 422, **{**form, "first_name": "Ana María"})

    assert "Only a person has this." in words(page.content.decode())


def test_creating_is_done_once_however_often_the_form_is_sent(desk, ines):
    contact = company(ines)
    path = f"/contacts/{contact}/create-as/bank_account"
    form = desk.form(path)

    for _click in range(2):
        desk.post(path, **form, confirm="yes")
    assert Link.objects.filter(contact__no=contact).count() == 1
    assert "sent twice" in desk.get(f"/contacts/{contact}")

    form = desk.form("/new/customer", "/new/customer")
    for _click in range(2):
        desk.post("/new/customer", **{**form, "name": "Nueva SL"})
    rows = re.findall("<tr data-row>.*?</tr>", desk.get("/customers/"), re.DOTALL)
    assert sum("Nueva SL" in row for row in rows) == 1


def test_a_corrected_form_still_knows_that_no_contact_was_wanted(desk):
    form = desk.form("/new/customer")
    page = desk.post(
        "/new/customer",
        422,
        **{**form, "create_contact": "false", "phone_no": "call me", "name": "Sol SL"},
    )

    assert 'name="create_contact" value="false" checked' in " ".join(page.content.decode().split())


def test_a_blank_typed_over_the_template_s_value_wins(desk, ines):
    code(ines, "customer-templates", "LIM", contact_type="company", credit_limit="5000.00")
    contact = company(ines)
    path = f"/contacts/{contact}/create-as/customer"
    form = desk.form(path, template="LIM")
    assert form["credit_limit"] == "5000.00"

    desk.post(path, **{**form, "template": "LIM", "credit_limit": "0.00"}, confirm="yes")

    assert str(Link.objects.get(contact__no=contact).customer.credit_limit) == "0.00"


def test_a_renamed_code_comes_back_under_its_present_name(desk, ines):
    code(ines, "territories", "NORTH")
    no = company(ines, territory_code="NORTH")
    change = change_record("contact", no, {"territory_code": ""}, actor=ines)
    change_entry("territories", "NORTH", {"code": "NORTE"}, actor=ines)

    form = desk.form(f"/contacts/{no}", f"/contacts/{no}/restore")
    desk.post(f"/contacts/{no}/restore", **form)

    assert change.change_set is not None
    assert row("contact", no).territory_code_id == "NORTE"


def test_the_search_name_that_followed_the_name_follows_it_back(desk, ines):
    contact, customer = company(ines, "Alfa SL"), record(ines, "customer", "Beta SL")
    path = f"/contacts/{contact}/links/customer/{customer}/wizard"
    form = desk.form(path)
    chosen = {**form, "side.name": "other", "side.search_name": "contact"}
    after = desk.client.post(path, chosen).content.decode()
    assert 'name="auto.search_name" value="other"' in after
    plan = after.split('name="plan" value="')[1].split('"')[0]
    back = {
        **chosen,
        "side.name": "contact",
        "side.search_name": "other",
        "auto.search_name": "other",
        "plan": plan,
    }
    plan = (
        desk.client.post(path, back).content.decode().split('name="plan" value="')[1].split('"')[0]
    )

    desk.post(path, **{**back, "plan": plan}, confirm="yes")

    assert (row("contact", contact).name, row("contact", contact).search_name) == (
        "Alfa SL",
        "ALFA SL",
    )


def test_the_drawer_evens_out_only_what_was_seen(desk, ines):
    contact, customer = linked(ines, "customer")
    set_link_state(contact, "customer", customer, "paused", actor=ines)
    change_record("customer", customer, {"city": "Seen"}, actor=ines)
    drawer = f"/contacts/{contact}/links/customer/{customer}"
    form = {**desk.form(drawer, f"{drawer}/even"), "field": "city", "from": "other"}
    change_record("customer", customer, {"city": "Unseen"}, actor=ines)

    desk.post(f"{drawer}/even", 409, **form)

    assert row("contact", contact).city == ""
