"""What a person has no right to shows nowhere on the pages: not in causes, not in what happened
[10.3].
"""

import pytest

from tests.making import company, linked, record
from tests.web.pages import Browser, words
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import set_link_state, unlink
from unisono.usecases.records.changing import change_record

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


@pytest.fixture
def sales(db):
    """omar, sales, at his desk."""
    return Browser("omar")


def test_sales_takes_no_value_from_a_bank_account_nor_learns_that_it_is_there(ines, sales):
    contact, bank = linked(ines, "bank_account")
    set_link_state(contact, "bank_account", bank, "paused", actor=ines)
    change_record("bank_account", bank, {"email": "secret@bank.example"}, actor=ines)

    for no in (bank, "NONE"):
        path = f"/contacts/{contact}/links/bank_account/{no}/even"
        answer = sales.post(path, 403, **{"field": "email", "from": "other", "seen": "1-2"})
        assert "secret" not in answer.content.decode()
    sales.post(f"/contacts/{contact}/links/nonsense/{bank}/even", 422, field="email")


def test_home_and_history_tell_nothing_of_bank_links(ines, sales):
    contact, bank = company(ines), record(ines, "bank_account")
    for _time in range(12):
        link(contact, "bank_account", bank, actor=ines)
        unlink(contact, "bank_account", bank, actor=ines)

    assert "linked" not in words(sales.get("/")).split("What happened")[1].split("Keys")[0]
    assert "Created." in words(sales.get(f"/contacts/{contact}/history"))
    assert "Unlinked from the bank account" in words(
        Browser("felix").get(f"/contacts/{contact}/history")
    )


def test_a_change_that_came_from_a_bank_account_names_no_number(ines, sales):
    contact, bank = linked(ines, "bank_account")
    change_record("bank_account", bank, {"city": "Ronda"}, actor=ines)

    page = words(sales.get(f"/contacts/{contact}/history"))
    assert "Ronda" in page
    assert bank not in page
    change_rules({"bank_account": {"city": "role"}}, actor=ines)
    assert "Led by another record; change it there." in sales.get(f"/contacts/{contact}")


def test_drift_is_looked_at_by_administrators_also_when_somebody_looked_before(sales):
    Browser("ines").get("/drift/")

    sales.get("/drift/", 403)


def test_a_blocked_contact_shows_on_its_records(ines, sales):
    contact, customer = linked(ines, "customer")
    change_record("contact", contact, {"privacy_blocked": True}, actor=ines)

    assert "The contact is privacy blocked" in words(sales.get(f"/customers/{customer}"))


@pytest.mark.parametrize(
    "hostile", ['["' + "x" * 10 + "\x00", "[" * 100_000, '{"city": "\\u0000"}', '{"\\ud800": 1}']
)
def test_what_a_form_carries_along_is_hostile_too(ines, sales, hostile):
    no = company(ines)
    for path, name in ((f"/contacts/{no}/edit", "base"), (f"/contacts/{no}/resolve", "values")):
        response = sales.client.post(path, {name: hostile, "version": "1"})
        assert response.status_code in (302, 422), path


@pytest.mark.parametrize("name", ["company_no", "city", "language_code", "territory_code"])
def test_no_control_character_reaches_the_database(ines, sales, name):
    no = company(ines)

    sales.post(f"/contacts/{no}/edit", 422, base="{}", version="1", **{name: "a\x00b"})
    sales.client.get(f"/contacts/{no}/beside", {"in": f"{name}=%00"})
    assert sales.client.get(f"/contacts/{no}/beside", {"in": "q=%2500"}).status_code in (200, 422)


def test_a_blocked_contact_is_neither_called_nor_written_to_from_any_card(ines):
    """[10.4]"""
    contact, customer = linked(ines, "customer", phone_no="+34 955 123 456", email="a@sol.example")
    desk, cards = Browser("ines"), (f"/contacts/{contact}", f"/customers/{customer}")
    for card in cards:
        assert "tel:" in desk.get(card)

    change_record("contact", contact, {"privacy_blocked": True}, actor=ines)

    for card in cards:
        page = desk.get(card)
        assert ("tel:" in page, "mailto:" in page) == (False, False), card
        assert "+34 955 123 456" in page
