"""The first page: what this is and where to go, in both languages, loading nothing from outside."""

import re

import pytest
from django.test import Client


@pytest.mark.parametrize(("language", "words"), [("en", "kept equal"), ("es", "siempre sincronizados")])
def test_it_speaks_the_reader_s_language_and_leads_to_the_api(language, words):
    page = Client().get("/", headers={"accept-language": language}).content.decode()

    assert words in page
    assert f'lang="{language}"' in page
    assert 'href="/api/v1/docs"' in page


def test_it_loads_nothing_from_outside_and_all_that_it_loads_is_there():
    page = Client().get("/").content.decode()

    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert Client().get(path).status_code == 200


@pytest.mark.django_db
def test_the_sign_of_life_asks_the_database():
    assert Client().get("/healthz").content == b"ok"
