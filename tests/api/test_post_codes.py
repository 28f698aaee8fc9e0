"""Post codes and proposals by the API."""

import pytest

from unisono.setup.models import PostCode
from unisono.usecases.records.contacts import create_contact

TABLE = "País;CP;Población;Provincia\nEspaña;28001;Madrid;Madrid\nES;28100;Alcobendas;Madrid\n"


@pytest.fixture
def table(db):
    for code, city, county in (("28001", "Madrid", "Madrid"), ("28100", "Alcobendas", "Madrid")):
        PostCode.objects.create(country_code="ES", post_code=code, city=city, county=county)
    PostCode.objects.create(country_code="PT", post_code="1100053", city="Lisboa")


def test_a_table_is_loaded_read_and_removed(api):
    loaded = api.ok("PUT", "/post-codes", raw=TABLE.encode("cp1252"), content_type="text/csv")

    assert loaded == {"ES": 2}
    (place,) = api.ok("GET", "/post-codes?country_code=ES&post_code=28%20001")["items"]
    assert place == {
        "country_code": "ES", "post_code": "28001", "city": "Madrid", "county": "Madrid",
    }  # fmt: skip
    assert api.call("DELETE", "/post-codes?country_code=es").status_code == 204
    assert api.ok("GET", "/post-codes")["count"] == 0
    api.refused(404, "DELETE", "/post-codes?country_code=ES")


def test_places_are_searched_and_paged(api, table):
    assert api.ok("GET", "/post-codes?q=281")["items"][0]["city"] == "Alcobendas"
    assert api.ok("GET", "/post-codes?q=madrid&sort=-city")["items"][0]["city"] == "Madrid"
    first = api.ok("GET", "/post-codes?limit=2")
    second = api.ok("GET", f"/post-codes?limit=2&cursor={first['next']}")
    codes = [each["post_code"] for each in (*first["items"], *second["items"])]
    assert codes == ["1100053", "28001", "28100"]


def test_a_bad_file_is_refused_by_its_rows(api):
    said = api.refused(422, "PUT", "/post-codes?country_code=ES", raw=b"cp,city\n28001,\n")

    assert said["errors"] == [
        {"field": "file", "code": "required", "message": "Row 2: This must be filled in."}
    ]
    api.refused(422, "PUT", "/post-codes", raw=b"")


def test_proposals_follow_from_what_is_known(api, table):
    found = api.ok("GET", "/proposals?language_code=pt&post_code=1100-053")

    assert found["values"] == {
        "city": "Lisboa",
        "country_code": "PT",
        "currency_code": "EUR",
        "format_region": "pt-PT",
    }
    assert found["because"]["currency_code"] == "country_code"
    assert found["phone_prefix"] == "+351"


def test_an_unknown_question_is_refused_and_a_write_fills_in_nothing(api, ines, table):
    assert api.refused(422, "GET", "/proposals?name=Elm")["errors"][0]["field"] == "name"

    elm = create_contact({"name": "Elm", "post_code": "28001", "country_code": "ES"}, actor=ines)

    stored = api.ok("GET", f"/contacts/{elm.no}")
    assert (stored["city"], stored["currency_code"], stored["format_region"]) == ("", "", "")
