"""How letters and e-mails address somebody: formulas per language, formal and informal."""

import pytest

from tests.making import code, company, person, setup
from unisono.common.errors import Invalid
from unisono.contacts.models import Contact
from unisono.contacts.salutations import formulas_in_use, salutations_of
from unisono.setup.queries import setup_now
from unisono.usecases.interactions.salutations import salutation
from unisono.usecases.setup.salutations import change_formulas, formulas_of


def addressed(no, language, formality="formal", attention=""):
    """How a letter in a language begins."""
    contact = Contact.objects.select_related("company").get(no=no) if no else None
    known = formulas_in_use()
    return salutations_of(contact, setup_now(), language, known, attention)[formality]


@pytest.mark.parametrize(
    ("salutation", "language", "formality", "text"),
    [
        ("MS", "es", "formal", "Estimada señora Muñoz:"),
        ("MS", "es-MX", "formal", "Estimada señora Muñoz:"),
        ("MS", "en", "formal", "Dear Ms Muñoz Carrión,"),
        ("MS", "es", "informal", "Hola, Begoña:"),
        ("", "es", "formal", "Estimado/a Begoña Muñoz Carrión:"),
        ("", "en", "informal", "Dear Begoña,"),
        ("MS", "de", "formal", "Dear Begoña Muñoz Carrión,"),
    ],
)
def test_a_person_is_addressed_by_the_formula_of_its_salutation(
    ines, salutation, language, formality, text
):
    """Scenario 12."""
    no = person(ines, "Begoña Muñoz Carrión", language_code="es-ES", salutation_code=salutation)

    assert addressed(no, language, formality) == text


def test_particles_stay_with_the_surname_they_belong_to(ines):
    no = person(ines, "Luis de la Torre Gil", language_code="es-ES", salutation_code="MR")

    assert addressed(no, "es") == "Estimado señor de la Torre:"


def test_a_formula_that_names_what_is_blank_is_not_used(ines):
    no = person(ines, "王", salutation_code="MR")

    assert addressed(no, "es") == "Estimado/a 王:"


def test_addressing_without_a_person_is_right_too(ines):
    assert addressed(company(ines), "es") == "Estimados señores:"
    assert addressed(None, "en") == "Dear Sir or Madam,"
    assert addressed(company(ines), "es", attention="Ana Gil") == "Estimado/a Ana Gil:"


def test_setup_says_how_those_are_addressed_who_have_no_salutation(ines):
    code(ines, "salutations", "VIP")
    change_formulas("VIP", {"es": {"formal": "Ilustrísimo {name}:"}}, actor=ines)
    setup(ines, default_person_salutation_code="VIP")
    no = person(ines, "Eva Ruiz", salutation_code="")

    assert addressed(no, "es") == "Ilustrísimo Eva Ruiz:"


def test_a_formula_is_changed_and_a_blank_one_goes(ines):
    change_formulas("MR", {"de-DE": {"formal": "Sehr geehrter Herr {surname},"}}, actor=ines)
    change_formulas("MR", {"en": {"informal": ""}}, actor=ines)

    found = formulas_of("MR")
    assert found["de-DE"] == {"formal": "Sehr geehrter Herr {surname},"}
    assert found["en"] == {"formal": "Dear Mr {surname},"}


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"es": {"formal": "Hola {apellido}"}}, "es.formal"),
        ({"es": {"polite": "Hola"}}, "es.polite"),
        ({"xx-yy": {"formal": "Hola"}}, "xx-yy"),
        ({"es": "Hola"}, "es"),
        ({"es": {"formal": "x" * 201}}, "es.formal"),
    ],
)
def test_what_is_no_formula_is_refused_by_its_place(ines, sent, place):
    with pytest.raises(Invalid) as refused:
        change_formulas("MR", sent, actor=ines)

    assert refused.value.errors[0].field == place


def test_programs_ask_how_somebody_is_addressed(ines, api):
    no = person(ines, "Ana Gil", language_code="es-ES", salutation_code="MS")

    assert api.ok("GET", f"/contacts/{no}/salutation") == {"salutation": "Estimada señora Gil:"}
    assert api.ok("GET", "/salutations/MS/formulas")["es"]["informal"] == "Hola, {first_name}:"
    sent = {"ca": {"formal": "Benvolguda senyora {first_surname}:"}}
    assert api.ok("PATCH", "/salutations/MS/formulas", sent)["ca"] == sent["ca"]
    assert salutation(no, "ca", "formal", ines) == "Benvolguda senyora Gil:"
