"""What each field accepts, as it is kept, and what it refuses, as tables [6.1] to [6.7]."""

import pytest

from unisono.cards.validation import check_values, vat_is_valid
from unisono.common.errors import Invalid
from unisono.links.kinds import KINDS

pytestmark = pytest.mark.pure
CONTACT, CUSTOMER, BANK = (KINDS[kind].fields for kind in ("contact", "customer", "bank_account"))

KEPT = [
    ("name", "  Muñoz e Hijos, S.L. ", "Muñoz e Hijos, S.L."),
    ("name", "Mun\u0303oz", "Muñoz"),  # a letter and its accent apart become one
    ("name", "王明", "王明"),
    ("name", "İstanbul O'Neill & Söhne", "İstanbul O'Neill & Söhne"),
    ("name", "\u200b", ""),  # nothing to see is blank
    ("note", "una\r\ndos\rtres\n", "una\ndos\ntres"),
    ("phone_no", "+34 (91) 555-01.01/2", "+34 (91) 555-01.01/2"),
    ("phone_no", "915550101 ext. 12", "915550101 ext. 12"),
    ("phone_no", "915550101 x12", "915550101 x12"),
    ("phone_no", "٠١٢٣", "٠١٢٣"),
    ("email", "ana@elm.es;eva@münchen.de", "ana@elm.es;eva@münchen.de"),
    ("email", "ana@elm.es; eva@elm.es;", "ana@elm.es;eva@elm.es"),
    ("email", "ana@elm.es, eva@elm.es", "ana@elm.es;eva@elm.es"),
    ("email", '"Gil, Ana" <ana@elm.es>; mailto:eva@elm.es', "ana@elm.es;eva@elm.es"),
    ("email", "ana@elm.es\u200b", "ana@elm.es"),
    ("phone_no", "\u202a+34 600 111 222\u202c", "+34 600 111 222"),
    ("iban", "\u200eIBAN: ES91-2100-0418-4502-0005-1332", "ES9121000418450200051332"),
    ("name", "Sol\u00adera \ufe0fVieja", "Solera Vieja"),
    ("email", "ana@intranet.local", "ana@intranet.local"),
    ("vat_registration_no", " esb00123455 ", "ESB00123455"),
    ("country_code", "es", "ES"),
    ("currency_code", "eur", "EUR"),
    ("language_code", "es-mx", "es-MX"),
    ("credit_limit", "12.5", "12.50"),
    ("credit_limit", "9999999999999.99", "9999999999999.99"),
    ("iban", "es91 2100 0418 4502 0005 1332", "ES9121000418450200051332"),
    ("swift_code", "caixesbbxxx", "CAIXESBBXXX"),
    ("exclude_from_segment", True, True),
    ("correspondence_type", "fax", "fax"),
    ("name", "ñ" * 100, "ñ" * 100),
]
REFUSED = [
    ("name", 7, "type"),
    ("name", None, "type"),
    ("name", "a\x00b", "control-characters"),
    ("name", "a\ud800b", "control-characters"),
    ("name", "una\ndos", "control-characters"),
    ("note", "a\x07b", "control-characters"),
    ("name", "ñ" * 101, "too-long"),
    ("city", "x" * 61, "too-long"),
    ("note", "x" * 10_001, "too-long"),
    ("phone_no", "91 CALL ME", "letters"),
    ("phone_no", "915 550 101 ext", "letters"),
    ("phone_no", "915;916", "characters"),
    ("phone_no", "+", "digits"),
    ("phone_no", "9" * 31, "too-long"),
    ("email", "ana", "email"),
    ("email", "ana@elm.es|eva@elm.es", "email"),
    ("email", "ana@elm.es; no es", "email"),
    ("email", "ana@elm..es", "email"),
    ("country_code", "XX", "unknown"),
    ("country_code", "ESP", "unknown"),
    ("currency_code", "EURO", "unknown"),
    ("language_code", "klingon", "unknown"),
    ("credit_limit", 12.5, "type"),
    ("credit_limit", "12,50", "type"),
    ("credit_limit", "1e3", "type"),
    ("credit_limit", "NaN", "type"),
    ("credit_limit", "٣", "type"),
    ("credit_limit", "-0.01", "range"),
    ("credit_limit", "10000000000000.00", "range"),
    ("credit_limit", "1.005", "decimals"),
    ("iban", "ES9121000418450200051333", "iban"),
    ("swift_code", "CAIX", "bic"),
    ("exclude_from_segment", "true", "type"),
    ("exclude_from_segment", 1, "type"),
    ("correspondence_type", "pigeon", "choice"),
    ("industry_group_codes", "FOOD", "type"),
    ("industry_group_codes", ["F"] * 201, "too-long"),
    ("industry_group_codes", ["a b!"], "characters"),
    ("shoe_size", "38", "unknown-field"),
]


def fields_of(name):
    """The fields of a kind that has this one, a contact's first."""
    return next((fields for fields in (CONTACT, CUSTOMER, BANK) if name in fields), CONTACT)


@pytest.mark.parametrize(("name", "value", "kept"), KEPT)
def test_a_value_is_kept_clean(name, value, kept):
    assert check_values(fields_of(name), {name: value}, vat_check="off").values == {name: kept}


@pytest.mark.parametrize(("name", "value", "code"), REFUSED)
def test_a_value_is_refused_by_its_name_and_a_code(name, value, code):
    with pytest.raises(Invalid) as refusal:
        check_values(fields_of(name), {name: value})

    assert [(error.field, error.code) for error in refusal.value.errors] == [(name, code)]


def test_every_bad_field_is_named_at_once():
    with pytest.raises(Invalid) as refusal:
        check_values(CONTACT, {"name": 7, "city": "x" * 61, "phone_no": "+", "county": "Soria"})

    assert [error.field for error in refusal.value.errors] == ["name", "city", "phone_no"]


@pytest.mark.parametrize(
    ("number", "country", "is_valid"),
    [
        ("ESB58378431", "ES", True),
        ("B58378431", "ES", True),
        ("B58378430", "ES", False),
        ("DE136695976", "", True),
        ("DE136695977", "", False),
        ("EL094259216", "", True),  # Greece's prefix is not its code
        ("whatever", "US", True),  # nobody can check it
    ],
)
def test_a_vat_number_is_checked_by_its_country_or_its_prefix(number, country, is_valid):
    assert vat_is_valid(number, country) is is_valid


@pytest.mark.parametrize(("mode", "warned"), [("warn", 1), ("off", 0)])
def test_a_vat_number_that_fails_its_check_is_stored_with_a_word(mode, warned):
    checked = check_values(CONTACT, {"vat_registration_no": "ESB58378430"}, "ES", mode)

    assert checked.values == {"vat_registration_no": "ESB58378430"}
    assert [warning.code for warning in checked.warnings] == ["vat-check"] * warned


def test_or_refused_where_setup_says_so():
    with pytest.raises(Invalid):
        check_values(CONTACT, {"vat_registration_no": "ESB58378430"}, "ES", "refuse")
