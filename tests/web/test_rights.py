"""Who may see and do what on the pages: every address, for every role, also by a forged form
[10.3].
"""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.making import company, linked, record
from tests.web.pages import Browser, words
from tests.web.signed_in import sign_in_at_once
from unisono.common.kinds import LINKED_KINDS
from unisono.common.paths import COLLECTIONS, LIST_COLLECTIONS
from unisono.history.models import ChangeSet
from unisono.usecases.documents.creating import create_document
from unisono.web import urls

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks

OPEN = ("healthz", "readyz", "metrics")
ADMINISTERED = (
    "setup",
    "check/",
    "drift/",
    "start/",
    "privacy/",
    "contacts/<number:no>/personal-data",
    "contacts/<number:no>/erase",
)
WRITING = (
    "call",
    "email",
    "addresses",
    "cover-sheets",
    "cancel",
    "attach",
    "resend",
    "make-order",
    "refresh",
    "status",
    "interactions/new",
    "-/new",
    "edit",
    "resolve",
    "restore",
    "delete",
    "contact",
    "link/",
    "wizard",
    "even",
    "pause",
    "unlink",
    "create-as",
)


@pytest.fixture
def book(ines):
    """A contact with a record of each kind, and a customer without contact."""
    contact, *records = linked(ines, *LINKED_KINDS)
    numbers = {"contact": contact, **dict(zip(LINKED_KINDS, records, strict=True))}
    quote = create_document("sales_quote", {"contact_no": contact}, actor=ines).no
    return numbers | {"free": record(ines, "customer", "Suelta SL"), "quote": quote}


def addresses(book):
    """Every address of the pages, filled in: (path, kind of record it is about)."""
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        for kind in _kinds_of(route):
            yield (
                _filled(route, kind or ("contact" if route.startswith("contacts/") else ""), book),
                kind,
                route,
            )


def _kinds_of(route):
    """The kinds of record that a route is filled in for: documents and the log are lists, too."""
    if "<list:name>" in route:
        return [*COLLECTIONS, "sales_quote", "interaction"]
    return COLLECTIONS if "<kind:kind>" in route else [""]


def _filled(route, kind, book):
    values = {
        "<kind:kind>": COLLECTIONS.get(kind, ""),
        "<list:name>": LIST_COLLECTIONS.get(kind, ""),
        "<document:type_>": "sales-quotes",
        "<number:no>": book["quote"]
        if route.startswith("<document")
        else book.get(kind or "contact", ""),
        "<int:number>": "1",
        "<int:file>": "1",
        "<number:record_no>": book["customer"],
        "<number:from_no>": book["contact"],
        "<number:contact_no>": book["contact"],
        "<str:role>": "customer",
        "<str:wanted>": "customer" if kind == "contact" else "contact",
        "import/<str:name>/": "import/1-notThereAtAll0000000/",
        "<str:name>": "city",
        "<str:kind>": "contact",
        "<str:what>": "set-1",
        "<str:collection>": "territories",
        "<slug:topic>": "documents",
        "<number:code>": "NORTH",
        "<number:username>": "omar",
        "<str:country>": "ES",
        "<int:key>": "1",
        "<int:id_>": "1",
    }
    for part, value in values.items():
        route = route.replace(part, value)
    assert "<" not in route, route
    return "/" + route


def test_strangers_see_nothing_but_the_way_in(book):
    for path, _kind, route in addresses(book):
        for method in (Client().get, Client().post):
            response = method(path)
            if route in OPEN:
                # Ready with a worker alone; figures where there is a token for them.
                assert response.status_code in (200, 404, 405, 503)
            else:
                assert response.status_code == 302, path
                assert response.headers["location"].startswith("/account/login/"), path


@pytest.mark.parametrize("name", ["omar", "petra", "felix", "lena"])
def test_only_an_administrator_gets_into_setup_check_and_first_steps(book, name):
    somebody = Browser(name)
    for path, _kind, route in addresses(book):
        if route.startswith(ADMINISTERED):
            may_look = route.endswith("logo")  # it stands on documents
            assert may_look or somebody.client.get(path).status_code in (403, 405), path
            assert somebody.client.post(path).status_code in (403, 405), path


