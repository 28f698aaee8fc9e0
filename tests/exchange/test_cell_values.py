"""What a single cell says of a field, where people and programs write it in many ways."""

import pytest

from unisono.exchange.cell_values import type_of_text, value_of_cell
from unisono.links.kinds import KINDS

pytestmark = pytest.mark.pure


def read(text, name, kind="contact", befell=""):
    """What a cell is read as."""
    return value_of_cell(text, name, KINDS[kind].fields.get(name), befell, "", False)


@pytest.mark.parametrize("text", ["-", "N/A", "sin correo", " # ", "(null)", "ninguno", "\u200b-"])
@pytest.mark.parametrize("name", ["email", "phone_no", "city", "vat_registration_no"])
def test_what_stands_for_nothing_is_blank_and_said(text, name):
    found = read(text, name)

    assert (found.value, bool(found.said)) == ("", True)


def test_an_amount_of_nothing_is_blank_too():
    assert read("-", "credit_limit", "customer").value == ""


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("country_code", "NA", "NA"),
        ("country_code", "no", "NO"),
        ("exclude_from_segment", "x", True),
        ("exclude_from_segment", "Sí", True),
        ("exclude_from_segment", "VERDADERO", True),
        ("exclude_from_segment", "nein", False),
        ("exclude_from_segment", "quizá", "quizá"),
        ("correspondence_type", "Hard copy", "hard_copy"),
        ("middle_name", "X", "X"),
        ("note", "-", "-"),
        ("address", "s/n", "s/n"),
        ("industry_group_codes", "IT | AGRO", ["IT", "AGRO"]),
    ],
)
def test_what_only_looks_like_nothing_stays(name, text, value):
    assert read(text, name).value == value


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Company", "company"),
        ("EMPRESA", "company"),
        ("Persona jurídica", "company"),
        ("Partnership", "company"),
        ("TRUE", "company"),
        ("Individual", "person"),
        ("particular", "person"),
        ("Persona física", "person"),
        ("Privat", "person"),
        ("no", "person"),
        ("otro", "otro"),
    ],
)
def test_types_in_any_case_and_language(text, type_):
    assert type_of_text(text) == type_


@pytest.mark.parametrize(
    ("name", "befell", "word"),
    [
        ("city", "error", "error"),
        ("city", "formula", "formula"),
        ("city", "date", "date"),
        ("city", "flag", "truth"),
    ],
)
def test_what_befell_a_cell_is_said(name, befell, word):
    assert word in read("2024-01-02", name, befell=befell).said[0]
