"""What strangers found who read or tried telephones: each once, and mended."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.carddav.phone import DAV, Phone, vcard
from tests.making import code, company, history, person, row, setup
from unisono.access.models import SavedView
from unisono.common.errors import EditConflict, NotAllowed
from unisono.contacts.models import Contact
from unisono.copies.models import BookEntry, Card, HeldChange
from unisono.usecases.address_books import held_changes, reading_cards
from unisono.usecases.address_books.book_entries import hidden_cards, set_star, show_again
from unisono.usecases.address_books.books import book_named, current_books
from unisono.usecases.lists.saved_views import save_view
from unisono.usecases.privacy.erasing import erase_person
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.merging import merge
from unisono.usecases.setup.code_lists import change_entry
from unisono.usecases.users import users

# What the databases do differently is in the stories of books, edits, and new and gone cards.
pytestmark = pytest.mark.pure


@pytest.fixture(autouse=True)
def _everything(ines):
    setup(ines, phone_all_contacts=True)


@pytest.fixture
def phone(omar):
    """Omar's phone with the book of all contacts."""
    return Phone(omar, book="all")


def card_of(no):
    """The name of a contact's card that no phone has written."""
    return f"contact-{row('contact', no).pk}.vcf"


def waiting(actor):
    """What waits for somebody, field by field."""
    return [each.held.fields for each in held_changes.held_changes(actor)]


def test_a_blocked_person_is_in_no_list_whoever_stars_them(ines, omar):
    no = person(ines, "Ana Gil", phone_no="974 55 01 01", privacy_blocked=True)
    phone = Phone(omar, book="starred")

    with pytest.raises(NotAllowed):
        set_star(no, True, actor=omar)
    BookEntry.objects.create(
        user_id=omar.user_id,
        book="starred",
        contact_id=row("contact", no).pk,
        state="kept",
        at=row("contact", no).created_at,
    )
    assert (phone.names(), phone.sync()) == ([], ([], []))
    set_star(no, False, actor=omar)
    assert not BookEntry.objects.filter(state="kept").exists()


def test_a_card_without_a_tag_overwrites_nothing(ines, omar, phone):
    no = person(ines, "Ana Gil", phone_no="974 55 01 01", email="a@x.example")
    card = phone.fetch(card_of(no))
    change_record("contact", no, {"email": "b@x.example"}, actor=ines)

    card = card.replace("974 55 01 01", "974 55 09 09")
    answer = phone.put(card_of(no), card, Content_Type="text/vcard")

    assert (answer.status_code, answer.headers.get("ETag")) == (204, None)
    assert row("contact", no).email == "b@x.example"
    (held,) = waiting(omar)
    assert held["email"] == ["b@x.example", "a@x.example"]


def test_whoever_has_no_tag_is_told_to_fetch_each_time(ines, phone):
    no = person(ines, "Ana Gil", job_title="Jefa")
    for _round in range(3):
        card = phone.fetch(card_of(no)).replace("TITLE:Jefa", "TITLE:" + "J" * 120)
        phone.sync()
        assert "ETag" not in phone.put(card_of(no), card).headers
        assert phone.sync() == ([card_of(no)], [])


def test_a_group_that_is_called_otherwise_by_now_loses_nobody(ines, omar, phone):
    code(ines, "mailing-groups", "NAV", description="Navidad")
    no = person(ines, "Ana Gil", mailing_group_codes=["NAV"], phone_no="974 55 01 01")
    card = phone.fetch(card_of(no)).replace("974 55 01 01", "974 55 09 09")
    change_entry("mailing-groups", "NAV", {"description": "Christmas"}, actor=ines)

    phone.put(card_of(no), card)

    assert row("contact", no).mailing_group_codes.count() == 1
    assert row("contact", no).phone_no == "974 55 09 09"
    assert "CATEGORIES:Christmas" in phone.fetch(card_of(no))


def test_two_groups_of_one_name_are_told_apart_by_their_codes(ines, phone):
    for each in ("A", "B"):
        code(ines, "mailing-groups", each, description="Navidad")
    no = person(ines, "Ana Gil", mailing_group_codes=["B"])

    card = phone.fetch(card_of(no))
    assert "CATEGORIES:B\r\n" in card
    phone.put(card_of(no), card)

    assert [each.code for each in row("contact", no).mailing_group_codes.all()] == ["B"]


