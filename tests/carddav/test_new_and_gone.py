"""New cards make contacts, deletions follow setup, and a card that moves is not deleted."""

import pytest

from tests.carddav.phone import Phone, vcard
from tests.making import code, company, exists, history, person, row, setup
from unisono.contacts.models import Contact
from unisono.copies.models import BookEntry, Card
from unisono.history.models import Change
from unisono.usecases.address_books import held_changes
from unisono.usecases.address_books.book_entries import set_star
from unisono.usecases.documents.creating import create_document
from unisono.usecases.undo.undo_change_sets import undo_change_set
from unisono.usecases.users import users


@pytest.fixture
def seller(ines, omar):
    """Omar as the salesperson OM."""
    code(ines, "salespeople", "OM")
    users.change_user("omar", salesperson="OM", actor=ines)
    return users.actor_named("omar")


def newest():
    """The contact that came last."""
    return Contact.objects.latest("pk")


def test_a_new_card_is_a_contact_of_its_salesperson(ines, seller):
    setup(ines, default_country_code="ES")
    phone = Phone(seller)

    lines = ("TEL;TYPE=CELL:600 11 22 33", "EMAIL:rosa@x.example", "TITLE:Jefa", "BDAY:1980-02-29")
    answer = phone.put("rosa.vcf", vcard("Rosa Sanz", "rosa-1", *lines))

    # The card has a country by now, which the phone has to fetch.
    assert (answer.status_code, answer.headers.get("ETag")) == (201, None)
    rosa = newest()
    assert (rosa.type, rosa.name, rosa.surname) == ("person", "Rosa Sanz", "Sanz")
    assert (rosa.mobile_phone_no, rosa.email, rosa.job_title) == (
        "600 11 22 33",
        "rosa@x.example",
        "Jefa",
    )
    assert (rosa.salesperson_code_id, rosa.country_code) == ("OM", "ES")
    assert phone.names() == ["rosa.vcf"]
    assert history("contact", rosa.no)[0].change_set.source == "iPhone"


def test_a_card_of_a_company_is_a_company_and_people_join_the_one_they_name(ines, omar):
    phone = Phone(omar)
    phone.put("sol.vcf", vcard("Sol SL", "sol", "ORG:Sol SL", "X-ABShowAs:COMPANY"))
    assert (newest().type, newest().name) == ("company", "Sol SL")

    phone.put("ana.vcf", vcard("Ana Gil", "ana-1", "ORG:Sol SL;Compras"))
    assert newest().company.name == "Sol SL"
    phone.put("rosa.vcf", vcard("Rosa Sanz", "rosa-1", "ORG:Marte SL"))
    assert newest().company is None
    assert "ORG:Marte SL" in phone.fetch("rosa.vcf")


def test_who_looks_like_somebody_is_told_at_home_and_not_to_the_phone(ines, omar):
    no = person(ines, "Rosa Sanz", phone_no="974 55 01 01", email="rosa@x.example", city="Jaca")

    answer = Phone(omar).put(
        "rosa.vcf", vcard("Rosa Sanz", "rosa-1", "TEL:974 55 01 01", "EMAIL:rosa@x.example")
    )

    assert answer.status_code == 201
    (waiting,) = held_changes.held_changes(omar)
    assert (waiting.held.sort, list(waiting.held.fields)) == ("alike", [no])
    held_changes.settle(waiting.held.pk, False, actor=omar)
    assert held_changes.held_changes(omar) == []


def test_what_a_new_contact_cannot_have_waits_and_the_rest_is_stored(ines, omar):
    Phone(omar).put("rosa.vcf", vcard("Rosa Sanz", "rosa-1", "TITLE:" + "J" * 200, "TEL:974550101"))

    assert (newest().phone_no, newest().job_title) == ("974550101", "")
    (waiting,) = held_changes.held_changes(omar)
    assert list(waiting.held.fields) == ["job_title"]


@pytest.mark.parametrize("who", ["lena", "felix"])
def test_who_may_not_create_contacts_creates_none(as_user, who):
    Phone(as_user(who)).put("rosa.vcf", vcard("Rosa Sanz", "rosa-1"), status=403)

    assert not Contact.objects.exists()


def test_a_uid_is_a_card_once_in_a_book(ines, omar):
    phone = Phone(omar)
    phone.put("rosa.vcf", vcard("Rosa Sanz", "rosa-1"))

    answer = phone.put("another.vcf", vcard("Rosa Sanz", "rosa-1"), status=403)

    assert "no-uid-conflict" in answer.text
    phone.put("rosa.vcf", vcard("Rosa Sanz", "rosa-2"), status=403, If_Match="*")
    assert Contact.objects.count() == 1


def test_deleted_on_a_phone_it_is_hidden_there_alone(ines, seller):
    no = person(ines, "Ana Gil", salesperson_code="OM")
    phone, other = Phone(seller), Phone(ines, book="starred")
    set_star(no, True, actor=ines)
    (name,) = phone.sync()[0]
    assert other.sync()[0] == [name]

    assert phone.ask("DELETE", name).status_code == 204

    assert phone.sync() == ([], [name])
    assert phone.ask("GET", name).status_code == 404
    assert exists("contact", no)
    assert other.sync() == ([], [])


