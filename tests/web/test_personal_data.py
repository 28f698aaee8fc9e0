"""Personal data as a page to hand over: in words, whatever they are stored as."""

import re

import pytest

from tests.privacy.persons import everywhere
from tests.web.pages import Browser, words

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


def test_all_of_it_is_in_the_readers_words(ines, own_folder):
    traces = everywhere(ines)

    page = Browser("ines", "es").get(f"/contacts/{traces.no}/personal-data")

    for told in ("Tipo Persona", "+34 600 999 888", "Tipo de documento Pedido de venta"):
        assert told in words(page)
    called = {text.strip() for text in re.findall(r"<dt>(.*?)</dt>", page, re.DOTALL)}
    assert {text for text in called if "<" not in text and ("_" in text or text.islower())} == set()
