"""A post code that does not look like one of its country is stored, and said [6.3]."""

import pytest

from unisono.cards.address_formats import fits
from unisono.contacts.models import Contact
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact

CODES = [
    ("28013", "ES", True),
    ("2801", "ES", False),
    ("sw1a 2aa", "GB", True),
    ("SW1A", "GB", False),
    ("1234ab", "NL", True),
    ("CH-8001", "CH", True),
    ("1073", "LV", True),
    ("lv-1073", "LV", True),
    ("1100-053", "PT", True),
    ("1100", "PT", False),
    ("01310100", "BR", True),
    ("999 77", "HK", True),  # a country without post codes
    ("anything", "", True),
    ("anything", "zz", True),
    ("", "ES", True),
    ("9" * 20, "ES", False),
]


@pytest.mark.pure
@pytest.mark.parametrize(("post_code", "country", "does"), CODES)
def test_what_looks_like_a_post_code_of_its_country(post_code, country, does):
    assert fits(post_code, country) is does


@pytest.fixture
def elmwood(ines):
    values = {"name": "Elmwood", "post_code": "2801", "country_code": "ES"}
    return create_contact(values, actor=ines)


def codes(outcome):
    return [(each.field, each.code) for each in outcome.warnings]


def test_an_odd_post_code_is_stored_with_a_warning_that_shows_a_right_one(elmwood):
    assert codes(elmwood) == [("post_code", "post-code")]
    assert "2801" in elmwood.warnings[0].message
    assert "28039" in elmwood.warnings[0].message
    assert Contact.objects.get(no=elmwood.no).post_code == "2801"


def test_what_is_not_changed_is_not_said_again(ines, elmwood):
    again = {"post_code": "2801", "city": "Madrid", "phone_no": "915550101"}

    assert codes(change_record("contact", elmwood.no, again, actor=ines)) == []

    portugal = {"post_code": "2801", "country_code": "PT"}
    said = codes(change_record("contact", elmwood.no, portugal, actor=ines))
    assert said == [("post_code", "post-code")]


def test_a_new_post_code_is_held_against_the_country_that_is_there(ines, elmwood):
    wrong = change_record("contact", elmwood.no, {"post_code": "280133"}, actor=ines)
    right = change_record("contact", elmwood.no, {"post_code": "28013"}, actor=ines)

    assert (codes(wrong), codes(right)) == ([("post_code", "post-code")], [])
