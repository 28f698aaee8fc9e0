"""What a phone wrote on a card and we have no field for survives edits here and by other phones."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.carddav.phone import Phone, crlf, vcard
from tests.making import row
from unisono.contacts.models import Contact
from unisono.copies.models import Card
from unisono.usecases.records.changing import change_record

pytestmark = pytest.mark.pure  # what cards keep is the same on both databases
PICTURE = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD"
ANA = (
    "TEL;TYPE=WORK:974 55 01 01",
    "TEL;TYPE=HOME:974 55 02 02",
    "EMAIL;TYPE=INTERNET:ana@sol.example",
    "EMAIL:ana@casa.example",
    "EMAIL:tercera@casa.example",
    "item1.TEL:974 55 03 03",
    "item1.X-ABLabel:_$!<Other>!$_",
    PICTURE,
    "BDAY:1980-02-29",
    "X-SOCIALPROFILE;type=mastodon:https://x.example/@ana",
)


def two_phones(actor):
    """An iPhone that has written Ana's card, and another phone that has the book."""
    phone = Phone(actor)
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1", *ANA))
    return phone, Phone(actor, "Pixel")


def ana():
    """Ana's contact."""
    return Contact.objects.get()


def lines_of(card):
    """The lines of a card, not folded."""
    return set(re.sub(r"\r?\n[ \t]", "", card).split("\r\n")) - {""}


def test_an_edit_here_changes_its_line_and_no_other(omar):
    phone, _other = two_phones(omar)
    before = phone.fetch("ana.vcf")

    change_record("contact", ana().no, {"phone_no": "974 55 09 09"}, actor=omar)

    after = phone.fetch("ana.vcf")
    assert lines_of(before) - lines_of(after) == {"TEL;TYPE=WORK:974 55 01 01"}
    assert lines_of(after) - lines_of(before) == {"TEL;TYPE=WORK:974 55 09 09"}
    assert (ana().email, ana().email_2) == ("ana@sol.example", "ana@casa.example")


def test_a_phone_that_knows_less_takes_nothing_away(omar):
    phone, other = two_phones(omar)
    card = other.fetch("ana.vcf")
    # It has never sent a picture, a birthday, or what Apple calls a social profile.
    poorer = "".join(
        line
        for line in card.splitlines(keepends=True)
        if not line.startswith(("PHOTO", "BDAY", "X-SOCIAL"))
    )

    other.put("ana.vcf", poorer.replace("974 55 01 01", "974 55 09 09"))

    after = lines_of(phone.fetch("ana.vcf"))
    assert {PICTURE, *ANA[-2:]} <= after
    assert ana().phone_no == "974 55 09 09"


def test_the_phone_that_wrote_a_birthday_takes_it_away(omar):
    phone, other = two_phones(omar)

    phone.change("ana.vcf", "BDAY:1980-02-29\r\n", "")

    assert "BDAY" not in other.fetch("ana.vcf")
    assert "PHOTO" in other.fetch("ana.vcf")


def test_a_further_number_is_taken_away_by_any_phone_with_its_label(omar):
    _phone, other = two_phones(omar)
    card = other.fetch("ana.vcf")
    gone = "item1.TEL:974 55 03 03\r\nitem1.X-ABLabel:_$!<Other>!$_\r\n"
    assert gone in card

    other.put("ana.vcf", card.replace(gone, ""))

    assert "974 55 03 03" not in other.fetch("ana.vcf")
    assert "X-ABLabel" not in other.fetch("ana.vcf")
    assert ana().phone_no == "974 55 01 01"


def test_what_both_phones_added_is_there_and_what_one_removed_stays_away(omar):
    phone, other = two_phones(omar)
    mine, theirs = phone.fetch("ana.vcf"), other.fetch("ana.vcf")

    phone.put("ana.vcf", mine.replace("END:", "NICKNAME:Anita\r\nEND:").replace(ANA[8], "X-A:1"))
    other.put("ana.vcf", theirs.replace("END:", "X-PIXEL:1\r\nEND:"))

    after = lines_of(other.fetch("ana.vcf"))
    assert {"NICKNAME:Anita", "X-PIXEL:1", "X-A:1"} <= after
    assert ANA[8] not in after


def test_the_second_number_does_not_move_up(omar):
    phone, _other = two_phones(omar)

    phone.change("ana.vcf", "TEL;TYPE=WORK:974 55 01 01\r\n", "")

    assert ana().phone_no == ""
    assert "TEL;TYPE=HOME:974 55 02 02" in phone.fetch("ana.vcf")
    assert "TEL;TYPE=WORK" not in phone.fetch("ana.vcf")


