"""A number mended in the street is right in the office: edits by phones, two at once, what clashes
and what a rule refuses.
"""

import pytest

from tests.carddav.phone import Phone, vcard
from tests.making import company, history, linked, person, row, setup
from unisono.copies.models import HeldChange
from unisono.history.models import ChangeSet
from unisono.usecases.address_books import held_changes
from unisono.usecases.links.rules import change_rules
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.undo.undo_change_sets import undo_change_set


@pytest.fixture
def everything(ines):
    """Phones may have all contacts."""
    setup(ines, phone_all_contacts=True)


def phone_of(actor, device="iPhone"):
    """A phone with the book of all contacts."""
    return Phone(actor, device, "all")


def card_of(no):
    """The name of a contact's card that no phone has written."""
    return f"contact-{row('contact', no).pk}.vcf"


def ana_with_everything(ines):
    """A person with a phone and an e-mail, and her card's name."""
    no = person(ines, "Ana Gil", phone_no="974 55 01 01", email="ana@sol.example", city="Jaca")
    return no, card_of(no)


def test_a_number_mended_on_the_phone_is_right_at_customer_and_vendor(ines, everything):
    no, customer, vendor = linked(ines, "customer", "vendor", phone_no="974 55 01 01")
    phone = phone_of(ines)

    answer = phone.change(card_of(no), "974 55 01 01", "974 55 09 09")

    assert (answer.status_code, answer.headers["ETag"]) == (204, phone.tags[card_of(no)])
    assert row("customer", customer).phone_no == row("vendor", vendor).phone_no == "974 55 09 09"
    change_set = ChangeSet.objects.latest("pk")
    assert (change_set.via, change_set.source, change_set.by) == ("carddav", "iPhone", "ines")


def test_one_click_takes_it_back_and_the_phone_gets_the_old_one(ines, everything):
    no, customer, _vendor = linked(ines, "customer", "vendor", phone_no="974 55 01 01")
    phone = phone_of(ines)
    phone.change(card_of(no), "974 55 01 01", "974 55 09 09")
    phone.sync()

    undo_change_set(ChangeSet.objects.latest("pk").pk, actor=ines)

    assert row("customer", customer).phone_no == "974 55 01 01"
    assert phone.sync() == ([card_of(no)], [])
    assert "974 55 01 01" in phone.fetch(card_of(no))


def test_who_sends_everything_changes_only_what_it_changed(ines, everything):
    no, name = ana_with_everything(ines)

    phone_of(ines).change(name, "ana@sol.example", "ana@luna.example")

    (latest, *_more) = history("contact", no)
    assert set(latest.values) == {"email"}


def test_blanks_and_another_spelling_of_a_number_are_no_change(ines, everything):
    no, name = ana_with_everything(ines)

    phone_of(ines).change(name, "974 55 01 01", "974550101")

    assert row("contact", no).phone_no == "974 55 01 01"
    assert [each.event for each in history("contact", no)] == ["created"]


def test_two_phones_and_the_page_edit_different_fields_at_once(ines, everything):
    no, name = ana_with_everything(ines)
    one, other = phone_of(ines), phone_of(ines, "Pixel")
    cards = one.fetch(name), other.fetch(name)

    change_record("contact", no, {"city": "Huesca"}, actor=ines)
    first = one.put(name, cards[0].replace("974 55 01 01", "974 55 09 09"))
    second = other.put(name, cards[1].replace("ana@sol.example", "ana@luna.example"))

    ana = row("contact", no)
    assert (ana.city, ana.phone_no, ana.email) == ("Huesca", "974 55 09 09", "ana@luna.example")
    # Neither has the card as it is by now: both have to fetch it.
    assert "ETag" not in first.headers
    assert "ETag" not in second.headers
    assert not HeldChange.objects.exists()


def test_the_same_field_wins_nowhere_silently(ines, everything):
    no, name = ana_with_everything(ines)
    phone = phone_of(ines)
    card = phone.fetch(name)
    change_record("contact", no, {"phone_no": "974 55 07 07", "city": "Huesca"}, actor=ines)

    card = card.replace("974 55 01 01", "974 55 09 09").replace("ana@sol", "ana@luna")
    answer = phone.put(name, card)

    assert (answer.status_code, answer.headers.get("ETag")) == (204, None)
    ana = row("contact", no)
    assert (ana.phone_no, ana.city, ana.email) == ("974 55 07 07", "Huesca", "ana@luna.example")
    (waiting,) = held_changes.held_changes(ines)
    assert waiting.held.fields == {"phone_no": ["974 55 07 07", "974 55 09 09"]}
    assert (waiting.held.sort, waiting.held.source, waiting.no) == ("clash", "iPhone", no)


@pytest.mark.parametrize(("take", "number"), [(True, "974 55 09 09"), (False, "974 55 07 07")])
def test_a_person_says_which_of_both_values_stays(ines, everything, take, number):
    no, name = ana_with_everything(ines)
    phone = phone_of(ines)
    card = phone.fetch(name)
    change_record("contact", no, {"phone_no": "974 55 07 07"}, actor=ines)
    phone.put(name, card.replace("974 55 01 01", "974 55 09 09"))
    (waiting,) = held_changes.held_changes(ines)

    held_changes.settle(waiting.held.pk, take, actor=ines)

    assert row("contact", no).phone_no == number
    assert held_changes.held_changes(ines) == []