def test_a_view_of_those_without_an_email_is_no_book_of_everybody(ines, omar):
    no = person(ines, "Ana Gil")
    person(ines, "Rosa Sanz", email="rosa@x.example")
    save_view("contact", "Without", {"email": ""}, on_phones=True, actor=omar)

    assert Phone(omar, book=f"view-{SavedView.objects.get().pk}").names() == [card_of(no)]


def test_a_view_that_asks_for_what_is_no_more_is_empty_and_breaks_nothing(ines, omar):
    person(ines, "Ana Gil", city="Jaca")
    save_view("contact", "Jaca", {"city": "Jaca"}, on_phones=True, actor=omar)
    phone = Phone(omar, book=f"view-{SavedView.objects.get().pk}")
    (name,) = phone.sync()[0]

    SavedView.objects.update(query="nothing=1")

    assert phone.sync() == ([], [name])
    assert phone.names() == []
    body = (
        '<C:addressbook-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">'
        f"<D:href>{phone.at(name)}</D:href></C:addressbook-multiget>"
    )
    assert "404" in phone.ask("REPORT", "", body).text


def test_erased_she_is_gone_from_the_cards_of_others_too(ines, omar, phone):
    ana = person(ines, "Ana Gil Torres", email="ana@torres.example")
    firm = vcard(
        "Sol SL", "sol", "X-ABShowAs:COMPANY", "ORG:Sol SL", "X-ABRELATEDNAMES:Ana Gil Torres"
    )
    phone.put("sol.vcf", firm)

    erase_person(ana, actor=ines)

    assert "Torres" not in phone.fetch("sol.vcf")
    assert "Torres" not in str(list(Card.objects.values_list("lines", flat=True)))


def test_merged_what_phones_keep_goes_along(ines, omar, phone):
    into = person(ines, "Ana Gil", phone_no="974 55 01 01")
    phone.put(
        "ana.vcf",
        vcard("Ana Gil", "ana-1", "BDAY:1980-02-29", "item1.TEL:911", "item1.X-ABLabel:Casa"),
    )
    other = Contact.objects.latest("pk")
    set_star(other.no, True, actor=omar)
    HeldChange.objects.create(
        user_id=omar.user_id,
        channel="carddav",
        source="iPhone",
        sort="clash",
        contact_id=other.pk,
        fields={"city": ["", "Jaca"]},
        at=other.created_at,
    )

    merge(into, other.no, actor=ines)

    card = phone.fetch(card_of(into))
    assert "BDAY:1980-02-29" in card
    assert "TEL:911" not in card or "Casa" in card
    assert Phone(omar, "Pixel", "starred").names() == [card_of(into)]
    assert waiting(omar)[-1] == {"city": ["", "Jaca"]}
    assert phone.names() == [card_of(into)]


def test_what_waits_of_contacts_that_are_gone_hides_nothing(ines, omar):
    no = person(ines, "Ana Gil")
    at = row("contact", no).created_at
    for id_ in [*range(900, 960), row("contact", no).pk]:
        HeldChange.objects.create(
            user_id=omar.user_id,
            channel="carddav",
            source="iPhone",
            sort="clash",
            contact_id=id_,
            fields={"city": ["", str(id_)]},
            at=at,
        )
    assert len(waiting(omar)) == 1


def test_a_card_leaves_a_book_by_the_name_that_it_had_there(ines, omar):
    no = person(ines, "Ana Gil")
    phone, other = Phone(omar, book="all"), Phone(omar, "Pixel", "starred")
    phone.put("ABC.vcf", phone.fetch(card_of(no)), "starred", If_None_Match="*")
    assert other.sync() == (["ABC.vcf"], [])

    set_star(no, False, actor=omar)
    assert other.sync() == ([], ["ABC.vcf"])
    set_star(no, True, actor=omar)
    assert other.sync() == (["ABC.vcf"], [])


def test_what_a_phone_says_of_a_company_is_kept_or_taken(ines, omar, phone):
    no = company(ines, "Sol SL")
    phone.change(card_of(no), "END:", "TITLE:Recepción\r\nEND:")
    assert "TITLE:Recepción" in phone.fetch(card_of(no))

    phone.change(card_of(no), "ORG:Sol SL", "ORG:Luna SL")
    assert row("contact", no).name == "Luna SL"


