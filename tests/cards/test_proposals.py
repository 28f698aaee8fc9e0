"""What one field proposes for others that are blank, as tables."""

import pytest

from unisono.cards.proposals import Place, currency_of, language_of, propose, region_of

pytestmark = pytest.mark.pure

TABLE = {
    "28001": [Place("ES", "Madrid", "Madrid")],
    "28100": [Place("ES", "Alcobendas", "Madrid"), Place("ES", "La Moraleja", "Madrid")],
    "10000": [Place("ES", "Cáceres", "Cáceres"), Place("HR", "Zagreb", "")],
}


def places(post_code, country):
    return [each for each in TABLE.get(post_code, ()) if country in ("", each.country_code)]


def proposed(changed, **typed):
    return propose(typed, [changed], places)


REGIONS = [
    ("es-MX", "", "es-MX"),
    ("es-MX", "ES", "es-MX"),
    ("es", "", "es-ES"),
    ("es", "MX", "es-MX"),
    ("es", "DE", "es-ES"),  # nobody writes numbers in that way there
    ("de", "CH", "de-CH"),
    ("zh-Hant", "", "zh-Hant-TW"),
    ("pt", "", "pt-BR"),
    ("pt", "PT", "pt-PT"),
    ("klingon", "ES", ""),
    ("", "ES", ""),
]
COUNTRIES = [
    ("ES", "es-ES", "EUR", "+34"),
    ("MX", "es-MX", "MXN", "+52"),
    ("CH", "de-CH", "CHF", "+41"),
    ("GB", "en-GB", "GBP", "+44"),
    ("TW", "zh-TW", "TWD", "+886"),
    ("RS", "sr-Latn-RS", "RSD", "+381"),
    ("BR", "pt-BR", "BRL", "+55"),
    ("NO", "nb-NO", "NOK", "+47"),
    ("AQ", "", "", ""),
]


@pytest.mark.parametrize(("language", "country", "region"), REGIONS)
def test_a_language_has_its_region(language, country, region):
    assert region_of(language, country) == region


@pytest.mark.parametrize(("country", "language", "currency", "prefix"), COUNTRIES)
def test_a_country_has_its_language_currency_and_calling_code(country, language, currency, prefix):
    assert (language_of(country), currency_of(country)) == (language, currency)
    assert proposed("country_code", country_code=country).phone_prefix == prefix


def test_what_is_typed_is_never_proposed_anew():
    found = proposed("country_code", country_code="MX", currency_code="USD", language_code="en")

    assert found.values == {"format_region": "en-US"}


def test_one_post_code_leads_to_all_that_follows():
    found = proposed("post_code", post_code="28001")

    assert found.values == {
        "city": "Madrid",
        "county": "Madrid",
        "country_code": "ES",
        "currency_code": "EUR",
        "language_code": "es-ES",
        "format_region": "es-ES",
    }
    assert found.because["city"] == "post_code"
    assert found.because["currency_code"] == "country_code"


def test_several_cities_are_a_choice_and_what_they_share_is_proposed():
    found = proposed("post_code", post_code="28100", currency_code="EUR", language_code="es")

    assert found.choices == {"city": ["Alcobendas", "La Moraleja"]}
    assert found.values == {"county": "Madrid", "country_code": "ES", "format_region": "es-ES"}


def test_a_country_or_a_city_decides_between_places():
    assert proposed("post_code", post_code="10000").values == {}
    assert proposed("post_code", post_code="10000", country_code="HR").values == {"city": "Zagreb"}
    chosen = proposed("city", post_code="10000", city="cáceres").values
    assert (chosen["county"], chosen["country_code"]) == ("Cáceres", "ES")


def test_a_country_typed_after_the_post_code_finds_its_city():
    assert proposed("country_code", post_code="28001", country_code="ES").values["city"] == "Madrid"


@pytest.mark.parametrize("typed", [{"country_code": "XX"}, {"post_code": "?"}, {"name": "Elm"}, {}])
def test_what_nobody_knows_proposes_nothing(typed):
    found = propose(typed, ["country_code", "post_code", "language_code", "name"], places)

    assert (found.values, found.choices, found.phone_prefix) == ({}, {}, "")
