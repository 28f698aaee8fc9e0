"""Lena only reads: she is offered nothing else, and what she forges is refused."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import steps

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
    "/setup/company": {"name": "Mine"},
    "/setup/rules": {},
    "/setup/users/-/new": {"username": "mine"},
    "/check/": {},
}
BANKS = ("/bank-accounts/", "/bank-accounts/B000001", "/bank-accounts/B000001/history", "/bank-accounts/B000001/peek")
WAYS_TO_WRITE = "[data-key=e], [data-key=n], [data-key=l], .fact-value, a[href^='/new/'], a[href^='/batches/'], \
  a[href$='/delete'], a[href*='/link/'], a[href*='/create-as/'], a[href$='/unlink'], a[href$='/wizard'], \
  form[action^='/undo/'], form[action$='/restore'], form[action$='/pause'], form[action$='/even']"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", ["/contacts/CT000001", "/customers/C000001", "/vendors/V000001"])
def test_a_card_offers_lena_nothing_to_change(person, language, path):
    lena = person("lena", language, path)

    steps.sees_card(lena, path.rpartition("/")[2])
    expect(lena.page.locator("#fact-name .fact-text")).to_be_visible()
    expect(lena.page.locator(WAYS_TO_WRITE)).to_have_count(0)
    lena.button("Field by field").first.click()
    expect(lena.page.locator("#drawer table")).to_be_visible()
    expect(lena.page.locator(WAYS_TO_WRITE)).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "es"])
def test_lists_and_menus_offer_lena_nothing_to_change_and_no_bank_accounts(person, language):
    lena = person("lena", language)

    places = [link.get_attribute("href") for link in lena.page.locator("nav.side a").all()]
    assert places == ["/", "/contacts/", "/customers/", "/vendors/", "/jobs/"]
    for path in places:
        lena.goes_to(path)
        expect(lena.page.locator("h1")).to_be_visible()
        expect(lena.page.locator(WAYS_TO_WRITE)).to_have_count(0)


def test_what_lena_forges_is_refused_and_bank_accounts_are_not_for_her(product, person):
    lena = person("lena", at="/contacts/CT000001")
    before = product.rows("SELECT count(*) FROM history_changeset")
    headers = json.loads(lena.page.locator("body").get_attribute("hx-headers"))
    ((made,),) = product.rows("SELECT max(change_set_id) FROM history_change WHERE kind = 'contact'")
    forged = {**FORGED, f"/undo/set-{made}": {}}

    answers = {path: lena.page.request.post(path, form=form, headers=headers) for path, form in forged.items()}
    answers |= {path: lena.page.request.get(path) for path in BANKS}

    assert {path: answer.status for path, answer in answers.items() if answer.status not in (403, 404)} == {}
    assert [answers[path].status for path in ("/contacts/CT000001/edit", "/bank-accounts/")] == [403, 403]
    assert all("Not included in your role" in answer.text() for answer in answers.values() if answer.status == 403)
    assert product.rows("SELECT count(*) FROM history_changeset") == before
