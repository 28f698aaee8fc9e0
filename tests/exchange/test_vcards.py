"""Cards as phones and mail programs write them: everything that we can hold is held, and the rest
is named.
"""

import re
from pathlib import Path

import pytest

from unisono.exchange.vcards import card_text, read_cards

pytestmark = pytest.mark.pure

CARDS = Path("../shared/data/vcards")
needs_cards = pytest.mark.skipif(not CARDS.is_dir(), reason="the cards are not there")


def read(tmp_path, text):
    path = tmp_path / "a.vcf"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_cards(path))


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


@needs_cards
@pytest.mark.parametrize(
    "path", sorted(CARDS.glob("*.vcf")) if CARDS.is_dir() else [], ids=lambda path: path.stem
)
def test_nothing_of_a_real_card_is_lost_without_a_word(path):
    found = list(read_cards(path))

    assert all(each.values and not each.problem for each in found)
    kept = " ".join(" ".join((*each.values.values(), *each.lost)) for each in found)
    text = re.sub(r"\r?\n[ \t]", "", path.read_text(encoding="utf-8", errors="replace"))
    for word in (
        "905-555-1234",
        "johnny5@aol.com",
        "1980-03-22",
        "Money Counter",
        "Silicon Alley 5",
        "nomis80.org",
    ):
        if word in text:
            assert word in kept, word
    if "PHOTO" in text:
        assert "PHOTO" in kept


@needs_cards
def test_the_card_of_an_iphone():
    values = next(read_cards(CARDS / "John_Doe_IPHONE.vcf")).values

    assert (values["first_name"], values["surname"], values["company_name"]) == (
        "John",
        "Doe",
        "IBM",
    )
    assert (values["mobile_phone_no"], values["phone_no"], values["fax_no"]) == (
        "905-555-1234",
        "905-666-1234",
        "905-888-1234",
    )
    assert (values["address"], values["city"], values["country_code"]) == (
        "Silicon Alley 5",
        "New York",
        "US",
    )
    assert "TEL pager: 905-111-1234" in values["note"]


def test_a_picture_of_version_four_is_named_and_not_lost_in_silence(tmp_path):
    (found,) = read(
        tmp_path,
        card(
            "FN:Ana Gil",
            "N:Gil;Ana;;;",
            "PHOTO:data:image/png;base64,iVBO",
            " RW0KG",
            version="4.0",
        ),
    )

    assert (found.values["first_name"], found.lost) == ("Ana", ("PHOTO",))


def test_a_firm_is_a_firm_and_quoted_printable_is_read(tmp_path):
    (one,) = read(tmp_path, card("FN:Sol SL", "ORG:Sol SL", "X-ABShowAs:COMPANY"))
    (two,) = read(
        tmp_path,
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Ana;;;",
            "FN:Ana",
            "TEL;CELL:600111222",
            version="2.1",
        ),
    )

    assert (one.values["type"], one.values["name"]) == ("company", "Sol SL")
    assert (two.values["surname"], two.values["mobile_phone_no"]) == ("Muñoz", "600111222")


def test_a_broken_card_does_not_keep_the_others_out(tmp_path):
    whole = card("FN:Ana Gil", "N:Gil;Ana;;;")
    found = read(
        tmp_path, whole + "BEGIN:VCARD\r\nFN:cut off\r\n" + whole + card("N", "this is no property")
    )

    assert [bool(each.problem) for each in found] == [False, True, False, True]


@pytest.mark.parametrize(
    "values",
    [
        {
            "type": "company",
            "name": "O'Neill & Söhne; GmbH, S.A.",
            "address": "Calle Mayor, 5\\2",
            "city": "İstanbul",
        },
        {
            "type": "person",
            "first_name": "José Luis",
            "surname": "Núñez López",
            "name": "José Luis Núñez López",
            "email": "a@b.example",
        },
        {
            "type": "company",
            "name": "王明有限公司",
            "note": "Una línea\notra; y, más",
            "phone_no": "+34 915 557 788",
        },
    ],
)
def test_our_own_cards_read_back_as_they_were(tmp_path, values):
    text = card_text(values)
    (found,) = read(tmp_path, text)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert {
        name: found.values.get(name, "")
        for name in values
        if not (name == "name" and values["type"] == "person")
    } == {
        name: value
        for name, value in values.items()
        if not (name == "name" and values["type"] == "person")
    }
