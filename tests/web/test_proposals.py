"""What forms propose while they are filled in, and languages by name."""

import re

import pytest

from tests.making import company, row
from tests.web.pages import Browser, words
from unisono.setup.models import PostCode

ASKED = {
    "country_code": "", "language_code": "", "format_region": "", "currency_code": "",
    "post_code": "", "city": "", "county": "", "phone_no": "", "mobile_phone_no": "600",
    "fax_no": "",
}  # fmt: skip


@pytest.fixture
def table(db):
    for city in ("Alcobendas", "La Moraleja"):
        PostCode.objects.create(country_code="ES", post_code="28100", city=city, county="Madrid")


@pytest.fixture
def desk(ines):
    return Browser("ines")


def proposed(desk, changed, new=True, **typed):
    """The proposals of a form, by input; and the whole part."""
    path = "/proposals/?new=1" if new else "/proposals/"
    part = desk.post(path, 200, **{**ASKED, **typed, "changed": changed}).content.decode()
    return dict(re.findall(r'value="([^"]*)" data-for="(\w+)"', part)), words(part)


def test_a_country_proposes_and_says_so(desk):
    found, said = proposed(desk, "country_code", country_code="MX")

    assert found == {
        "MXN": "currency_code",
        "Spanish (Mexico) · es-MX": "format_region",
        "+52 ": "fax_no",
    }
    assert said.startswith("Proposed: Currency MXN, Language Spanish (Mexico) (es-MX)")


def test_a_calling_code_is_for_new_records_alone_and_only_where_nothing_stands(desk):
    new, _said = proposed(desk, "country_code", country_code="ES", language_code="es")
    old, _said = proposed(desk, "country_code", new=False, country_code="ES")

    assert "mobile_phone_no" not in new.values()
    assert "+34 " in new
    assert "+34 " not in old


def test_several_cities_of_a_post_code_are_offered(desk, table):
    found, said = proposed(desk, "post_code", post_code="28 100")

    assert (found["Madrid"], found["ES"]) == ("county", "country_code")
    assert "2 cities to choose from" in said


def test_whoever_is_not_signed_in_is_proposed_nothing(client, db):
    assert client.post("/proposals/", ASKED).status_code == 302


@pytest.mark.parametrize(
    "typed", ["German (Germany) · de-DE", "german (germany)", "de-de", " de-DE "]
)
def test_a_language_is_taken_by_its_name_or_tag(desk, ines, typed):
    no = company(ines)
    form = desk.form(f"/contacts/{no}/edit")

    desk.post(f"/contacts/{no}/edit", **{**form, "language_code": typed})

    assert row("contact", no).language_code == "de-DE"
    assert 'value="German (Germany) · de-DE"' in desk.get(f"/contacts/{no}/edit")


def test_a_form_that_was_not_touched_changes_no_language(desk, ines):
    no = company(ines, language_code="es-ES", format_region="es-MX")

    desk.post(f"/contacts/{no}/edit", **desk.form(f"/contacts/{no}/edit"))

    assert row("contact", no).version == 1


def test_a_language_is_found_by_its_name_in_the_reader_s_language(ines):
    page = Browser("ines", "es").get("/suggest/language", language_code="alemán")

    assert page.index("alemán (Alemania) · de-DE") < page.index("alemán (Liechtenstein) · de-LI")


def test_a_calling_code_alone_is_no_phone(desk):
    form = desk.form("/new/contact")

    desk.post("/new/contact", **{**form, "name": "Elm", "phone_no": "+34 ", "fax_no": "+34 91 5"})

    made = row("contact", "CT000001")
    assert (made.phone_no, made.fax_no) == ("", "+34 91 5")