@pytest.mark.parametrize("name", ["omar", "petra", "lena"])
def test_bank_accounts_are_not_there_for_sales_purchasing_and_readers(book, name):
    somebody = Browser(name)
    for path, kind, _route in addresses(book):
        if kind == "bank_account":
            assert somebody.client.get(path).status_code in (403, 405), path
            assert somebody.client.post(path).status_code in (403, 405), path
    for path in (
        "/",
        f"/contacts/{book['contact']}",
        f"/customers/{book['customer']}",
        "/contacts/",
        "/jobs/",
    ):
        assert book["bank_account"] not in somebody.get(path), path
        assert "Bank account" not in words(somebody.get(path)), path
    assert somebody.client.get("/new/bank_account").status_code == 403
    assert somebody.client.get("/batches/new?source=bank_accounts").status_code == 403


def test_a_reader_changes_nothing_whatever_is_forged(book):
    lena = Browser("lena")
    before = words(lena.get(f"/contacts/{book['contact']}/history"))
    forms = {
        "base": "{}",
        "city": "Ronda",
        "confirm": "yes",
        "plan": "x",
        "way": "keep",
        "field": "city",
        "change": "1",
    }
    for path, kind, route in addresses(book):
        if route.endswith(WRITING) or any(f"/{word}" in route for word in WRITING):
            response = lena.client.post(path, forms)
            assert response.status_code in (403, 404, 405), (path, kind, response.status_code)
    assert lena.client.post("/new/contact", {"name": "Nueva SL", "base": "{}"}).status_code == 403
    assert lena.client.post("/import/", {"as": "customers"}).status_code == 403
    assert lena.client.post("/batches/new", {"source": "customers"}).status_code == 403
    assert lena.client.post(f"/contacts/{book['contact']}/field/city", forms).status_code == 403
    assert words(lena.get(f"/contacts/{book['contact']}/history")) == before


def test_a_reader_sees_no_button_that_changes_anything(book):
    lena = Browser("lena")
    for path in (
        f"/contacts/{book['contact']}",
        f"/customers/{book['customer']}",
        f"/customers/{book['free']}",
    ):
        page = lena.get(path)
        for word in (
            "/edit",
            "/delete",
            "/link/",
            "/create-as/",
            "/undo/",
            "/restore",
            "/field/",
            "/pause",
            "/unlink",
        ):
            assert word not in page, (path, word)
    for path in ("/contacts/", "/customers/"):
        page = lena.get(path)
        assert "/new/" not in page
        assert "/batches/" not in page


def test_sales_undoes_its_own_change_and_not_that_of_another(ines, book):
    omar = Browser("omar")
    form = omar.form(f"/contacts/{book['contact']}/edit")
    omar.post(f"/contacts/{book['contact']}/edit", **{**form, "city": "Ronda"})

    page = omar.get(f"/contacts/{book['contact']}/history")
    assert page.count('aria-label="Undo: ') == 1
    omar.post(f"/undo/set-{ChangeSet.objects.earliest('id').pk}", 403)


def test_every_page_demands_the_form_token(book):
    client = Client(enforce_csrf_checks=True)
    sign_in_at_once(client, "ines")
    for path, _kind, _route in addresses(book):
        response = client.post(path, {"base": "{}"})
        assert response.status_code in (403, 405), path


def test_every_address_of_the_product_is_of_the_pages_the_doors_or_the_api():
    roots = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    phones = {"carddav", "carddav/", "carddav/<path:below>"}
    well_known = {".well-known/carddav", ".well-known/carddav/"}
    assert roots == {"account/", "api/v1/", "", *phones, *well_known}


def test_the_batch_asks_for_the_right_to_write_its_kind(book):
    omar = Browser("omar")
    assert omar.client.get("/batches/new?source=vendors").status_code == 403
    assert omar.client.get("/batches/new?source=customers").status_code == 200


def test_nobody_sees_the_jobs_of_others(ines, book):
    company(ines)
    job = (
        Browser("ines").post("/batches/new", source="customers", dry_run="yes").headers["location"]
    )

    Browser("omar").get(job, 404)
    Browser("omar").post(f"{job}/cancel", 404)
    Browser("ines").get(job)
