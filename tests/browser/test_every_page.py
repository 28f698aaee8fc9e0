"""Every page, wide and narrow, light and dark, in both languages: for everybody, and without a word
in the console.
"""

from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver, resolve
from playwright.sync_api import expect

from tests.browser import languages
from tests.browser.places import PLACES
from tests.browser.somebody import at_work

pytestmark = pytest.mark.pure  # how pages look does not depend on the database

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SIZES = {"en": WIDE, "es": NARROW}
AXE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The fifth row of a table is like the fourth; a list of fifty would take most of the time of all
# pages.
ALIKE = ["tbody tr:nth-child(n+5)", "section.pair:nth-of-type(n+4)", "option:nth-child(n+5)"]
ASK = """async ([part, exclude, options]) => (await axe.run(
  {...(part ? {include: [part]} : {}), exclude: exclude.map((each) => [each])}, options
)).violations.map((rule) =>
  `${rule.id}: ${rule.help}\\n` + rule.nodes.map((node) =>
    `    ${node.html.slice(0, 200)}  ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`
  ).slice(0, 4).join("\\n"))"""
SOON = {"resultTypes": ["violations"], "preload": False}
ALL = {**SOON, "runOnly": TAGS, "rules": {"target-size": {"enabled": True}}}
COLOURS = {**SOON, "runOnly": ["color-contrast", "link-in-text-block"]}
# Each page is seen at the desk in English or on a telephone in Spanish, in turn; `make nightly
# PART=pages` sees each in both, in the light and in the dark. A telephone's colours in the dark are
# those of the desk, by the same names.
THEMES = {
    "en": [("light", ALL), ("dark", COLOURS)] if languages.BOTH else [("light", ALL)],
    "es": [("light", ALL)],
}
_RECORD, _LINK = (
    "<kind:kind>/<number:no>",
    "contacts/<number:no>/links/<str:role>/<number:record_no>",
)
_DOCUMENT, _ENTRY = "<document:type_>/<number:no>", "interactions/<int:key>"
# Addresses that take forms, or give parts of pages, pictures and files; the places have scenes that
# show what they do.
NO_PAGES = {
    *(
        f"{_RECORD}/{tail}"
        for tail in ("beside", "peek", "aside", "field/<str:name>", "resolve", "restore")
    ),
    *(f"{_LINK}/{tail}" for tail in ("even", "pause")),
    *(f"{_DOCUMENT}/{tail}" for tail in ("status", "pages/<int:number>", "pdf", "print", "copy")),
    *(f"{_ENTRY}/{tail}" for tail in ("cancel", "attach", "files/<int:file>", "resend")),
    *(
        "contacts/<number:no>/call",
        "contacts/<number:no>/addresses/<int:key>/delete",
        "waiting-quotes/",
    ),
    *(f"<list:name>/-/{tail}" for tail in ("columns", "views", "views/<int:key>/delete", "export")),
    *(f"<document:type_>/-/{tail}" for tail in ("print", "status")),
    *(f"jobs/{tail}" for tail in ("live/", "<int:id_>", "<int:id_>/cancel", "<int:id_>/resume")),
    *(
        "healthz",
        "readyz",
        "metrics",
        "drift/",
        "tiles/",
        "help/at/",
        "search/hits/",
        "palette/",
        "suggest/<str:kind>",
        "suggest/language",
        "proposals/",
        "setup/post-codes/<str:country>/remove",
        "suggest/<kind:kind>/<number:no>",
        "preferences/",
        "undo/<str:what>",
    ),
    *(
        "profile/tokens/<int:key>/end",
        "profile/phones/<int:key>/end",
        "profile/phones/hidden/<int:key>",
        "held/",
        "held/<int:key>",
        "contacts/<number:no>/star",
        "carddav",
        "carddav/",
        "carddav/<path:below>",
        ".well-known/carddav",
        ".well-known/carddav/",
        "setup/company/logo",
        "setup/schedules/<int:key>/remove",
        "setup/users/<number:username>/tokens/<int:key>/end",
    ),
    *(
        f"import/<str:name>/{tail}"
        for tail in ("", "result", "mend", "answer", "read", "faulty", "mappings/<int:key>/forget")
    ),
    *(f"duplicates/{tail}" for tail in ("find", "alike", "<int:key>", "groups/<int:key>")),
    *(f"suggestions/{tail}" for tail in ("find", "accept", "aside", "<int:key>")),
    "findings/",
    "setup/codes/<str:collection>/<number:code>/delete",
    *(f"account/oidc/(?P<provider_id>[^/]+)/login/{tail}" for tail in ("", "callback/")),
    "account/language/",
    "setup/codes/salutations/<number:code>/formulas",
    *("account/mfa/authenticate/", "account/mfa/recovery-codes/download/"),
}


