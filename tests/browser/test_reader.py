"""Lena only reads: she is offered nothing else, and what she forges is refused."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import demo_documents, steps
from tests.browser.languages import in_their_language
from unisono.common.paths import DOCUMENT_COLLECTIONS

pytestmark = pytest.mark.pure  # the same pages, whatever the database

QUOTE = f"/sales-quotes/{demo_documents.ROOMS}"
FORGED = {
    "/contacts/CT000001/edit": {"name": "Mine"},
    "/contacts/CT000001/field/phone_no": {"phone_no": "1"},
    "/contacts/CT000001/resolve": {"values": "{}"},
    "/contacts/CT000001/restore": {"change": "1", "field": "name"},
    "/contacts/CT000001/delete": {},
    "/contacts/CT000001/create-as/vendor": {"confirm": "yes"},
    "/contacts/CT000032/links/customer/C000023/wizard": {"confirm": "yes"},
    "/contacts/CT000001/links/customer/C000001/pause": {},
    "/contacts/CT000001/links/customer/C000001/unlink": {"way": "keep"},
    "/contacts/CT000005/links/vendor/V000001/even": {"field": "home_page", "from": "contact"},
    "/customers/C000022/contact": {},
    "/new/contact": {"name": "Mine"},
    "/batches/new": {"source": "customers"},
    "/import/": {"as": "customers"},
    "/contacts/CT000001/merge/CT000092": {"confirm": "yes", "plan": "-"},
    "/duplicates/find": {},
    "/suggestions/find": {},
    "/suggestions/accept": {"least": "90", "confirm": "yes"},
    "/setup/company": {"name": "Mine"},
    "/setup/rules": {},
    "/setup/users/-/new": {"username": "mine"},
    "/check/": {},
    "/sales-quotes/-/new": {"contact_no": demo_documents.HOTEL},
    "/sales-quotes/-/status": {"status": "closed", "query": ""},
    f"{QUOTE}/edit": {"city": "Mine"},
    f"{QUOTE}/status": {"status": "closed"},
    f"{QUOTE}/delete": {},
    f"{QUOTE}/email": {"to": "lena@example.com", "subject": "Mine"},
    f"{QUOTE}/make-order": {"create_party": "yes"},
    f"{QUOTE}/refresh": {"plan": "-"},
    "/contacts/CT000001/call": {},
    "/contacts/CT000001/email": {"to": "lena@example.com", "subject": "Mine"},
    "/contacts/CT000001/interactions/new": {"template_code": "NOTE"},
    "/contacts/CT000001/addresses/new": {"city": "Mine"},
    f"/contacts/CT000001/addresses/{demo_documents.ADDRESS}": {"city": "Mine"},
    f"/contacts/CT000001/addresses/{demo_documents.ADDRESS}/delete": {},
    "/interactions/1": {"comment": "Mine"},
    "/interactions/1/cancel": {},
    "/interactions/1/attach": {},
    "/interactions/1/resend": {},
    "/cover-sheets/": {"no__in": "CT000001"},
    "/setup/logged-actions": {"email": ""},
}
OTHER_PLACES = [
    "/",
    "/contacts/",
    "/customers/",
    "/vendors/",
    "/interactions/",
    "/jobs/",
    "/duplicates/",
    "/suggestions/",
]
BANKS = (
    "/bank-accounts/",
    "/bank-accounts/B000001",
    "/bank-accounts/B000001/history",
    "/bank-accounts/B000001/peek",
)
WAYS_TO_WRITE = (
    "[data-key=e], [data-key=n], [data-key=l], .fact-value, a[href^='/new/'], a[href^='/batches/'], \
  a[href$='/delete'], a[href*='/link/'], a[href*='/create-as/'], a[href$='/unlink'], a[href$='/wizard'], \
  a[href$='/-/new'], a[href$='/edit'], a[href$='/email'], a[href$='/make-order'], a[href$='/refresh'], \
  a[href$='/interactions/new'], a[href^='/cover-sheets/'], a[href*='/addresses/'], [data-log], form[action$='/-/new'], \
  form[action$='/status'], form[action$='/cancel'], form[action$='/attach'], form[action$='/resend'], \
  form[action^='/undo/'], form[action$='/restore'], form[action$='/pause'], form[action$='/even']"
)


@pytest.fixture
def book():
    return "documents"


@in_their_language
@pytest.mark.parametrize("path", ["/contacts/CT000001", "/customers/C000001", "/vendors/V000001"])
def test_a_card_offers_lena_nothing_to_change(person, language, path):
    lena = person("lena", language, path)

    steps.sees_card(lena, path.rpartition("/")[2])
    expect(lena.page.locator("#fact-name .fact-text")).to_be_visible()
    expect(lena.page.locator(WAYS_TO_WRITE)).to_have_count(0)
    lena.button("Field by field").first.click()
    expect(lena.page.locator("#drawer table")).to_be_visible()
    expect(lena.page.locator(WAYS_TO_WRITE)).to_have_count(0)


@in_their_language
def test_lists_and_menus_offer_lena_nothing_to_change_and_no_bank_accounts(person, language):
    lena = person("lena", language)

    places = [link.get_attribute("href") for link in lena.page.locator("nav.side a").all()]
    document_pages = [f"/{each}/" for each in DOCUMENT_COLLECTIONS.values()]
    assert [place for place in places if place not in document_pages] == OTHER_PLACES
    assert set(document_pages) < set(places)
    for path in [*places, QUOTE, f"/service-orders/{demo_documents.REPAIR}", "/interactions/1"]:
        lena.goes_to(path)
        expect(lena.page.locator("h1")).to_be_visible()
        expect(lena.page.locator(WAYS_TO_WRITE)).to_have_count(0)


def test_what_lena_forges_is_refused_and_bank_accounts_are_not_for_her(product, person):
    lena = person("lena", at="/contacts/CT000001")
    before = product.rows("SELECT count(*) FROM history_changeset")
    headers = json.loads(lena.page.locator("body").get_attribute("hx-headers"))
    ((made,),) = product.rows(
        "SELECT max(change_set_id) FROM history_change WHERE kind = 'contact'"
    )
    forged = {**FORGED, f"/undo/set-{made}": {}}

    answers = {
        path: lena.page.request.post(path, form=form, headers=headers)
        for path, form in forged.items()
    }
    answers |= {path: lena.page.request.get(path) for path in BANKS}

    assert {
        path: answer.status for path, answer in answers.items() if answer.status not in (403, 404)
    } == {}
    assert [answers[path].status for path in ("/contacts/CT000001/edit", "/bank-accounts/")] == [
        403,
        403,
    ]
    assert all(
        "Not included in your role" in answer.text()
        for answer in answers.values()
        if answer.status == 403
    )
    assert product.rows("SELECT count(*) FROM history_changeset") == before
