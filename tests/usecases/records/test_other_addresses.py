"""Other addresses of a contact hold from a day to a day, and documents of these days take them."""

import pytest

from tests.making import company, linked, person
from tests.making_documents import paper, stored
from unisono.common.errors import EditConflict, Invalid, NotAllowed, NotFound
from unisono.contacts.models import AlternativeAddress
from unisono.usecases.documents.refreshing import preview_refresh
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.records.other_addresses import add_address, change_address, delete_address
from unisono.usecases.undo.undo_change_sets import undo_change_set


def added(actor, contact_no, address="Playa 9", **values):
    """The address' key."""
    return int(add_address(contact_no, {"address": address, **values}, actor=actor).no)


@pytest.mark.parametrize(
    ("day", "address"),
    [
        ("2025-06-30", "Mayor 1"),
        ("2025-07-01", "Playa 9"),
        ("2025-08-14", "Playa 9"),
        ("2025-08-15", "Feria 3"),  # the one that began last
        ("2025-08-20", "Feria 3"),
        ("2025-08-21", "Playa 9"),
        ("2025-08-31", "Playa 9"),
        ("2025-09-01", "Mayor 1"),
    ],
)
def test_the_document_s_day_decides_and_the_one_that_began_last_wins(ines, day, address):
    contact, _customer = linked(ines, "customer", address="Mayor 1", city="Lugo")
    added(ines, contact, starts_on="2025-07-01", ends_on="2025-08-31", city="Sada")
    added(ines, contact, "Feria 3", starts_on="2025-08-15", ends_on="2025-08-20")

    order = stored("sales_order", paper(ines, "sales_order", contact, document_date=day))

    assert (order.address, order.city) == (
        address,
        {"Mayor 1": "Lugo", "Playa 9": "Sada", "Feria 3": ""}[address],
    )


def test_an_address_without_days_holds_for_good_and_a_person_s_comes_before_the_company_s(ines):
    firm = company(ines, address="Mayor 1")
    ana, eva = person(ines, company_no=firm), person(ines, "Eva Sanz", company_no=firm)
    added(ines, firm, "Almacén 5")
    added(ines, ana, "Casa 2", ends_on="2099-01-01")

    assert stored("sales_quote", paper(ines, "sales_quote", ana)).address == "Casa 2"
    assert stored("sales_quote", paper(ines, "sales_quote", eva)).address == "Almacén 5"


def test_refreshing_takes_an_address_that_came_since(ines):
    firm = company(ines, address="Mayor 1")
    quote = paper(ines, "sales_quote", firm)

    added(ines, firm)

    assert ("address", "Mayor 1", "Playa 9") in preview_refresh(
        "sales_quote", quote, actor=ines
    ).changes


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"address": ""}, "address"),
        ({"starts_on": "2025-08-01", "ends_on": "2025-07-31"}, "ends_on"),
        ({"starts_on": "31/07/2025"}, "starts_on"),
        ({"country_code": "XX"}, "country_code"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_addresses_name_the_field(ines, values, field):
    with pytest.raises(Invalid) as refusal:
        added(ines, company(ines), **values)

    assert [error.field for error in refusal.value.errors] == [field]
    assert not AlternativeAddress.objects.exists()


def test_addresses_change_go_and_come_back(ines):
    firm, other = company(ines), company(ines, "Otra SL")
    key = added(ines, firm)

    changed = change_address(firm, key, {"address": "Playa 10"}, actor=ines)
    with pytest.raises(NotFound):
        change_address(other, key, {"address": "Ajena"}, actor=ines)
    undo_change_set(changed.change_set, actor=ines)
    assert AlternativeAddress.objects.get().address == "Playa 9"
    deleted = delete_address(firm, key, actor=ines)
    undo_change_set(deleted.change_set, actor=ines)

    assert AlternativeAddress.objects.get(pk=key).contact.no == firm


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(ines, omar):
    """[3.5]"""
    firm = company(ines)
    key = added(ines, firm)
    change_address(firm, key, {"city": "Vigo"}, actor=omar, expected=1)

    with pytest.raises(EditConflict):
        change_address(firm, key, {"city": "Lugo"}, actor=ines, expected=1)
    change_address(firm, key, {"address": "Playa 11"}, actor=ines, expected=1)

    row = AlternativeAddress.objects.get()
    assert (row.address, row.city, row.version) == ("Playa 11", "Vigo", 3)


def test_they_go_and_come_back_with_their_contact(ines):
    firm = company(ines)
    key = added(ines, firm, starts_on="2025-07-01")

    gone = delete_contact(firm, actor=ines)
    assert not AlternativeAddress.objects.exists()
    undo_change_set(gone.change_set, actor=ines)

    assert str(AlternativeAddress.objects.get(pk=key).starts_on) == "2025-07-01"


def test_who_does_not_write_contacts_writes_no_addresses(ines, lena, felix):
    firm = company(ines)

    for actor in (lena, felix):
        with pytest.raises(NotAllowed):
            added(actor, firm)
