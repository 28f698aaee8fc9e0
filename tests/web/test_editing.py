"""Forms send only what a person changed; what others did meanwhile is kept or shown [3.2] [3.5]."""

import json

import pytest

from tests.making import company, history, linked, person, row
from tests.web.pages import Browser
from unisono.usecases.links import rules
from unisono.usecases.records.changing import change_record

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


@pytest.fixture
def felix_at_his_desk(db):
    """felix, finance."""
    return Browser("felix")


@pytest.fixture
def omar_at_his_desk(db):
    """omar, sales."""
    return Browser("omar")


def test_saving_an_untouched_form_changes_nothing(ines, omar_at_his_desk):
    no = company(
        ines, city="Málaga", phone_no="952 55 01 01", note="Línea 1\nLínea 2", language_code="es-ES"
    )
    form = omar_at_his_desk.form(f"/contacts/{no}/edit")

    omar_at_his_desk.post(f"/contacts/{no}/edit", **form)

    assert row("contact", no).version == 1


def test_only_the_field_that_was_touched_travels_and_nothing_is_blanked(ines, omar_at_his_desk):
    contact, customer = linked(ines, "customer", city="Málaga", phone_no="952 55 01 01")
    form = omar_at_his_desk.form(f"/contacts/{contact}/edit")
    change_record("contact", contact, {"city": "Ronda"}, actor=ines)

    omar_at_his_desk.post(f"/contacts/{contact}/edit", **{**form, "phone_no": "952 55 02 02"})

    assert (row("contact", contact).city, row("customer", customer).phone_no) == (
        "Ronda",
        "952 55 02 02",
    )
    assert set(history("contact", contact)[0].values) == {"phone_no"}


def test_a_field_that_does_not_come_at_all_is_left_alone(ines, omar_at_his_desk):
    no = company(ines, city="Málaga", phone_no="952 55 01 01")

    omar_at_his_desk.post(f"/contacts/{no}/edit", base="{}", version="1", city="Ronda")

    assert (row("contact", no).city, row("contact", no).phone_no) == ("Ronda", "952 55 01 01")


def test_two_who_change_different_fields_are_both_kept_and_the_second_is_told(
    ines, omar_at_his_desk
):
    no = company(ines, city="Málaga", phone_no="952 55 01 01")
    form = omar_at_his_desk.form(f"/contacts/{no}/edit")
    change_record("contact", no, {"city": "Ronda"}, actor=ines)

    omar_at_his_desk.post(f"/contacts/{no}/edit", **{**form, "phone_no": "952 55 02 02"})

    page = omar_at_his_desk.get(f"/contacts/{no}")
    assert "Meanwhile ines changed: City. Both changes are kept." in page


def test_two_who_change_the_same_field_see_three_values_and_the_second_decides(
    ines, omar_at_his_desk
):
    no = company(ines, city="Málaga", phone_no="952 55 01 01")
    form = omar_at_his_desk.form(f"/contacts/{no}/edit")
    change_record("contact", no, {"city": "Ronda"}, actor=ines)

    conflict = omar_at_his_desk.post(
        f"/contacts/{no}/edit", 409, **{**form, "city": "Nerja", "phone_no": "600 11 22 33"}
    )
    page = conflict.content.decode()
    assert all(city in page for city in ("Málaga", "Ronda", "Nerja"))
    assert row("contact", no).city == "Ronda"

    values = json.dumps({"city": "Nerja", "phone_no": "600 11 22 33"})
    omar_at_his_desk.post(
        f"/contacts/{no}/resolve",
        values=values,
        version=str(row("contact", no).version),
        **{"keep.city": "current"},
    )
    assert (row("contact", no).city, row("contact", no).phone_no) == ("Ronda", "600 11 22 33")


def test_what_is_refused_is_shown_beside_its_field_with_what_was_typed(ines, omar_at_his_desk):
    no = company(ines)
    form = omar_at_his_desk.form(f"/contacts/{no}/edit")

    page = omar_at_his_desk.post(
        f"/contacts/{no}/edit", 422, **{**form, "phone_no": "call me", "city": "Ronda"}
    )

    text = page.content.decode()
    assert 'value="call me"' in text
    assert 'id="err-phone_no"' in text
    assert 'value="Ronda"' in text
    assert row("contact", no).city == ""


def test_an_amount_is_typed_as_people_write_it_in_their_language(felix, ines):
    _contact, no = linked(ines, "customer")
    spanish, english = Browser("felix", "es"), Browser("felix", "en")

    form = spanish.form(f"/customers/{no}/edit")
    spanish.post(f"/customers/{no}/edit", **{**form, "credit_limit": "1.234,50"})
    assert str(row("customer", no).credit_limit) == "1234.50"
    assert english.form(f"/customers/{no}/edit")["credit_limit"] == "1234.50"

    form = english.form(f"/customers/{no}/edit")
    english.post(f"/customers/{no}/edit", 422, **{**form, "credit_limit": "much"})


def test_a_person_joins_a_company_by_its_number_and_leaves_it_by_a_blank(ines, omar_at_his_desk):
    firm, ana = company(ines, phone_no="915 55 01 01"), person(ines)
    form = omar_at_his_desk.form(f"/contacts/{ana}/edit")

    omar_at_his_desk.post(f"/contacts/{ana}/edit", **{**form, "company_no": firm})
    assert row("contact", ana).company.no == firm

    form = omar_at_his_desk.form(f"/contacts/{ana}/edit")
    omar_at_his_desk.post(f"/contacts/{ana}/edit", **{**form, "company_no": ""})
    assert row("contact", ana).company is None


def test_a_field_that_the_other_side_leads_has_no_input_and_says_who_leads_it(
    ines, omar_at_his_desk
):
    contact, customer = linked(ines, "customer", phone_no="915 55 01 01")
    rules.change_rules({"customer": {"phone_no": "contact"}}, actor=ines)

    assert f"Led by the contact {contact}; change it there." in omar_at_his_desk.get(
        f"/customers/{customer}"
    )
    assert "phone_no" not in omar_at_his_desk.form(f"/customers/{customer}/edit")


def test_one_old_value_comes_back_from_the_history(ines, omar_at_his_desk):
    no = company(ines, city="Málaga")
    change_record("contact", no, {"city": "Ronda", "phone_no": "952 55 01 01"}, actor=ines)
    change = history("contact", no)[0]

    omar_at_his_desk.post(f"/contacts/{no}/restore", change=str(change.pk), field="city")

    assert (row("contact", no).city, row("contact", no).phone_no) == ("Málaga", "952 55 01 01")
    other = company(ines, "Otra SL")
    omar_at_his_desk.post(f"/contacts/{other}/restore", 404, change=str(change.pk), field="city")


def test_a_part_of_the_page_is_answered_with_the_card_and_the_message_beside_it(
    ines, omar_at_his_desk
):
    contact, _customer = linked(ines, "customer")
    base = json.dumps({"city": ""})

    response = omar_at_his_desk.client.post(
        f"/contacts/{contact}/field/city",
        {"base": base, "version": "1", "city": "Ronda"},
        headers={"HX-Request": "true"},
    )

    text = response.content.decode()
    assert "It also reached: Customer Talleres Muñoz SL." in text
    assert text.count('class="panel tile glow"') == 1
    assert 'hx-swap-oob="beforeend"' in text