@pytest.mark.parametrize(
    ("typed", "stored", "held"),
    [
        ("974 55 01 01,,12", "974 55 01 01 ext. 12", False),
        ("974550101p12", "974550101 ext. 12", False),
        ("974 55 01 01 (preguntar por Ana)", "974 55 01 01", True),
        ("no llamar", "974 55 01 01", True),
    ],
)
def test_a_number_with_words_empties_nothing(ines, omar, phone, typed, stored, held):
    no = person(ines, "Ana Gil", phone_no="974 55 01 01")

    phone.change(card_of(no), "974 55 01 01", typed)

    assert row("contact", no).phone_no == stored
    assert bool(waiting(omar)) is held


def test_a_second_number_stays_the_second_whoever_changes_what(ines, phone):
    phone.put(
        "ana.vcf",
        vcard("Ana Gil", "ana-1", "TEL;TYPE=WORK:974 55 01 01", "TEL;TYPE=HOME:974 55 02 02"),
    )
    no = Contact.objects.get().no
    change_record("contact", no, {"phone_no": ""}, actor=ines)
    phone.change("ana.vcf", "END:", "NICKNAME:Anita\r\nEND:")
    change_record("contact", no, {"phone_no": "974 55 03 03"}, actor=ines)

    phone.change("ana.vcf", "974 55 02 02", "974 55 08 08")

    assert row("contact", no).phone_no == "974 55 03 03"
    assert "974 55 08 08" in phone.fetch("ana.vcf")


def test_a_card_that_changes_while_all_are_listed_is_not_left_out(ines, omar, monkeypatch):
    numbers = [person(ines, f"Ana Gil {n}") for n in range(3)]
    monkeypatch.setattr(reading_cards, "CHUNK", 1)
    book = book_named("all", omar)
    stored = current_books({"all": book}, actor=omar)["all"]

    listed = reading_cards.all_cards(book, stored)
    first = next(listed)
    change_record("contact", numbers[2], {"city": "Jaca"}, actor=ines)
    current_books({"all": book}, actor=omar)

    assert {first.name, *(each.name for each in listed)} == set(map(card_of, numbers))


def test_lines_that_stay_are_told_in_the_version_of_the_card(ines, omar, phone):
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1"))
    other = Phone(omar, "Pixel", "all")
    old = phone.fetch("ana.vcf")
    new = other.fetch("ana.vcf", Accept="text/vcard;version=4.0")
    other.put("ana.vcf", new.replace("END:", "PHOTO:data:image/jpeg;base64,AAAA\r\nEND:"))

    phone.put("ana.vcf", old.replace("END:", "NICKNAME:Anita\r\nEND:"))

    assert "PHOTO;ENCODING=b;TYPE=JPEG:AAAA" in phone.fetch("ana.vcf")
    assert "PHOTO:data:image/jpeg;base64,AAAA" in phone.fetch(
        "ana.vcf", Accept="text/vcard; version=4.0"
    )


def test_what_waits_is_settled_against_what_the_person_saw(ines, omar, phone):
    no = person(ines, "Ana Gil", phone_no="974 55 01 01")
    card = phone.fetch(card_of(no))
    change_record("contact", no, {"phone_no": "974 55 02 02"}, actor=ines)
    phone.put(card_of(no), card.replace("974 55 01 01", "974 55 03 03"))
    (seen,) = held_changes.held_changes(omar)
    change_record("contact", no, {"phone_no": "974 55 07 07"}, actor=ines)

    with pytest.raises(EditConflict):
        held_changes.settle(seen.held.pk, True, seen.version, actor=omar)
    (now,) = held_changes.held_changes(omar)
    assert now.today == {"phone_no": "974 55 07 07"}
    held_changes.settle(now.held.pk, True, now.version, actor=omar)
    assert row("contact", no).phone_no == "974 55 03 03"


def test_what_waits_is_old_once_the_phone_has_stored_the_field(ines, omar, phone):
    no = person(ines, "Ana Gil", phone_no="974 55 01 01")
    card = phone.fetch(card_of(no))
    change_record("contact", no, {"phone_no": "974 55 02 02"}, actor=ines)
    phone.put(card_of(no), card.replace("974 55 01 01", "974 55 03 03"))
    assert len(waiting(omar)) == 1

    phone.change(card_of(no), "974 55 02 02", "974 55 04 04")

    assert waiting(omar) == []