@pytest.fixture(scope="module")
def office(books):
    """The product, for all pages of this module: they are only looked at."""
    with books.opened("documents") as office:
        yield office


@pytest.fixture(scope="module")
def regulars(office, browser):
    """regulars(name, language): somebody signed in once for all pages."""
    with ExitStack() as stack:
        there = {}

        def somebody(name, language):
            if (name, language) not in there:
                there[name, language] = stack.enter_context(
                    looking(office, browser, name, language)
                )
            return there[name, language]

        yield somebody


@pytest.fixture
def visitor(office, browser, regulars, place, language):
    """Who looks at the page: one of the regulars, or a stranger."""
    if place.who:
        yield regulars(place.who, language)
    else:
        with looking(office, browser, "", language) as stranger:
            yield stranger


def looking(office, browser, name, language):
    """Give somebody a browser in which nothing moves."""
    return at_work(
        browser, office, name, language, viewport=SIZES[language], reduced_motion="reduce"
    )


def violations(person, part):
    """What axe finds wrong with the page as it is shown: in the light by every rule, in the dark by
    colours.
    """
    person.page.evaluate(AXE)
    person.page.evaluate(
        "scrollTo(0, 0)"
    )  # or else what stays while scrolling covers half a button
    found = []
    for theme, options in THEMES[person.language]:
        person.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        expect(person.page.locator("html")).to_have_attribute("data-bs-theme", theme)
        found += [f"{theme} {each}" for each in person.page.evaluate(ASK, [part, ALIKE, options])]
    return found


def fits_a_telephone(person):
    """Wait until nothing has to be scrolled sideways any more."""
    person.page.set_viewport_size(NARROW)
    person.page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


def looks():
    """Which page is seen in which language."""
    for number, place in enumerate(PLACES):
        for language in languages.of_page(number):
            yield pytest.param(place, language, id=f"{place.name}-{language}")


@pytest.mark.parametrize(("place", "language"), list(looks()))
def test_everybody_can_use(visitor, place, language):
    person = visitor
    person.page.set_viewport_size(SIZES[language])
    person.watch.expect(place.status)

    answer = person.goes_to(place.path)
    if place.scene:
        place.scene(person)
    else:
        assert answer.status == place.status
    person.page.wait_for_load_state()
    expect(person.page.locator(".htmx-request")).to_have_count(0)

    expect(person.page.locator("html")).to_have_attribute("lang", language)
    found = violations(person, place.part)
    assert not found, "\n".join(found)
    fits_a_telephone(person)
    person.watch.assert_all_went_well()


def routes(patterns, before=""):
    """Every address of the product, as its patterns say it."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        yield from (
            routes(pattern.url_patterns, route) if hasattr(pattern, "url_patterns") else [route]
        )


def test_no_page_is_forgotten():
    every = {route for route in routes(get_resolver().url_patterns) if not route.startswith("api/")}
    seen = {
        resolve(urlsplit(place.path).path).route.replace("^", "")
        for place in PLACES
        if place.name != "not-found"
    }

    assert every - seen - NO_PAGES == set()
    assert NO_PAGES - every == set()
    assert NO_PAGES & seen == set()
