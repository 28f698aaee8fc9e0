"""Which cards are in which book, and what a phone is told that asks again."""

from xml.etree.ElementTree import fromstring

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.carddav.phone import CARD, DAV, SYNC, Phone, vcard
from tests.making import code, company, linked, person, row, setup
from unisono.access.models import SavedView
from unisono.contacts.models import Contact
from unisono.copies import membership
from unisono.copies.models import Member
from unisono.setup.models import Installation
from unisono.usecases.address_books.book_entries import set_star
from unisono.usecases.lists.saved_views import save_view
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.setup.code_lists import change_entry
from unisono.usecases.users import users
from unisono.usecases.users.preferences import change_preferences


@pytest.fixture
def seller(ines, omar):
    """Omar as the salesperson OM."""
    code(ines, "salespeople", "OM")
    users.change_user("omar", salesperson="OM", actor=ines)
    return users.actor_named("omar")


def card_of(no):
    """The name of a contact's card that no phone has written."""
    return f"contact-{row('contact', no).pk}.vcf"


def test_a_person_has_the_books_of_their_rights(ines, omar, lena):
    save_view("contact", "Jaca", {"city": "Jaca"}, on_phones=True, actor=omar)
    save_view("contact", "Huesca", {"city": "Huesca"}, actor=omar)
    view = SavedView.objects.get(name="Jaca").pk

    usual = {"mine": "My contacts", "starred": "Starred"}
    linked_ = {"customers": "Customers", "vendors": "Vendors"}
    assert Phone(omar).books() == {**usual, f"view-{view}": "Jaca", **linked_}
    assert Phone(lena).books() == {**usual, **linked_}
    setup(ines, phone_all_contacts=True)
    assert Phone(lena, "Pixel").books()["all"] == "All contacts"


def test_books_are_called_in_the_language_of_their_person(omar):
    change_preferences({"language": "es"}, actor=omar)

    assert Phone(omar).books()["mine"] == "Mis contactos"


def test_customers_are_their_contacts_and_the_people_there(ines, omar):
    sol, _customer = linked(ines, "customer", name="Sol SL")
    ana = person(ines, "Ana Gil", company_no=sol)
    company(ines, "Luna SL")

    assert sorted(Phone(omar, book="customers").names()) == sorted([card_of(sol), card_of(ana)])
    assert Phone(omar, "Pixel", "vendors").names() == []


def test_a_phone_is_told_what_came_changed_and_left(ines, seller):
    phone = Phone(seller)
    ana = person(ines, "Ana Gil", salesperson_code="OM")
    assert phone.sync() == ([card_of(ana)], [])
    assert phone.sync() == ([], [])

    rosa = person(ines, "Rosa Sanz", salesperson_code="OM")
    change_record("contact", ana, {"phone_no": "974 55 01 01"}, actor=ines)
    there, gone = phone.sync()
    assert (sorted(there), gone) == (sorted([card_of(ana), card_of(rosa)]), [])

    name = card_of(rosa)
    delete_contact(rosa, actor=ines)
    change_record("contact", ana, {"salesperson_code": ""}, actor=ines)
    there, gone = phone.sync()
    assert (there, sorted(gone)) == ([], sorted([card_of(ana), name]))


def test_who_is_blocked_for_privacy_is_in_no_book(ines, seller):
    setup(ines, phone_all_contacts=True)
    ana = person(ines, "Ana Gil", salesperson_code="OM")
    set_star(ana, True, actor=seller)
    phone = Phone(seller)
    phone.sync()
    card = phone.fetch(card_of(ana))

    change_record("contact", ana, {"privacy_blocked": True}, actor=ines)

    assert phone.sync() == ([], [card_of(ana)])
    for book in ("mine", "starred", "all"):
        assert phone.names(book) == []
        assert phone.ask("GET", card_of(ana), book=book).status_code == 404
        phone.put(card_of(ana), card, book, 403, If_None_Match="*")


def test_a_saved_view_is_a_book_that_follows_its_filter(ines, omar):
    save_view("contact", "Jaca", {"city": "Jaca"}, on_phones=True, actor=omar)
    book = f"view-{SavedView.objects.get().pk}"
    ana, rosa = person(ines, "Ana Gil", city="Jaca"), person(ines, "Rosa Sanz", city="Huesca")
    phone = Phone(omar, book=book)
    assert phone.sync() == ([card_of(ana)], [])

    change_record("contact", rosa, {"city": "Jaca"}, actor=ines)
    change_record("contact", ana, {"city": "Huesca"}, actor=ines)
    assert phone.sync() == ([card_of(rosa)], [card_of(ana)])

    save_view("contact", "Jaca", {"city": "Huesca"}, on_phones=True, actor=omar)
    assert phone.sync() == ([card_of(ana)], [card_of(rosa)])


def test_the_name_of_a_mailing_group_is_on_the_cards(ines, omar):
    code(ines, "mailing-groups", "XMAS", description="Navidad")
    ana = person(ines, "Ana Gil", mailing_group_codes=["XMAS"])
    set_star(ana, True, actor=omar)
    phone = Phone(omar, book="starred")
    phone.sync()
    assert "CATEGORIES:Navidad" in phone.fetch(card_of(ana))

    change_entry("mailing-groups", "XMAS", {"description": "Fiestas"}, actor=ines)

    assert phone.sync() == ([card_of(ana)], [])
    assert "CATEGORIES:Fiestas" in phone.fetch(card_of(ana))


