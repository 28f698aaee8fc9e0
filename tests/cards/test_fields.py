"""The registry of fields: what one line forgets, a test tells."""

from collections import Counter

import pytest

from unisono.cards.field_names import names_of
from unisono.cards.fields import SHARED
from unisono.links.kinds import KINDS

pytestmark = pytest.mark.pure
FIELDS = {
    (kind, name): field for kind, info in KINDS.items() for name, field in info.fields.items()
}


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_a_field_says_what_it_is_called_where_it_stands_and_who_has_it(kind, name):
    field = FIELDS[kind, name]

    assert field.label
    assert field.section in ("general", "address", "communication", "invoicing")
    assert field.only_of in ("", "person", "company")
    assert field.aliases == field.aliases.lower()
    assert names_of([field])[name] == field.label


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_a_heading_means_two_fields_of_a_record(kind):
    words = Counter(word for field in KINDS[kind].fields.values() for word in field.aliases.split())

    assert [word for word, count in words.items() if count > 1] == []


def test_what_searches_look_through_has_its_own_line_each():
    lines = [field.search_line for field in SHARED if field.search_line]

    assert len(lines) == len(set(lines))