def test_setup_forbids_it(ines, seller):
    setup(ines, phone_deletion="forbid")
    person(ines, "Ana Gil", salesperson_code="OM")
    phone = Phone(seller)
    (name,) = phone.names()

    assert phone.ask("DELETE", name).status_code == 403
    assert phone.names() == [name]


def test_setup_lets_phones_delete_and_undo_brings_it_back(ines, seller):
    setup(ines, phone_deletion="delete")
    phone = Phone(seller)
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1", "BDAY:1980-02-29"))
    no = newest().no
    phone.sync()

    assert phone.ask("DELETE", "ana.vcf").status_code == 204
    assert not exists("contact", no)
    assert phone.sync() == ([], ["ana.vcf"])

    undo_change_set(Change.objects.get(event="deleted").change_set_id, actor=ines)
    assert phone.sync() == (["ana.vcf"], [])
    assert "BDAY:1980-02-29" in phone.fetch("ana.vcf")


def test_a_deletion_that_a_rule_refuses_waits_and_the_phone_gets_the_card_again(ines, seller):
    setup(ines, phone_deletion="delete")
    no = person(ines, "Ana Gil", salesperson_code="OM")
    create_document("sales_quote", {"contact_no": no}, actor=ines)
    phone = Phone(seller)
    (name,) = phone.sync()[0]

    assert phone.ask("DELETE", name).status_code == 204

    assert exists("contact", no)
    assert phone.sync() == ([name], [])
    (waiting,) = held_changes.held_changes(seller)
    assert (waiting.held.sort, bool(waiting.held.reason)) == ("refused", True)


def test_a_star_is_taken_off_whatever_setup_says(ines, omar):
    setup(ines, phone_deletion="forbid")
    no = person(ines, "Ana Gil")
    set_star(no, True, actor=omar)
    phone = Phone(omar, book="starred")
    (name,) = phone.sync()[0]

    assert phone.ask("DELETE", name).status_code == 204
    assert (phone.sync(), exists("contact", no)) == (([], [name]), True)


@pytest.mark.parametrize("deletion", ["forbid", "delete"])
def test_moved_to_another_book_it_is_not_deleted(ines, seller, deletion):
    setup(ines, phone_deletion=deletion)
    no = person(ines, "Ana Gil", salesperson_code="OM")
    phone = Phone(seller)
    (name,) = phone.sync()[0]
    card = phone.fetch(name)

    # As a program does that knows no MOVE: it writes the card there and deletes it here.
    assert phone.put("moved.vcf", card, "starred", 201, If_None_Match="*").status_code == 201
    assert phone.ask("DELETE", name).status_code == 204

    assert exists("contact", no)
    assert (phone.names(), phone.names("starred")) == ([], ["moved.vcf"])
    assert phone.fetch("moved.vcf", "starred") == card


def test_moved_by_move_it_keeps_its_name_or_gets_another(ines, seller):
    no = person(ines, "Ana Gil", salesperson_code="OM")
    phone = Phone(seller)
    (name,) = phone.names()

    answer = phone.ask("MOVE", name, Destination=f"http://testserver{phone.at('a.vcf', 'starred')}")

    assert (answer.status_code, phone.names(), phone.names("starred")) == (201, [], ["a.vcf"])
    assert exists("contact", no)
    answer = phone.ask("MOVE", phone.at("a.vcf", "starred"), Destination=phone.at(name))
    assert (answer.status_code, phone.names(), phone.names("starred")) == (201, [name], [])


def test_a_card_with_an_unknown_past_overwrites_nothing(ines, seller):
    no = person(ines, "Ana Gil", salesperson_code="OM", phone_no="974 55 01 01")
    phone = Phone(seller)
    card = phone.fetch(phone.names()[0]).replace("974 55 01 01", "974 55 09 09")

    phone.put("moved.vcf", card, "starred", If_None_Match="*")

    assert row("contact", no).phone_no == "974 55 01 01"
    (waiting,) = held_changes.held_changes(seller)
    assert waiting.held.fields == {"phone_no": ["974 55 01 01", "974 55 09 09"]}


def test_a_hidden_card_comes_back_when_its_person_puts_it_there(ines, seller):
    person(ines, "Ana Gil", salesperson_code="OM")
    phone = Phone(seller)
    (name,) = phone.names()
    card = phone.fetch(name)
    phone.ask("DELETE", name)

    assert phone.put(name, card, If_None_Match="*").status_code == 201
    assert phone.names() == [name]
    assert not BookEntry.objects.exists()


def test_the_name_of_a_hidden_card_is_free_for_another(ines, seller):
    phone = Phone(seller)
    phone.put("a.vcf", vcard("Ana Gil", "ana-1"))
    phone.ask("DELETE", "a.vcf")

    assert phone.put("a.vcf", vcard("Rosa Sanz", "rosa-1"), If_None_Match="*").status_code == 201

    assert "Rosa" in phone.fetch("a.vcf")
    assert Card.objects.count() == 2


def test_a_new_card_stays_in_the_book_that_it_was_put_into(ines, omar):
    company(ines, "Sol SL")
    phone = Phone(omar, book="customers")

    phone.put("rosa.vcf", vcard("Rosa Sanz", "rosa-1"))

    assert phone.names() == ["rosa.vcf"]
    assert phone.sync() == (["rosa.vcf"], [])
