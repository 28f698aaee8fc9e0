"""Lists: filters, views, columns, pages, neighbours."""

import re

import pytest

from tests.making import company, person, record
from tests.web.pages import Browser, words
from unisono.usecases.lists import saved_views
from unisono.usecases.records.changing import change_record


@pytest.fixture
def desk(db):
    """omar, sales, at his desk."""
    return Browser("omar")


def names_on(page):
    """The names in the rows of a list."""
    return [
        words(each) for each in re.findall(r"<a [^>]*data-main[^>]*>(.*?)</a>", page, re.DOTALL)
    ]


def test_a_search_without_accents_finds_and_a_filter_is_a_chip_that_comes_off(ines, desk):
    company(ines, "Muñoz SL", city="Madrid")
    company(ines, "Muñoz e Hijos SL", city="Toledo")

    assert names_on(desk.get("/contacts/", q="mun")) == ["Muñoz e Hijos SL", "Muñoz SL"]
    page = desk.get("/contacts/", q="mun", city="Toledo")
    assert names_on(page) == ["Muñoz e Hijos SL"]
    assert 'href="/contacts/?q=mun"' in page
    assert "City = Toledo" in words(page)


def test_the_form_of_a_filter_leads_to_the_address_that_says_it(ines, desk):
    response = desk.client.get(
        "/contacts/", {"q": "sl", "add": "created_at", "sign": "from", "value": "2026-01-01"}
    )

    assert response.headers["location"] == "/contacts/?q=sl&created_at__gte=2026-01-01"


def test_a_filter_that_cannot_be_is_told_and_the_list_is_shown_without_it(ines, desk):
    company(ines, "Muñoz SL")

    response = desk.client.get("/contacts/", {"created_at__gte": "someday"}, follow=True)

    page = response.content.decode()
    assert "The list cannot be filtered so" in page
    assert names_on(page) == ["Muñoz SL"]


def test_a_long_list_comes_in_pages_and_both_ways_of_sorting(ines, desk):
    for number in range(60):
        company(ines, f"Firma {number:02}")

    first = desk.get("/contacts/")
    following = re.search(r'href="\?([^"]*)" rel="next"', first).group(1)
    second = desk.client.get("/contacts/?" + following).content.decode()
    assert [*names_on(first), *names_on(second)] == [f"Firma {number:02}" for number in range(60)]
    assert names_on(desk.get("/contacts/", sort="-name"))[0] == "Firma 59"


def test_cards_lead_to_their_neighbours_in_the_list_they_were_opened_from(ines, desk):
    for city, name in (
        ("Madrid", "Ana SL"),
        ("Toledo", "Bea SL"),
        ("Madrid", "Clara SL"),
        ("Madrid", "Dora SL"),
    ):
        company(ines, name, city=city)

    page = desk.get("/contacts/", city="Madrid")
    clara = re.search(r'href="(/contacts/CT\d+\?in=[^"]*)" data-main[^>]*>Clara', page).group(1)
    card, _question, query = clara.partition("?")
    beside = desk.client.get(f"{card}/beside?{query}").content.decode()

    assert re.findall(r'href="(/contacts/\w+)\?', beside) == [
        "/contacts/CT000001",
        "/contacts/CT000004",
    ]
    assert 'href="/contacts/?city=Madrid"' in beside


def test_everybody_chooses_columns_for_themselves(ines, desk):
    company(ines, "Muñoz SL", post_code="28001")

    desk.post("/contacts/-/columns", column=["post_code", "nonsense"], query="")

    assert "28001" in desk.get("/contacts/")
    assert "28001" not in Browser("petra").get("/contacts/")


def test_a_view_is_kept_shared_and_deleted_by_its_own_person_only(ines, desk):
    desk.post("/contacts/-/views", name="De Madrid", query="city=Madrid", shared="on")
    key = re.search(r"views/(\d+)/delete", desk.get("/contacts/", city="Madrid")).group(1)

    assert "De Madrid" in Browser("petra").get("/contacts/")
    Browser("petra").post(f"/contacts/-/views/{key}/delete", 404)
    desk.post(f"/contacts/-/views/{key}/delete")
    assert "De Madrid" not in desk.get("/contacts/")


def test_a_view_of_ones_own_is_nobody_else_s_and_a_query_that_cannot_be_is_refused(omar, desk):
    saved_views.save_view("customer", "Bloqueados", {"blocked": "all"}, actor=omar)

    assert "Bloqueados" in desk.get("/customers/")
    assert "Bloqueados" not in Browser("petra").get("/customers/")
    desk.post("/customers/-/views", 422, name="Rota", query="no_such_field=1")
    desk.post("/customers/-/views", 422, name="", query="blocked=all")


def test_records_without_contact_are_a_view(ines, desk):
    record(ines, "customer", "Suelta SL")

    assert names_on(desk.get("/customers/", contact_no="")) == ["Suelta SL"]


def test_the_search_of_the_header_finds_across_kinds_and_the_palette_its_commands(ines, desk):
    company(ines, "Muñoz SL")
    record(ines, "vendor", "Muñoz Hnos")

    assert words(desk.get("/search/hits/", q="mun")).count("Muñoz") == 2
    assert "New: Customer" in desk.get("/palette/", q="new cust")
    assert "Setup" not in words(desk.get("/palette/", q="setup"))
    assert "Nothing found" in desk.get("/search/hits/", q="zzz")


def test_who_rests_on_a_name_sees_the_key_facts(ines, desk):
    no = person(ines, "Ana Gil", phone_no="600 11 22 33")
    change_record("contact", no, {"city": "Ronda"}, actor=ines)

    assert words(desk.get(f"/contacts/{no}/peek")) == f"No. {no} Phone 600 11 22 33 City Ronda"
