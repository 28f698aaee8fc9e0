"""Cards as programs really write them: put, read back, edited here, read back; nothing is lost."""

import re
from pathlib import Path

import pytest

from tests.carddav.phone import Phone
from unisono.contacts.models import Contact
from unisono.exchange.card_versions import line_key
from unisono.exchange.single_card import read_single
from unisono.usecases.records.changing import change_record

SHARED = Path(__file__).parents[3] / "shared"
FILES = sorted([*SHARED.glob("data/vcards/*.vcf"), *SHARED.glob("cases/*/*.vcf")])
CARD = re.compile(rb"^\s*BEGIN\s*:\s*VCARD.*?^\s*END\s*:\s*VCARD[^\n]*\n?", re.I | re.M | re.S)
pytestmark = [
    pytest.mark.pure,  # what cards say is the same on both databases
    pytest.mark.skipif(not FILES, reason="the real cards are not here"),
]


def cards():
    """Each card of each file, with a UID where it has none, as phones send it."""
    for path in FILES:
        for number, card in enumerate(CARD.findall(path.read_bytes())):
            if not re.search(rb"^UID", card, re.M | re.I):
                end = re.search(rb"^\s*END\s*:", card, re.M | re.I).start()
                card = card[:end] + b"UID:%s-%d\r\n" % (path.stem.encode(), number) + card[end:]
            yield pytest.param(card, id=f"{path.stem}-{number}")


def said(card):
    """What a card says, line by line, whatever its version: name and key."""
    lines = read_single(card).lines
    return {(line.name, line_key(line)) for line in lines if line.name != "VERSION"}


@pytest.mark.parametrize("card", cards())
def test_a_real_card_loses_nothing(omar, card):
    phone = Phone(omar)

    assert phone.put("a.vcf", card).status_code == 201

    sent, there = said(card), said(phone.fetch("a.vcf").encode())
    changed = {name for name, key in sent - there}
    # What our fields write in their own form: a name from its parts, an address in its places.
    assert changed <= {"N", "FN", "ORG", "ADR", "TEL", "EMAIL", "URL", "TITLE", "NOTE"}, changed
    contact = Contact.objects.get()
    for name in changed:
        told = [text for n, text in _texts(card) if n == name]
        kept = " ".join(text for n, text in _texts(phone.fetch("a.vcf").encode()) if n == name)
        words = [word for text in told for word in re.findall(r"\w+", text.removeprefix("tel:"))]
        assert [word for word in words if word not in kept] == []

    change_record("contact", contact.no, {"mobile_phone_no": "600 99 88 77"}, actor=omar)

    after = said(phone.fetch("a.vcf").encode())
    assert {name for name, _key in there - after} <= {"TEL"}
    assert len(there - after) <= 1
    assert ("TEL", "600 99 88 77") in _texts(phone.fetch("a.vcf").encode())


def _texts(card):
    return [(line.name, line.text) for line in read_single(card).lines]
