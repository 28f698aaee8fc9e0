"""What an act did, on a page of its own; messages and the first page speak in names."""

import pytest

from tests.making import company, linked
from tests.making_documents import paper
from tests.web.pages import Browser, words
from unisono.usecases.records.changing import change_record


@pytest.fixture
def sol(ines):
    """A company with customer and vendor."""
    return linked(ines, "customer", "vendor", phone_no="974 55 01 01")


def test_a_message_names_what_it_reached_but_not_where_one_is(ines, sol):
    contact, customer, _vendor = sol
    desk = Browser("ines")
    desk.client.defaults["HTTP_REFERER"] = f"http://testserver/customers/{customer}/edit"
    form = desk.form(f"/contacts/{contact}/edit")

    desk.post(f"/contacts/{contact}/edit", **{**form, "phone_no": "974 55 99 99"})

    text = words(desk.get(f"/contacts/{contact}"))
    assert "It also reached: Vendor Talleres Muñoz SL." in text
    assert "What was done" in text


def test_the_page_of_an_act_has_every_record_with_old_and_new(ines, sol):
    contact, customer, _vendor = sol
    outcome = change_record("customer", customer, {"city": "Jaca"}, actor=ines)

    text = words(Browser("ines").get(f"/changes/set-{outcome.change_set}"))

    assert text.count("— → After Jaca") == 3, text
    assert contact in text


def test_who_may_not_see_what_an_act_did_finds_nothing(ines, omar):
    _bank, account = linked(ines, "bank_account")
    outcome = change_record("bank_account", account, {"bank_branch_no": "0100"}, actor=ines)

    Browser("omar").get(f"/changes/set-{outcome.change_set}", 404)


@pytest.mark.parametrize("what", ["set-0", "set-x", "act-1", "sets", "set-" + "9" * 40])
def test_what_names_no_act_is_not_found(ines, what):
    Browser("ines").get(f"/changes/{what}", 404)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("omar", "Sales quotes: open"),
        ("petra", "Purchase orders: open"),
        ("felix", "Blocked customers"),
        ("lena", "Companies"),
    ],
)
def test_the_first_page_counts_what_each_role_has_to_do_with(ines, name, said):
    paper(ines, "sales_quote", company(ines))

    assert said in words(Browser(name).get("/tiles/"))
