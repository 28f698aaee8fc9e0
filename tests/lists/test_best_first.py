"""What a search brings first, the signs that are typed, and a wrong letter."""

import pytest

from tests.making import company, linked, person, record
from tests.web.pages import Browser
from unisono.links.kinds import KINDS
from unisono.lists import best_first
from unisono.lists.search import count_of
from unisono.lists.similar import MOST_SIMILAR, similar


def _names(text, kind="contact"):
    rows = KINDS[kind].model.objects.all()
    return [
        row.name for row in best_first.best_first(rows, text, 100, count=count_of(rows, text, 1000))
    ]


def _similar(text, kind="contact"):
    rows = KINDS[kind].model.objects.all()
    names = dict(rows.values_list("pk", "name"))
    return [names[key] for key in similar(rows, text)]


@pytest.fixture
def sols(ines):
    """Firms that have to do with Sol, in no order."""
    company(ines, "Aceites Girasol")
    company(ines, "Bar", city="Puerta del Sol")
    company(ines, "Solera Vieja")
    company(ines, "Casa Sol y Mar")
    company(ines, "Luna", no="SOL")
    company(ines, "Sol")


def test_the_number_the_name_its_beginning_its_words_then_the_rest(sols):
    assert _names("sol") == [
        "Luna",
        "Sol",
        "Solera Vieja",
        "Casa Sol y Mar",
        "Aceites Girasol",
        "Bar",
    ]


def test_of_very_many_the_number_and_what_begins_so_come_first(sols, monkeypatch):
    monkeypatch.setattr(best_first, "FEW", 2)

    assert _names("sol") == [
        "Luna",
        "Sol",
        "Solera Vieja",
        "Aceites Girasol",
        "Bar",
        "Casa Sol y Mar",
    ]


@pytest.mark.parametrize("few", [500, 2])
def test_a_list_is_paged_through_best_first_each_row_once(api, sols, monkeypatch, few):
    monkeypatch.setattr(best_first, "FEW", few)
    whole = [item["name"] for item in api.ok("GET", "/contacts?q=sol")["items"]]
    paged, cursor = [], ""
    for _page in range(6):
        page = api.ok("GET", f"/contacts?q=sol&limit=1{cursor}")
        paged += [item["name"] for item in page["items"]]
        cursor = f"&cursor={page['next']}"

    assert paged == whole
    assert page["next"] is None
    assert "similar" not in page


def test_who_sorts_gets_the_order_that_was_asked_for(api, sols):
    names = [item["name"] for item in api.ok("GET", "/contacts?q=sol&sort=-name")["items"]]

    assert names == sorted(names, reverse=True)


def test_a_cursor_of_another_order_is_refused(api, sols):
    cursor = api.ok("GET", "/contacts?q=sol&limit=1")["next"]

    problem = api.refused(422, "GET", f"/contacts?q=sol&sort=name&cursor={cursor}")

    assert problem["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("O’Neill", "o'neill"),
        ("O'Neill", "o’neill"),
        ("O´Neill", "O'Neill"),
        ("Rolls–Royce", "rolls-royce"),
        ("Rolls-Royce", "rolls‑royce"),
        ("Donau\u00addampf", "donaudampf"),
        ("Donaudampf", "donau\u00addampf"),
        ("«El Sol»", '"el sol"'),
    ],
)
def test_signs_that_look_the_same_are_the_same(ines, name, text):
    company(ines, name)

    assert len(_names(text)) == 1


def test_a_sign_that_is_typed_counts(ines):
    for name in ("C# Talleres", "Casa C", "100% Lana", "1000 Lanas", "C++ Hornos"):
        company(ines, name)

    assert _names("C#") == ["C# Talleres"]
    assert _names("c++") == ["C++ Hornos"]
    assert _names("100%") == ["100% Lana"]
    assert _names("1000") == ["1000 Lanas"]


