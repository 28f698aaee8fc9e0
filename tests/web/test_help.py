"""The handbook: chapters in both languages, what is about every page, what every field means."""

import re

import pytest
from django.test import override_settings
from django.urls import URLPattern, get_resolver

from tests.browser.test_every_page import NO_PAGES
from tests.making import company
from tests.web.pages import Browser, words
from unisono.web import help_places
from unisono.web.help_chapters import FOLDER, TOPICS, chapter, found, sections_of
from unisono.web.help_places import PLACES, help_at

pytestmark = pytest.mark.pure

ENTRIES = sorted({*PLACES.values(), help_places.START, *help_places._LISTS.values()})


def anchors(topic, language):
    """The headings of a chapter, by their anchors, in order."""
    return [section.anchor for section in chapter(topic, language).sections]


def pages(patterns=None, before=""):
    """Every address that shows a page, with the key of its view among the places."""
    for each in patterns or get_resolver().url_patterns:
        route = before + str(each.pattern).removeprefix("^").removesuffix(r"\Z")
        if not isinstance(each, URLPattern):
            if not route.startswith("api/"):
                yield from pages(each.url_patterns, route)
        elif route not in NO_PAGES and not route.startswith("api/"):
            yield route, _key(each)


def _key(pattern):
    name = f"{pattern.callback.__module__}.{getattr(pattern.callback, '__name__', '')}"
    ours = name.startswith(help_places._VIEWS)
    return name.removeprefix(help_places._VIEWS) if ours else pattern.name


def test_every_page_has_its_place_in_the_handbook():
    assert {route: key for route, key in pages() if key not in PLACES} == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_place_has_its_heading(language):
    missing = [(t, a) for t, a in ENTRIES if a and a not in anchors(t, language)]

    assert missing == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_chapter_has_the_same_headings_in_both_languages(topic):
    english, spanish = chapter(topic, "en"), chapter(topic, "es")

    assert anchors(topic, "en") == anchors(topic, "es")
    assert len(set(anchors(topic, "en"))) == len(anchors(topic, "en"))
    assert (english.language, spanish.language) == ("en", "es")
    for one, other in zip(english.sections[1:], spanish.sections[1:], strict=True):
        assert one.text
        assert other.text
        for mark in ("\n- ", "\n1. ", "\n|"):
            assert ("\n" + one.text).count(mark) == ("\n" + other.text).count(mark), one.url


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_link_of_the_handbook_leads_somewhere(language):
    for path in (FOLDER / language).glob("*.md"):
        assert path.stem in TOPICS
        text = path.read_text(encoding="utf-8")
        assert len(re.findall(r"^## ", text, re.MULTILINE)) == len(anchors(path.stem, language)) - 1
        for topic, anchor in re.findall(r"\]\(/help/([a-z-]+)(?:#([a-z-]+))?\)", text):
            assert topic == "fields" or not anchor or anchor in anchors(topic, language), topic
            assert topic in (*TOPICS, "fields")


def test_a_text_is_cut_at_its_headings():
    first, lines, last = sections_of(
        "documents",
        "# Papers",
        "\nSoon.\n\n## Lines, all {#lines}\n\nA\n\n## Due {#due-1}\n\n## B",
    )

    assert (first.anchor, first.title, first.text) == ("", "Papers", "Soon.")
    assert (lines.anchor, lines.title, lines.text) == ("lines", "Lines, all", "A")
    assert (last.url, last.text) == ("/help/documents#due-1", "## B")


def test_html_in_a_chapter_is_text():
    (section,) = sections_of("log", "# Log", "<script>alert(1)</script> [x](javascript:alert(1))")

    assert "<script" not in section.html
    assert "href" not in section.html


def test_ana_finds_a_chapter_by_words_in_any_case_and_without_accents():
    assert found("ANULAR suma", "es")[0].url == "/help/log#entry"
    assert found("supresion", "es") == found("supresión", "es")
    assert found("cover sheets", "en")[1].url == "/help/papers-and-emails#cover-sheets"
    assert found("   ", "en") == []
    assert found("nobodyiscalledthis", "en") == []
    assert found("\\ % (", "en") == []


def test_ana_reads_the_handbook_in_her_language(db):
    ana = Browser("lena", "es")

    assert "Ofertas, pedidos, órdenes de servicio" in ana.get("/help/")
    assert 'id="lines"' in ana.get("/help/documents")
    assert "la saca de las sumas" in words(ana.get("/help/", q="anular"))
    ana.get("/help/nothing-of-this-sort", status=404)
    ana.get("/help/..%2fen", status=404)


def test_a_language_that_is_not_there_gets_english(db):
    assert "Keeping equal" in Browser("lena", "fr").get("/help/keeping-equal")
    with override_settings(LANGUAGE_CODE="en"):
        assert chapter("log", "fr").language == "en"


def test_help_begins_with_the_place(ines):
    desk = Browser("ines")
    no = company(ines)

    page = desk.get(f"/contacts/{no}/edit")
    assert f'hx-get="/help/at/?path=%2Fcontacts%2F{no}%2Fedit"' in page
    part = desk.client.get(
        "/help/at/", {"path": f"/contacts/{no}/edit"}, headers={"hx-request": "true"}
    ).content.decode()
    assert "<h2>All fields at once</h2>" in part
    assert 'href="/help/cards"' in part
    assert 'href="/help/fields#contact"' in part
    assert "<html" not in part

    whole = desk.client.get("/help/at/", {"path": "/setup/codes/number-series/"})
    assert whole.headers["location"] == "/help/setup#number-series"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/", "/help/getting-started#home"),
        ("/sales-quotes/SQ000001", "/help/documents#states"),
        ("/bank-accounts/", "/help/lists-and-search#lists"),
        ("/nothing/here", "/help/getting-started"),
        ("https://elsewhere.example/", "/help/getting-started"),
        ("", "/help/getting-started"),
    ],
)
def test_what_is_about_a_page(path, url):
    assert help_at(path, "en").section.url == url
