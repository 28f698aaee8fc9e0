"""Lists: search, filters, sorting, pages, counts; the same on both databases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import code, company, linked, person, record
from unisono.lists import listing as lists

NAMES = [
    "Ábaco",
    "abaco 2",
    "Łódź",
    "Muñoz",
    "Munoz B",
    "Ñandú",
    "Zafra",
    "王明貿易",
    "İstanbul",
    "Öl & Söhne",
]


def _names(api, query):
    return [item["name"] for item in api.ok("GET", f"/contacts?{query}")["items"]]


@pytest.fixture
def book(ines):
    for name in NAMES:
        company(ines, name)


def test_sorting_ignores_case_and_accents(api, book):
    assert _names(api, "sort=name") == [
        "Ábaco",
        "abaco 2",
        "İstanbul",
        "Łódź",
        "Muñoz",
        "Munoz B",
        "Ñandú",
        "Öl & Söhne",
        "Zafra",
        "王明貿易",
    ]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("munoz", ["Muñoz", "Munoz B"]),
        ("LODZ", ["Łódź"]),
        ("istanbul", ["İstanbul"]),
        ("ol+sohne", ["Öl & Söhne"]),
        ("王明", ["王明貿易"]),
        ("%25", []),
        ("_", []),
        ("aba+2", ["abaco 2"]),
    ],
)
def test_search(api, book, q, found):
    assert _names(api, f"q={q}&sort=name") == found


def test_a_phone_is_found_by_its_digits_and_its_international_form(api, ines):
    company(ines, "Sol", phone_no="915 55-01.01", country_code="ES")

    for q in ("915550101", "%2B34915550101", "5550101", "915+55+01"):
        assert _names(api, f"q={q}") == ["Sol"]


@pytest.mark.parametrize(
    "sort", ["name", "-name", "-modified_at", "city,-name", "territory_code,no", "-version,name"]
)
@pytest.mark.parametrize("limit", [1, 3])
def test_pages_bring_every_record_once_in_order(api, ines, book, sort, limit):
    code(ines, "territories", "SUR")
    for number in range(4):
        company(ines, f"Firma {number}", city="Lugo", territory_code="SUR" if number % 2 else "")
    whole = _names(api, f"sort={sort}")

    paged, cursor = [], ""
    while cursor is not None:
        page = api.ok(
            "GET", f"/contacts?sort={sort}&limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        )
        paged, cursor = paged + [item["name"] for item in page["items"]], page["next"]

    assert paged == whole
    assert len(whole) == 14


def test_a_cursor_belongs_to_its_sorting(api, book):
    cursor = api.ok("GET", "/contacts?limit=2&sort=name")["next"]

    api.refused(422, "GET", f"/contacts?limit=2&sort=-name&cursor={cursor}")


def test_filters(api, ines):
    code(ines, "industry-groups", "IT")
    contact, customer = linked(ines, "customer", city="Lugo", industry_group_codes=["IT"])
    ana = person(ines, "Ana Gil", company_no=contact)
    company(ines, "Otra", city="Vigo")

    assert _names(api, "industry_group_codes=it") == ["Talleres Muñoz SL"]
    assert _names(api, "business_relation_codes=CUST") == ["Talleres Muñoz SL"]
    assert _names(api, f"company_no={contact}") == ["Ana Gil"]
    assert sorted(_names(api, "company_no=")) == ["Otra", "Talleres Muñoz SL"]
    assert sorted(_names(api, "city__in=Lugo,Vigo&type=company")) == ["Otra", "Talleres Muñoz SL"]
    assert _names(api, "city__gte=M&city__lte=W") == ["Otra"]
    assert _names(api, "privacy_blocked=true") == []
    assert len(_names(api, "created_at__gte=2020-01-01T00:00:00Z")) == 3
    assert api.ok("GET", f"/customers?contact_no={contact}")["items"][0]["no"] == customer
    assert api.ok("GET", f"/contacts?no__in={ana.lower()},{contact}")["count"] == 2


def test_the_count_is_exact_up_to_a_limit_and_then_says_so(api, book, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED", 5)

    page = api.ok("GET", "/contacts?limit=2")

    assert (page["count"], page["count_is_minimum"]) == (5, True)


@pytest.mark.parametrize("kind", ["contacts", "customers"])
def test_a_list_of_50_takes_at_most_10_statements(api, ines, kind):
    firm = company(ines)
    for number in range(50):
        linked(ines, "customer", name=f"Firma {number}")
        person(ines, f"Ana {number}", company_no=firm)

    with CaptureQueriesContext(connection) as queries:
        page = api.ok("GET", f"/{kind}?limit=50&q=firma")

    assert len(page["items"]) == 50
    assert len(queries) <= 10, [q["sql"][:80] for q in queries]


def test_one_search_over_everything_best_first(api, ines):
    company(ines, "Muñoz")
    record(ines, "customer", "Muñoz e Hijos")
    record(ines, "bank_account", "Banco de los Munoz")

    items = api.ok("GET", "/search?q=munoz")["items"]

    assert [(item["kind"], item["name"]) for item in items] == [
        ("contact", "Muñoz"),
        ("customer", "Muñoz e Hijos"),
        ("bank_account", "Banco de los Munoz"),
    ]


def test_contacts_are_found_by_their_business_relation_as_the_reader_sees_it(api, api_of, ines):
    code(ines, "business-relations", "PRESS")
    linked(ines, "customer", name="Solo cliente")
    linked(ines, "customer", "bank_account", name="Cliente y banco")
    company(ines, "Prensa", business_relation_codes=["PRESS"])
    company(ines, "Nadie")

    assert _names(api, "business_relation=customer") == ["Solo cliente"]
    assert _names(api, "business_relation=multiple") == ["Cliente y banco"]
    assert _names(api, "business_relation__in=other,none") == ["Nadie", "Prensa"]
    assert _names(api_of("omar"), "business_relation=customer") == [
        "Cliente y banco",
        "Solo cliente",
    ]
    assert _names(api_of("omar"), "business_relation=bank_account") == []