def test_who_speaks_version_4_gets_it_and_sends_it(omar):
    phone, other = two_phones(omar)
    accept = {"Accept": "text/vcard; version=4.0"}

    card = other.fetch("ana.vcf", **accept)
    assert {
        "VERSION:4.0",
        "PHOTO:data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD",
        "BDAY:19800229",
    } <= lines_of(card)

    other.put("ana.vcf", card.replace("974 55 01 01", "974 55 09 09"))
    # The first one gets the same in its own version: no picture twice, no birthday lost.
    after = lines_of(phone.fetch("ana.vcf"))
    assert {PICTURE, "BDAY:1980-02-29", "VERSION:3.0", "TEL;TYPE=WORK:974 55 09 09"} <= after
    assert sum(line.startswith(("PHOTO", "BDAY", "UID")) for line in after) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "BDAY:--0229"),
        ("GEO:42.57;-0.55", "GEO:geo:42.57,-0.55"),
        ("TEL;TYPE=CELL,pref:600 11 22 33", "TEL;TYPE=CELL;PREF=1:600 11 22 33"),
        ("LOGO;VALUE=uri:https://x.example/l.png", "LOGO;VALUE=uri:https://x.example/l.png"),
    ],
)
def test_each_version_says_it_in_its_way(omar, old, new):
    phone = Phone(omar)
    phone.put("ana.vcf", vcard("Ana Gil", "ana-1", old))

    assert new in lines_of(phone.fetch("ana.vcf", Accept="text/vcard;version=4.0"))
    assert old in lines_of(phone.fetch("ana.vcf"))


def test_version_2_1_is_taken_and_told_in_3_0(omar):
    old = (
        "BEGIN:VCARD\nVERSION:2.1\nUID:ana-1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Ana\n"
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ana Mu=C3=B1oz\nTEL;WORK;VOICE:974 55 01 01\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE:Tardes, no=0D=0ALunes\nX-OLD;CELL:uno, dos\nEND:VCARD\n"
    )
    phone = Phone(omar)

    assert "ETag" not in phone.put("ana.vcf", old).headers

    contact = ana()
    assert (contact.name, contact.phone_no) == ("Ana Muñoz", "974 55 01 01")
    assert contact.note == "Tardes, no\nLunes"
    after = lines_of(phone.fetch("ana.vcf"))
    assert {"TEL;TYPE=WORK,VOICE:974 55 01 01", "NOTE:Tardes\\, no\\nLunes"} <= after
    assert {"X-OLD;TYPE=CELL:uno\\, dos", "N:Muñoz;Ana"} <= after


@pytest.fixture
def phone(omar):
    """Omar's phone."""
    return Phone(omar)


NAMES = st.sampled_from(("Ana Muñoz", "O'Neill Söhne", "王 小明", "İnci Şen"))
OWN_LINES = st.lists(
    st.one_of(
        st.text('abcXYZ áß王,;\\:"=', min_size=1, max_size=20).map(
            lambda text: "X-OWN:" + text.replace("\\", "\\\\").replace(";", "\\;")
        ),
        st.integers(1, 9).map(
            lambda n: f"item{n}.IMPP;X-SERVICE-TYPE=Jabber:xmpp:ana{n}@x.example"
        ),
        st.sampled_from(("BDAY:1980-02-29", "NICKNAME:Anita", PICTURE, "ROLE:a\\, b")),
    ),
    max_size=5,
    unique=True,
)
EDITS = st.dictionaries(
    st.sampled_from(("phone_no", "email", "city", "job_title", "note", "home_page")),
    st.sampled_from(("", "974 55 09 09", "a@x.example")),
    min_size=1,
    max_size=3,
).map(
    lambda edits: {n: v for n, v in edits.items() if not v or (n == "phone_no") == v[0].isdigit()}
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(NAMES, OWN_LINES, EDITS)
def test_any_card_any_edit_other_lines_are_byte_for_byte_the_same(omar, phone, name, own, edits):
    Contact.objects.all().delete()
    Card.objects.all().delete()
    card = vcard(name, "ana-1", "TEL:974 55 01 01", "EMAIL:ana@sol.example", *own)
    phone.tags.clear()
    assert phone.put("ana.vcf", card).headers["ETag"]
    assert phone.fetch("ana.vcf") == card

    change_record("contact", ana().no, edits, actor=omar)

    after = phone.fetch("ana.vcf")
    for line in own:
        assert crlf(f"{line}\n") in after
    # Sent back as it is, it changes nothing.
    version = row("contact", ana().no).version
    assert phone.put("ana.vcf", after).headers["ETag"]
    assert row("contact", ana().no).version == version