@pytest.mark.parametrize(
    "text",
    ["ferretria", "ferreteriia", "ferreteira", "ferretexia", "FERRETERÍAS", "ferretria muñoz"],
)
def test_a_missing_superfluous_swapped_or_wrong_letter_finds_all_the_same(api, ines, text):
    company(ines, "Ferretería Muñoz")
    company(ines, "Herrería Gil")

    page = api.ok("GET", f"/contacts?q={text}")

    assert [item["name"] for item in page["items"]] == ["Ferretería Muñoz"]
    assert (page["count"], page["similar"]) == (1, True)
    found = api.ok("GET", f"/search?q={text}")
    assert [item["name"] for item in found["items"]] == ["Ferretería Muñoz"]
    assert found["similar"]


@pytest.mark.parametrize("text", ["ferretaxia", "feretria", "ferretria lopez", "gol", "12345678"])
def test_two_wrong_letters_another_word_and_numbers_do_not(api, ines, text):
    company(ines, "Ferretería Muñoz", phone_no="12345679")
    company(ines, "Sol")

    assert api.ok("GET", f"/contacts?q={text}") == {"items": [], "next": None, "count": 0}


def test_similar_ones_are_paged_through_the_most_similar_first(api, ines):
    for name in ("Garciarena", "García", "Talleres García"):
        company(ines, name)

    first = api.ok("GET", "/contacts?q=garzia&limit=2")
    last = api.ok("GET", f"/contacts?q=garzia&limit=2&cursor={first['next']}")

    names = [item["name"] for page in (first, last) for item in page["items"]]
    assert names == ["García", "Talleres García", "Garciarena"]
    assert (first["count"], last["next"]) == (3, None)


def test_whole_words_come_before_beginnings_and_what_matches_before_both(ines):
    for name in ("Garciarena", "García", "Talleres García"):
        company(ines, name)

    assert _similar("garzia") == ["García", "Talleres García", "Garciarena"]
    assert _similar("grcia") == ["García", "Talleres García", "Garciarena"]


def test_short_words_are_compared_whole(ines):
    for name in ("Peña", "Penoso"):
        company(ines, name)

    assert _similar("penx") == ["Peña"]


def test_a_persons_name_with_a_wrong_letter_finds_the_customer(api, ines):
    firm, customer = linked(ines, "customer", name="Talleres Sol")
    person(ines, "Ana Ibáñez", company_no=firm)

    hits = api.ok("GET", "/search?q=ibanes")["items"]

    assert [(hit["kind"], hit["name"]) for hit in hits] == [
        ("contact", "Ana Ibáñez"),
        ("customer", "Talleres Sol"),
    ]
    assert [item["no"] for item in api.ok("GET", "/customers?q=ibanes")["items"]] == [customer]


def test_who_may_not_see_bank_accounts_finds_no_similar_one(api_of, ines):
    record(ines, "bank_account", "Banco Popular")

    assert api_of("lena").ok("GET", "/search?q=populer")["items"] == []


def test_never_more_than_so_many_are_similar(ines, monkeypatch):
    assert MOST_SIMILAR == 100
    monkeypatch.setattr("unisono.lists.similar.MOST_SIMILAR", 2)
    for number in range(4):
        company(ines, f"Garcia {number}")

    assert _similar("garzia") == ["Garcia 0", "Garcia 1"]


def test_a_file_and_the_way_to_neighbours_follow_what_the_list_shows(ines):
    for name in ("García Uno", "García Dos"):
        company(ines, name)

    assert "These differ in one letter" in Browser("ines").get("/contacts/", q="garzia")

    file = Browser("ines").client.get("/contacts/-/export", {"q": "garzia", "format": "csv"})
    assert "García Uno" in b"".join(file.streaming_content).decode()
    beside = Browser("ines").get("/contacts/CT000001/beside", **{"in": "q=garzia"})
    assert "/contacts/CT000002" in beside
