"""Personal data over the API: all of it, what erasing would do, erasing, and who did it [10.2]."""

import pytest

from tests.making import company, person
from tests.making_documents import paper
from unisono.common.clock import clock
from unisono.contacts.models import Contact
from unisono.privacy.retention import months_before
from unisono.usecases.records.creating_as import create_as


@pytest.fixture
def ana(ines):
    """Ana Gil, who is a customer."""
    no = person(ines, "Ana Gil Muñoz", email="ana@example.com")
    create_as(no, "customer", actor=ines)
    return no


def test_all_that_is_stored_is_handed_over_and_put_on_record(api, ana):
    found = api.ok("GET", f"/contacts/{ana}/personal-data")

    assert found["places"]["contact"][0]["email"] == "ana@example.com"
    assert found["places"]["linked_records"][0]["kind"] == "customer"
    acts = api.ok("GET", "/personal-data-acts")
    assert [(act["action"], act["contact_no"], act["by"]) for act in acts["items"]] == [
        ("exported", ana, "ines")
    ]


def test_erasing_is_foreseen_and_done_once_for_a_key(api, ana):
    foreseen = api.ok("GET", f"/contacts/{ana}/erase")
    assert {each["place"] for each in foreseen["places"]} >= {
        "contact",
        "linked_records",
        "history",
    }
    assert all(each["fate"] for each in foreseen["places"])

    path = f"/contacts/{ana}/erase"
    done = api.ok("POST", path, key="once")
    assert done["contact_no"] == ana
    assert api.ok("POST", path, key="once") == done
    api.refused(404, "GET", f"/contacts/{ana}")
    api.refused(409, "POST", f"/change-sets/{done['change_set']}/undo")


def test_the_feed_tells_that_somebody_was_erased_and_nothing_more(committed, api, ana):
    done = api.ok("POST", f"/contacts/{ana}/erase")

    feed = api.ok("GET", "/changes")

    (last,) = [each for each in feed["items"] if each["change_set"] == done["change_set"]]
    assert {record["event"] for record in last["records"] if record["no"] == ana} == {"erased"}
    assert "ana@example.com" not in str(feed)


def test_an_open_document_keeps_the_person(api, ines, ana):
    order = paper(ines, "sales_order", ana)

    assert order in api.ok("GET", f"/contacts/{ana}/erase")["hindrance"]
    assert api.refused(409, "POST", f"/contacts/{ana}/erase")["type"].endswith("/in-use")


def test_companies_have_none_and_others_may_not(api, api_of, ines, ana):
    firm = company(ines)
    assert api.refused(422, "POST", f"/contacts/{firm}/erase")["type"].endswith("/not-a-person")
    for name in ("omar", "felix", "lena"):
        for method, path in (
            ("GET", f"/contacts/{ana}/personal-data"),
            ("POST", f"/contacts/{ana}/erase"),
            ("GET", "/personal-data-acts"),
            ("GET", "/erasure-proposals"),
        ):
            api_of(name).refused(403, method, path)


def test_people_without_dealings_for_long_are_proposed(api, ines, ana):
    old = person(ines, "Viejo Conocido")
    busy = person(ines, "Con Pedido")
    create_as(busy, "customer", actor=ines)
    paper(ines, "sales_order", busy)
    Contact.objects.update(modified_at=months_before(clock(), 25))
    assert api.ok("GET", "/erasure-proposals")["count"] == 0  # setup does not say when

    changed = api.ok("PATCH", "/setup", {"retention_months": 24})

    assert changed["retention_months"] == 24
    proposed = api.ok("GET", "/erasure-proposals")
    assert {each["no"] for each in proposed["items"]} == {ana, old}
    for bad in (-1, 601, "24", None, True, 1.5):
        api.refused(422, "PATCH", "/setup", {"retention_months": bad})


def test_a_change_of_setup_names_its_change_set(api):
    answer = api.call("PATCH", "/setup", {"check_duplicates": False})
    assert int(answer["Change-Set"]) > 0
    assert "Change-Set" not in api.call("PATCH", "/setup", {"check_duplicates": False})