def test_categories_are_mailing_groups_and_what_else_they_say_stays(ines, omar):
    code(ines, "mailing-groups", "XMAS", description="Navidad")
    code(ines, "mailing-groups", "NEWS")
    phone = Phone(omar)
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1", "CATEGORIES:Navidad,Coro,news"))
    ana = Contact.objects.get()
    assert sorted(ana.mailing_group_codes.values_list("code", flat=True)) == ["NEWS", "XMAS"]

    change_record("contact", ana.no, {"mailing_group_codes": ["NEWS"]}, actor=ines)
    assert "CATEGORIES:Coro,news" in phone.fetch("ana.vcf")
    phone.change("ana.vcf", "CATEGORIES:Coro,news", "CATEGORIES:Coro")
    assert not ana.mailing_group_codes.exists()


def test_many_cards_come_in_parts_and_none_is_missed(ines, seller):
    for n in range(7):
        person(ines, f"Ana Gil {n}", salesperson_code="OM")
    phone = Phone(seller)

    parts = [phone.sync(most=3) for _n in range(4)]

    assert [len(there) for there, _gone in parts] == [3, 3, 1, 0]
    assert len({name for there, _gone in parts for name in there}) == 7


def test_a_limited_answer_says_that_it_is_one(ines, seller):
    for n in range(2):
        person(ines, f"Ana Gil {n}", salesperson_code="OM")
    body = (
        '<D:sync-collection xmlns:D="DAV:"><D:sync-token/><D:sync-level>1</D:sync-level>'
        "<D:limit><D:nresults>1</D:nresults></D:limit><D:prop/></D:sync-collection>"
    )
    answer = Phone(seller).ask("REPORT", "", body)

    assert "507" in answer.text
    assert "number-of-matches-within-limits" in answer.text


@pytest.mark.parametrize(
    "token", ["data:,nothing", "data:,1-9-1", "http://x.example/", "data:,1-1-99"]
)
def test_a_token_that_counts_no_more_is_refused(seller, token):
    phone = Phone(seller)
    phone.sync()
    body = (
        f'<D:sync-collection xmlns:D="DAV:"><D:sync-token>{token}</D:sync-token>'
        "<D:sync-level>1</D:sync-level><D:prop/></D:sync-collection>"
    )
    answer = phone.ask("REPORT", "", body)

    assert (answer.status_code, "valid-sync-token" in answer.text) == (403, True)


def test_a_poll_with_nothing_new_costs_six_statements_whatever_the_size(ines, seller):
    setup(ines, phone_all_contacts=True)
    save_view("contact", "Jaca", {"city": "Jaca"}, on_phones=True, actor=seller)
    for n in range(30):
        person(ines, f"Ana Gil {n}", salesperson_code="OM")
    phone = Phone(seller)
    phone.books()
    phone.sync()

    asked = (
        lambda: phone.ask("PROPFIND", phone.home, Depth="1"),
        lambda: phone.ask("PROPFIND", "", Depth="0"),
        phone.sync,
    )
    for ask in asked:
        with CaptureQueriesContext(
            connection,
        ) as statements:
            ask()
        assert len(statements) <= 6, [each["sql"][:90] for each in statements]


def test_a_thousand_changes_at_once_are_compared_as_a_whole(ines, seller, monkeypatch):
    monkeypatch.setattr(membership, "_MANY", 2)
    phone = Phone(seller)
    numbers = [person(ines, f"Ana Gil {n}", salesperson_code="OM") for n in range(6)]
    phone.sync()

    for no in numbers[:4]:
        change_record("contact", no, {"city": "Jaca"}, actor=ines)
    change_record("contact", numbers[4], {"salesperson_code": ""}, actor=ines)

    there, gone = phone.sync()
    assert sorted(there) == sorted(card_of(no) for no in numbers[:4])
    assert gone == [card_of(numbers[4])]
    assert Member.objects.filter(is_gone=False).values("revision").distinct().count() == 5


def test_a_card_is_found_by_what_it_says(ines, seller):
    person(ines, "Ana Gil", salesperson_code="OM", email="ana@sol.example")
    person(ines, "Rosa Sanz", salesperson_code="OM")
    body = (
        '<C:addressbook-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><D:prop>'
        '<C:address-data><C:prop name="FN"/></C:address-data></D:prop><C:filter>'
        '<C:prop-filter name="EMAIL"><C:text-match match-type="ends-with">SOL.example'
        "</C:text-match></C:prop-filter></C:filter></C:addressbook-query>"
    )
    answer = Phone(seller).ask("REPORT", "", body, Depth="1")

    (found,) = fromstring(answer.content).findall(f"{DAV}response")
    data = found.findtext(f"{DAV}propstat/{DAV}prop/{CARD}address-data")
    assert data.split() == ["BEGIN:VCARD", "VERSION:3.0", "FN:Ana", "Gil", "END:VCARD"]


def test_after_a_restore_phones_compare_their_books_whole(ines, seller):
    Installation.objects.get_or_create(pk=1)
    ana = person(ines, "Ana Gil", salesperson_code="OM")
    phone = Phone(seller)
    phone.sync()
    card = phone.fetch(card_of(ana))

    Installation.objects.update(timeline="abcd")
    membership.begin_anew()

    body = SYNC.format(phone.token, "")
    assert "valid-sync-token" in phone.ask("REPORT", "", body).text
    # What has the same version by now may be something else.
    phone.put(card_of(ana), card, status=412)
    phone.token = ""
    assert phone.sync() == ([card_of(ana)], [])
    phone.fetch(card_of(ana))
    phone.put(card_of(ana), card, status=204)
