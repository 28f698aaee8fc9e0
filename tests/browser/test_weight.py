"""What a page weighs: its scripts and styles, compressed; the libraries of pictures apart."""

import gzip

import pytest
from playwright.sync_api import expect

from tests.browser import demo_documents
from tests.browser.somebody import at_work

pytestmark = pytest.mark.pure  # nor does what they weigh depend on the database

MOST = 250_000  # bytes
PICTURES = ("echarts.js", "cytoscape.js")


@pytest.fixture(scope="module")
def ines(books, browser):
    """Ines looks at pages of the demo with documents."""
    with books.opened("documents") as office, at_work(browser, office, "ines") as ines:
        yield ines


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/contacts/",
        "/contacts/CT000005",
        "/contacts/CT000032/links/customer/C000023/wizard",
        f"/sales-quotes/{demo_documents.ROOMS}",
        f"/sales-quotes/{demo_documents.ROOMS}/edit",
    ],
)
def test_scripts_and_styles_are_light(ines, path):
    asked = []
    ines.page.on("request", lambda request: asked.append(request))

    ines.goes_to(path)
    expect(ines.page.locator(".htmx-request")).to_have_count(0)

    urls = {each.url for each in asked if each.resource_type in ("script", "stylesheet")}
    weights = {
        url.rpartition("/")[2]: len(gzip.compress(ines.page.request.get(url).body()))
        for url in urls
    }
    assert {"app.js", "htmx.min.js", "tabler.min.css", "unisono.css"} <= set(weights)
    assert sum(weight for name, weight in weights.items() if name not in PICTURES) <= MOST, weights
