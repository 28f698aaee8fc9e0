"""Two spellings of one phone number are not called different."""

import pytest

from unisono.cards.fields import SHARED
from unisono.links.alike import called_different

pytestmark = pytest.mark.pure
FIELDS = {field.name: field for field in SHARED}

PHONES = [
    ("915 55 01 01", "", "915550101", "", False),
    ("(91) 555-01.01", "ES", "915 550 101", "ES", False),
    ("+34 915 550 101", "", "915550101", "ES", False),
    ("0034915550101", "ES", "+34915550101", "", False),
    ("+34 915 550 101", "", "915550101", "", True),  # nobody says in which country
    ("915550101", "ES", "915550101 ext. 12", "ES", True),
    ("915550101 x12", "ES", "+34 915550101 ext. 12", "ES", False),
    ("915550101", "ES", "915550102", "ES", True),
    ("915550101", "ES", "", "ES", True),
    ("12", "ES", "1 2", "ES", False),
    ("12", "ES", "13", "ES", True),
]


@pytest.mark.parametrize(("here", "land", "there", "other_land", "differs"), PHONES)
def test_phones_are_told_apart_by_their_numbers(here, land, there, other_land, differs):
    one = {"phone_no": here, "country_code": land}
    other = {"phone_no": there, "country_code": other_land}

    assert called_different(FIELDS["phone_no"], one, other) is differs
    assert called_different(FIELDS["phone_no"], other, one) is differs


def test_other_fields_are_told_apart_by_every_sign():
    for name, here, there in (("name", "Elm", "ELM"), ("post_code", "28 001", "28001")):
        assert called_different(FIELDS[name], {name: here}, {name: there})
        assert not called_different(FIELDS[name], {name: here}, {name: here})