def test_deleted_with_an_old_card_it_waits(ines, omar, phone):
    setup(ines, phone_deletion="delete")
    no = person(ines, "Ana Gil")
    phone.fetch(card_of(no))
    change_record("contact", no, {"city": "Jaca"}, actor=ines)

    answer = phone.ask("DELETE", card_of(no), If_Match=phone.tags[card_of(no)])

    assert (answer.status_code, row("contact", no).city) == (204, "Jaca")
    (held,) = held_changes.held_changes(omar)
    assert "changed here meanwhile" in held.held.reason


def test_a_star_by_hand_does_not_make_a_deletion_a_move(ines, omar, phone):
    setup(ines, phone_deletion="forbid")
    no = person(ines, "Ana Gil")
    set_star(no, True, actor=omar)

    assert phone.ask("DELETE", card_of(no)).status_code == 403


def test_of_several_addresses_a_card_has_the_first_and_the_others_stay(ines, phone):
    no = person(ines, "Ana Gil", email="a@x.example;b@x.example")
    card = phone.fetch(card_of(no))
    assert "EMAIL;TYPE=INTERNET:a@x.example\r\n" in card

    phone.put(card_of(no), card.replace("END:", "NOTE:uno\r\nEND:"))

    assert row("contact", no).email == "a@x.example;b@x.example"


def test_equal_labels_stay_with_their_own_lines(ines, omar, phone):
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1", "item1.X-FOO:1", "item1.X-ABLabel:Casa"))
    other = Phone(omar, "Pixel", "all")
    other.fetch("ana.vcf")
    other.put(
        "ana.vcf",
        vcard("Ana Gil", "ana-1", "item2.TEL:974 55 01 01", "item2.X-ABLabel:Casa"),
        If_Match=other.tags["ana.vcf"],
    )

    card = phone.fetch("ana.vcf")
    assert "item1.X-FOO:1" in card
    assert "item1.X-ABLabel:Casa" in card


def test_two_phones_that_write_another_birthday_are_told(ines, omar, phone):
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1"))
    other = Phone(omar, "Pixel", "all")
    mine, theirs = phone.fetch("ana.vcf"), other.fetch("ana.vcf")
    phone.put("ana.vcf", mine.replace("END:", "BDAY:1976-04-03\r\nEND:"))

    answer = other.put("ana.vcf", theirs.replace("END:", "BDAY:1977-04-03\r\nEND:"))

    card = phone.fetch("ana.vcf")
    assert card.count("BDAY") == 1
    assert "BDAY:1976-04-03" in card
    assert "ETag" not in answer.headers
    (held,) = held_changes.held_changes(omar)
    assert "BDAY:1977-04-03" in held.held.reason


def test_an_edit_of_a_card_that_left_the_book_meanwhile_counts(ines, omar):
    code(ines, "salespeople", "OM")
    users.change_user("omar", salesperson="OM", actor=ines)
    phone = Phone(users.actor_named("omar"))
    no = person(ines, "Ana Gil", salesperson_code="OM", phone_no="974 55 01 01")
    card = phone.fetch(card_of(no))
    change_record("contact", no, {"salesperson_code": ""}, actor=ines)

    phone.put(card_of(no), card.replace("974 55 01 01", "974 55 09 09"))

    assert row("contact", no).phone_no == "974 55 09 09"
    assert phone.names() == []


def test_a_company_taken_off_the_phone_is_left(ines, phone):
    no = person(ines, "Ana Gil", company_no=company(ines, "Sol SL"))

    phone.change(card_of(no), "ORG:Sol SL\r\n", "")

    assert row("contact", no).company is None


def test_another_name_or_country_that_nobody_knows_waits(ines, omar, phone):
    no = person(ines, "Ana Gil", country_code="ES", city="Jaca")

    phone.change(card_of(no), "FN:Ana Gil", "FN:Nita Pérez")
    phone.change(card_of(no), ";Spain", ";Narnia")

    assert waiting(omar) == [
        {"name": ["Ana Gil", "Nita Pérez"]},
        {"country_code": ["ES", "Narnia"]},
    ]
    assert "FN:Ana Gil" in phone.fetch(card_of(no))
    assert "Spain" in phone.fetch(card_of(no))


