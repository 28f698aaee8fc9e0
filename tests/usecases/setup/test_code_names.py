"""Codes have names per language: pages show the reader's, papers the party's."""

import pytest
from django.utils.translation import override

from tests.making import linked
from tests.making_documents import paper, stored
from tests.web.pages import Browser
from unisono.common.errors import Invalid
from unisono.documents import papers
from unisono.records.code_lists import LISTS, codes_with_descriptions, entry, values_of
from unisono.setup.code_names import name_in
from unisono.setup.models import CodeName, OurCompany
from unisono.usecases.records.changing import change_record
from unisono.usecases.setup.code_lists import change_entry, create_entry, delete_entry
from unisono.usecases.setup.setup import install

LABEL = "setup.PaymentTerms"
SIXTY = {"code": "60D", "description": "60 days", "names": {"es": "60 días", "de": "60 Tage"}}


@pytest.fixture
def sixty_days(ines):
    """Terms with names in Spanish and German, and none in English."""
    return create_entry("payment-terms", {**SIXTY, "due_days": 60}, actor=ines)


@pytest.mark.parametrize(("language", "name"), [("es", "60 días"), ("en", "60 days")])
def test_each_reader_chooses_by_the_name_in_their_language(sixty_days, language, name):
    with override(language):
        assert codes_with_descriptions([LABEL])[LABEL] == [("60D", name)]


def test_a_region_takes_the_name_of_its_language(sixty_days):
    assert name_in(entry("payment-terms", "60D"), "es-MX") == "60 días"


def test_names_follow_a_renamed_code_and_go_with_a_deleted_one(ines, sixty_days):
    change_entry("payment-terms", "60D", {"code": "D60"}, actor=ines)

    assert values_of("payment-terms", entry("payment-terms", "D60"))["names"] == SIXTY["names"]

    delete_entry("payment-terms", "D60", actor=ines)
    assert not CodeName.objects.filter(list=LABEL).exists()


def test_a_blank_name_is_taken_away_and_the_others_stay(ines, sixty_days):
    change_entry("payment-terms", "60D", {"names": {"de": "", "ca": "60 dies"}}, actor=ines)

    names = values_of("payment-terms", entry("payment-terms", "60D"))["names"]
    assert names == {"es": "60 días", "ca": "60 dies"}


@pytest.mark.parametrize(
    ("names", "field"),
    [
        ({"klingonisch": "60"}, "names.klingonisch"),
        ({"es": "x" * 101}, "names.es"),
        ({"es": "60\x00"}, "names.es"),
        ({"es": 60}, "names.es"),
        ("60 días", "names"),
    ],
)
def test_a_bad_name_is_refused_by_its_place(ines, sixty_days, names, field):
    with pytest.raises(Invalid) as refused:
        change_entry("payment-terms", "60D", {"names": names}, actor=ines)

    assert refused.value.errors[0].field == field


def test_a_fresh_installation_has_every_code_named_in_both_languages(ines):
    for collection, info in LISTS.items():
        for found in info.model.objects.all():
            names = values_of(collection, found)["names"]
            assert {"en", "es"} <= set(names), (collection, found.code)


def test_a_fresh_installation_writes_in_the_language_that_it_was_made_in(db):
    assert OurCompany.objects.get().language_code == "en"


def test_an_older_installation_gets_the_names_of_what_it_was_seeded_with(ines):
    CodeName.objects.all().delete()
    change_entry("number-series", "CONT", {"description": "Our people"}, actor=ines)

    install()

    assert name_in(entry("number-series", "CUST"), "es") == "Clientes"
    assert name_in(entry("number-series", "CONT"), "es") == "Our people"


@pytest.mark.parametrize(("language", "terms"), [("es-ES", "60 días"), ("en-GB", "60 days")])
def test_a_paper_says_its_terms_in_the_language_of_the_party(ines, sixty_days, language, terms):
    contact, customer = linked(ines, "customer", language_code=language)
    change_record("customer", customer, {"payment_terms_code": "60D"}, actor=ines)

    no = paper(ines, "sales_order", contact)

    document = stored("sales_order", no)
    facts = papers.paper_data(document, [], OurCompany.objects.get())["facts"]
    assert terms in [text for _label, text in facts]


def test_a_card_and_the_timeline_say_names_in_the_language_of_the_reader(ines, sixty_days):
    _contact, customer = linked(ines, "customer")
    change_record("customer", customer, {"payment_terms_code": "60D"}, actor=ines)

    card = Browser("ines", "es").get(f"/customers/{customer}")

    assert card.count("60 días") > 1
    assert ">60D<" not in card
