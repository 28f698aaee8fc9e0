"""A person's name and its parts [5.6]."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.contacts.person_names import compose, split


@pytest.mark.parametrize(
    ("name", "language", "parts"),
    [
        ("Ana", "es-ES", ("Ana", "", "")),
        ("Ana Gil", "es-ES", ("Ana", "", "Gil")),
        ("José Núñez López", "es-ES", ("José", "", "Núñez López")),
        ("Ana María García López", "ca", ("Ana María", "", "García López")),
        ("Juan de la Vega García", "es-MX", ("Juan", "", "de la Vega García")),
        ("João da Silva Santos", "pt-PT", ("João", "", "da Silva Santos")),
        ("Ana García López", "en-US", ("Ana", "García", "López")),
        ("Ludwig van Beethoven", "de-DE", ("Ludwig", "", "van Beethoven")),
        ("Joost van 't Hoff", "nl-NL", ("Joost", "", "van 't Hoff")),
        ("", "es", ("", "", "")),
        ("王明", "zh", ("王明", "", "")),
        ("Ana de", "es", ("Ana de", "", "")),
    ],
)
def test_split(name, language, parts):
    assert tuple(split(name, language).values()) == parts


@given(
    st.lists(st.sampled_from(["Ana", "de", "la", "Gil", "Núñez", "van", "y"]), max_size=6),
    st.sampled_from(["es", "en"]),
)
def test_the_parts_rebuild_the_name(words, language):
    assert compose(split(" ".join(words), language)) == " ".join(words)