def test_a_shown_name_follows_its_parts_unless_it_has_them(ines, phone):
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1").replace("FN:Ana Gil", "FN:Dra. Ana Gil"))
    assert "FN:Dra. Ana Gil" in phone.fetch("ana.vcf")

    phone.change("ana.vcf", "N:Gil;Ana", "N:Gil;Luisa")

    assert Contact.objects.get().name == "Luisa Gil"
    assert "FN:Luisa Gil" in phone.fetch("ana.vcf")


def test_what_was_hidden_is_shown_again(ines, omar):
    code(ines, "salespeople", "OM")
    users.change_user("omar", salesperson="OM", actor=ines)
    seller = users.actor_named("omar")
    no, phone = person(ines, "Ana Gil", salesperson_code="OM"), Phone(seller)
    phone.sync()
    phone.ask("DELETE", card_of(no))

    ((key, title, number, name),) = hidden_cards(seller)
    assert (title, number, name) == ("My contacts", no, "Ana Gil")
    show_again(key, actor=seller)

    assert phone.sync() == ([card_of(no)], [])
    assert hidden_cards(seller) == []


def test_who_only_reads_hides_nothing_but_stars(ines, lena):
    no = person(ines, "Ana Gil")
    phone = Phone(lena, book="all")
    assert phone.ask("DELETE", card_of(no)).status_code == 403
    set_star(no, True, actor=lena)
    assert phone.ask("DELETE", card_of(no), book="starred").status_code == 204


def test_a_program_that_asks_the_root_is_led_to_the_books(phone):
    answer = phone.http.request("PROPFIND", "/", headers={"Depth": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (301, "http://testserver/carddav/")
    assert DAV


TEXTS = st.sampled_from(("", "Jaca", "O'Neill & Söhne; S.L., \\ 王"))
PHONES = st.sampled_from(("", "974 55 01 01", "+34 600 11 22 33", "974550101 ext. 4"))
EMAILS = st.sampled_from(("", "a@x.example", "a@x.example;b@x.example", "B@x.example"))
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("phone_no", "mobile_phone_no", "fax_no"), PHONES),
        **dict.fromkeys(("email", "email_2"), EMAILS),
        **dict.fromkeys(("address", "address_2", "city", "county"), TEXTS),
        "note": st.sampled_from(("", "uno\ndos; tres")),
        "country_code": st.sampled_from(("", "ES", "DE", "CG")),
        "language_code": st.sampled_from(("", "es", "en-GB", "zh")),
        "home_page": st.sampled_from(("", "https://x.example/?a=1,2;3")),
        "mailing_group_codes": st.lists(st.sampled_from(("A", "B", "C")), unique=True),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    FIELDS, st.sampled_from(("person", "company")), st.booleans(), st.sampled_from(("3.0", "4.0"))
)
def test_fetched_and_sent_back_nothing_changes(ines, phone, fields, type_, has_company, version):
    Contact.objects.filter(company__isnull=False).delete()
    Contact.objects.all().delete()
    if not _groups:
        for each, description in (("A", "Navidad"), ("B", "Navidad"), ("C", "")):
            _groups.append(code(ines, "mailing-groups", each, description=description))
    fields = {
        n: v.replace("\n", " ") if isinstance(v, str) and n != "note" else v
        for n, v in fields.items()
    }
    firm = company(ines, "Sol, Mar; y Söhne SL") if has_company and type_ == "person" else None
    no = (
        company(ines, "Talleres")
        if type_ == "company"
        else person(ines, "Ana Gil Muñoz", company_no=firm, job_title="Jefa")
    )
    change_record("contact", no, fields, actor=ines)
    before = len(history("contact", no))
    card = phone.fetch(card_of(no), Accept=f"text/vcard; version={version}")

    answer = phone.put(card_of(no), card)

    assert "ETag" in answer.headers
    assert len(history("contact", no)) == before
    assert not HeldChange.objects.exists()
    assert phone.fetch(card_of(no), Accept=f"text/vcard; version={version}") == card


_groups = []
