"""What the import wizard takes the columns of somebody's list for."""

from unisono.exchange.mapping import map_columns
from unisono.usecases.importing.options import importable
from unisono.web import importing_shown


def taken_for(*columns):
    """What each column of a list of contacts is, when Inés changes nothing."""
    found = importing_shown.guesses(columns, "contact")
    return map_columns(columns, importable("contact"), found)[0]


def test_a_list_of_companies_calls_their_names_company():
    assert taken_for("Empresa", "Teléfono", "Ciudad") == {"Empresa": "name", "Teléfono": "phone_no", "Ciudad": "city"}
    assert taken_for("Company", "E-Mail") == {"Company": "name", "E-Mail": "email"}


def test_a_list_of_people_says_which_company_each_is_of():
    assert taken_for("Nombre", "Empresa") == {"Nombre": "name", "Empresa": "company_no"}
    assert taken_for("Empresa", "Razón social")["Empresa"] == "company_no"
