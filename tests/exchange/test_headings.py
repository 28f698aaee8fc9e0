"""Which field a heading means: our own words in both languages first, then those of others."""

import pytest
from django.utils.translation import override

from unisono.common.kinds import KIND_NAMES
from unisono.exchange.headings import guesses, record_fields
from unisono.imports.options import importable
from unisono.usecases.lists.record_lists import exported

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_heading_that_our_export_writes_is_known(kind, language):
    with override(language):
        headings = {record_fields()[name]: name for name in exported(kind)}

    with override("en"):
        assert guesses(list(headings), importable(kind)) == headings


def test_a_list_of_companies_calls_their_names_company():
    fields = importable("contact")

    assert guesses(["Empresa", "Teléfono", "Ciudad"], fields) == {
        "Empresa": "name",
        "Teléfono": "phone_no",
        "Ciudad": "city",
    }
    assert guesses(["Company", "E-Mail"], fields) == {"Company": "name", "E-Mail": "email"}


def test_a_list_of_people_says_which_company_each_is_of():
    fields = importable("contact")

    assert guesses(["Nombre", "Empresa"], fields) == {"Nombre": "name", "Empresa": "company_name"}
    assert guesses(["Empresa", "Razón social"], fields)["Empresa"] == "company_name"


def test_only_our_own_files_name_a_company_by_its_number():
    fields = importable("contact")

    assert guesses(["No.", "Version", "Name", "Company"], fields)["Company"] == "company_no"
    assert guesses(["No.", "Name", "Company"], fields)["Company"] == "company_name"
