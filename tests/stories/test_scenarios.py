"""What Business Central does around contacts, as far as no other story tells it: scenarios 1 to 4,
9, 11, 13, 15, 18, 22 and 28. (5 to 8: test_primary_ties; 10: test_sellers; 12: test_salutations;
14: test_recipients; 19: test_rates.)
"""

import pytest

from tests.making import code, company, exists, history, linked, person, row
from tests.web.pages import Browser, words
from unisono.common.errors import Invalid, Refused
from unisono.usecases.interactions.calls import log_click
from unisono.usecases.interactions.cover_sheets import print_cover_sheets
from unisono.usecases.interactions.entries import log_interaction
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.deleting import delete_contact


@pytest.fixture
def ana(ines):
    """Ana, the primary contact of a customer: her number and the customer's."""
    contact, customer = linked(ines, "customer")
    no = person(ines, "Ana Gil", company_no=contact)
    change_record("customer", customer, {"primary_contact_no": no}, actor=ines)
    return no, customer


def test_1_clearing_the_primary_contact_clears_the_name_and_the_history_has_it(ines, ana):
    _no, customer = ana

    change_record("customer", customer, {"primary_contact_no": None}, actor=ines)

    assert row("customer", customer).contact_name == ""
    assert history("customer", customer, "contact_name")[0][:2] == ["Ana Gil", ""]


def test_2_deleting_the_person_clears_both_and_the_name_never_comes_back(ines, ana, api):
    no, customer = ana

    delete_contact(no, actor=ines)

    shown = api.ok("GET", f"/customers/{customer}")
    assert (shown["primary_contact_no"], shown["contact_name"]) == (None, "")
    assert not exists("contact", no)


def test_3_a_person_that_becomes_a_company_loses_what_only_people_have(ines):
    no = person(ines, "Ana Gil", job_title="Directora", initials="AG")

    change_record("contact", no, {"type": "company"}, actor=ines)

    assert (row("contact", no).job_title, row("contact", no).initials) == ("", "")
    with pytest.raises(Invalid):
        change_record("contact", no, {"job_title": "Directora"}, actor=ines)


def test_4_industry_groups_are_for_companies_when_created_and_when_changed(ines):
    code(ines, "industry-groups", "FOOD")

    with pytest.raises(Invalid):
        create_contact(
            {"type": "person", "name": "Ana Gil", "industry_group_codes": ["FOOD"]}, actor=ines
        )
    with pytest.raises(Invalid):
        change_record("contact", person(ines), {"industry_group_codes": ["FOOD"]}, actor=ines)


def test_9_who_is_privacy_blocked_takes_no_interaction_by_hand_or_by_a_call(ines):
    no = person(ines, "Leo Gil", privacy_blocked=True)

    for act in (
        lambda: log_interaction(no, {"template_code": "CALL"}, actor=ines),
        lambda: log_click(no, "phone_call", actor=ines),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "privacy-blocked"


def test_11_and_22_a_language_proposes_its_region_and_nothing_is_written_by_itself(ines, api):
    found = api.ok("GET", "/proposals?language_code=es-MX")

    assert "es-MX" in str(found)
    no = company(ines, language_code="es-MX")
    assert row("contact", no).format_region == ""


def test_13_who_wants_no_mailings_is_left_out_of_many_sheets_and_named(ines):
    sol, luna = company(ines, "Sol SL"), company(ines, "Luna SL", exclude_from_segment=True)
    mar = company(ines, "Mar SL", correspondence_type="email")

    _file, warnings = print_cover_sheets([sol, luna, mar], {}, actor=ines)

    (left_out,) = [each for each in warnings if each.code == "left-out"]
    assert f"Luna SL ({luna}), Mar SL ({mar})" in left_out.message
    alone, nothing = print_cover_sheets([luna], {}, actor=ines)
    assert (alone.type, nothing) == ("application/pdf", [])
    _all, none = print_cover_sheets([sol, luna, mar], {"everybody": True}, actor=ines)
    assert none == []


def test_13_nobody_left_is_refused_by_name(ines):
    two = [company(ines, name, exclude_from_segment=True) for name in ("Sol SL", "Luna SL")]

    with pytest.raises(Invalid) as refused:
        print_cover_sheets(two, {}, actor=ines)

    assert refused.value.errors[0].field == "contact_nos"


def test_13_the_list_names_who_gets_no_e_mail(ines):
    company(ines, "Luna SL", exclude_from_segment=True, email="a@luna.example")
    company(ines, "Sol SL", email="a@sol.example")

    page = Browser("ines").get("/contacts/")

    assert 'data-left-out="Luna SL"' in page
    assert 'data-mail="a@sol.example"' in page
    assert 'data-mail="a@luna.example"' not in page


def test_15_a_customer_is_found_by_its_contact_s_person(ana):
    _no, customer = ana

    assert customer in Browser("ines").get("/customers/", q="ana gil")


def test_18_the_first_page_counts_companies_people_and_duplicates_by_role(ines, ana):
    tiles = words(Browser("omar").get("/tiles/"))

    assert "1 Companies" in tiles
    assert "1 People" in tiles


def test_28_each_page_has_its_help(ines, ana):
    client = Browser("ines", "es").client

    part = client.get(
        f"/help/at/?path=/customers/{ana[1]}", headers={"HX-Request": "true"}
    ).content.decode()

    assert "Las tres zonas" in words(part)