def test_what_a_rule_refuses_waits_with_its_reason(ines, everything):
    no, _customer = linked(ines, "customer", phone_no="974 55 01 01")
    change_rules({"customer": {"phone_no": "role"}}, actor=ines)
    phone = phone_of(ines)
    card = phone.fetch(card_of(no))

    card = card.replace("974 55 01 01", "974 55 09 09").replace("END:", "EMAIL:sol@x.example\nEND:")
    answer = phone.put(card_of(no), card)

    assert (answer.status_code, answer.headers.get("ETag")) == (204, None)
    assert (row("contact", no).phone_no, row("contact", no).email) == (
        "974 55 01 01",
        "sol@x.example",
    )
    (waiting,) = held_changes.held_changes(ines)
    assert waiting.held.fields == {"phone_no": ["974 55 01 01", "974 55 09 09"]}
    assert "is led by" in waiting.held.reason


def test_a_value_that_no_field_takes_waits_and_the_others_are_stored(ines, everything):
    no, name = ana_with_everything(ines)
    phone = phone_of(ines)
    card = phone.fetch(name).replace("Jaca", "J" * 100).replace("ana@sol", "ana@luna")

    phone.put(name, card)

    assert (row("contact", no).city, row("contact", no).email) == ("Jaca", "ana@luna.example")
    (waiting,) = held_changes.held_changes(ines)
    assert list(waiting.held.fields) == ["city"]


def test_a_company_that_nobody_knows_waits_and_a_known_one_is_joined(ines, everything):
    sol, luna = company(ines, "Sol SL"), company(ines, "Luna SL")
    no = person(ines, "Ana Gil", company_no=sol)
    phone = phone_of(ines)

    phone.change(card_of(no), "ORG:Sol SL", "ORG:Marte SL")
    assert row("contact", no).company.no == sol
    assert [each.held.fields for each in held_changes.held_changes(ines)] == [
        {"company_no": [sol, "Marte SL"]}
    ]

    phone.change(card_of(no), "ORG:Sol SL", "ORG:Luna SL")
    assert row("contact", no).company.no == luna


def test_an_old_card_with_the_companys_old_name_takes_nobody_out_of_it(ines, everything):
    sol = company(ines, "Sol SL")
    no = person(ines, "Ana Gil", company_no=sol, phone_no="974 55 01 01")
    phone = phone_of(ines)
    card = phone.fetch(card_of(no))
    change_record("contact", sol, {"name": "Sol y Luna SL"}, actor=ines)

    phone.put(card_of(no), card.replace("974 55 01 01", "974 55 09 09"))

    assert (row("contact", no).company.no, row("contact", no).phone_no) == (sol, "974 55 09 09")
    assert held_changes.held_changes(ines) == []


def test_only_tags_that_were_never_ours_are_refused(ines, everything):
    no, name = ana_with_everything(ines)
    phone = phone_of(ines)
    card = phone.fetch(name)
    version = row("contact", no).version

    for tag in ('"somebody-elses"', f'"{version + 1}-0-{"0" * 16}"', f'"{version}-9-{"0" * 16}"'):
        phone.put(name, card, status=412, If_Match=tag)
    phone.put(name, card, status=412, If_None_Match="*")
    phone.put("nobody.vcf", vcard("Rosa", "rosa-1"), status=412, If_Match='"1-0-000000000000"')
    assert [each.event for each in history("contact", no)] == ["created"]


def test_a_deleted_card_is_refused_and_stays_deleted(ines, everything):
    no, name = ana_with_everything(ines)
    phone = phone_of(ines)
    card = phone.fetch(name)
    delete_contact(no, actor=ines)

    phone.put(name, card, status=412)
    assert phone.ask("GET", name).status_code == 404


@pytest.mark.parametrize("who", ["lena", "felix"])
def test_who_may_not_change_contacts_reads_them(ines, everything, as_user, who):
    no, name = ana_with_everything(ines)
    phone = phone_of(as_user(who))
    card = phone.fetch(name)

    answer = phone.put(name, card.replace("974 55 01 01", "974 55 09 09"), status=403)

    assert "need-privileges" in answer.text
    assert row("contact", no).phone_no == "974 55 01 01"
    assert not HeldChange.objects.exists()


def test_the_tag_changes_with_what_the_card_shows_beside_its_version(ines, everything):
    sol = company(ines, "Sol SL")
    no = person(ines, "Ana Gil", company_no=sol)
    phone = phone_of(ines)
    phone.fetch(card_of(no))
    before, version = phone.tags[card_of(no)], row("contact", no).version
    phone.sync()

    change_record("contact", sol, {"name": "Sol y Luna SL"}, actor=ines)

    assert row("contact", no).version == version
    there, gone = phone.sync()
    assert (sorted(there), gone) == (sorted([card_of(sol), card_of(no)]), [])
    assert "ORG:Sol y Luna SL" in phone.fetch(card_of(no))
    assert phone.tags[card_of(no)] != before


def test_a_card_that_is_put_as_it_is_changes_nothing(ines, everything):
    no, name = ana_with_everything(ines)
    phone = phone_of(ines)
    phone.put("mine.vcf", vcard("Rosa Sanz", "rosa-1", "TEL;TYPE=CELL:600 11 22 33"))
    phone.sync()

    answer = phone.put("mine.vcf", vcard("Rosa Sanz", "rosa-1", "TEL;TYPE=CELL:600 11 22 33"))

    assert "ETag" in answer.headers
    assert phone.sync() == ([], [])
    assert (no, name) == (row("contact", no).no, card_of(no))
