"""vCards (RFC 2426, RFC 6350, vCard 2.1) as phones and mail programs write them, and as we write
them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import vobject
from django.utils.translation import gettext as _

from unisono.cards.fields import SHARED
from unisono.common.borders import Given
from unisono.contacts.fields import CONTACT_FIELDS
from unisono.exchange.csv_reading import encoding_of
from unisono.exchange.limits import limits
from unisono.exchange.reading import Unreadable
from unisono.exchange.vcard_values import values_of_card

_MOST_LINES = 20_000  # of one card, pictures included
_PICTURES = ("PHOTO", "LOGO", "SOUND", "KEY")
_NAME = re.compile(r"^(?:[\w-]+\.)?([\w-]+)", re.ASCII)


@dataclass(frozen=True)
class CardRead:
    """A card: its place in the file, values by our fields of contacts, what is lost, why it cannot
    be read.
    """

    number: int
    values: dict[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    problem: str = ""


def read_cards(path: Path) -> Iterator[CardRead]:
    """Return the cards of a file, one after the other; one that is broken does not keep the others
    from being read.

    Raises Unreadable where there is none.
    """
    with path.open("rb") as file:
        encoding = encoding_of(file.read(262_144))
    number = 0
    with path.open("r", encoding=encoding, errors="replace") as file:
        for number, lines in enumerate(_cards(file), 1):
            yield _read(number, lines)
    if not number:
        raise Unreadable(_("The file has no vCard."))


def _cards(file: Iterable[str]) -> Iterator[list[str]]:
    """Return the lines of each card; a card within a card (an agent) belongs to the outer one."""
    lines: list[str] = []
    depth = 0
    for line in file:
        text = line.rstrip("\r\n")
        word = text.strip().upper()
        if word == "BEGIN:VCARD" and (
            depth == 0 or not lines[-1:] or not lines[-1].upper().startswith("AGENT")
        ):
            if lines:
                yield lines  # the one before has no end
            lines, depth = [], 1
        elif word == "BEGIN:VCARD":
            depth += 1
        if depth and len(lines) <= _MOST_LINES:
            lines.append(text)
        if word == "END:VCARD" and depth:
            depth -= 1
            if depth == 0:
                yield lines
                lines = []
    if lines:
        yield lines


def _read(number: int, lines: list[str]) -> CardRead:
    if len(lines) > _MOST_LINES:
        return CardRead(
            number, problem=_("The card has more than %(limit)s lines.") % {"limit": _MOST_LINES}
        )
    kept, lost = _without_pictures(lines)
    if kept[-1].strip().upper() != "END:VCARD":
        return CardRead(
            number, problem=_("The card has no end: the file is cut off, or a line is missing.")
        )
    if any(len(line) > 4 * limits().characters for line in kept):
        return CardRead(number, problem=_("The card has a line that is too long."))
    try:
        card = vobject.readOne("\r\n".join(kept) + "\r\n", allowQP=True)
        values, more = values_of_card(card)
    except Exception:  # vobject raises whatever its parsing meets; the file is somebody else's
        return CardRead(
            number, problem=_("The card cannot be read: it does not keep to the form of vCards.")
        )
    return CardRead(number, values, (*lost, *more))


def _without_pictures(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return a card's lines without pictures, sounds and keys, and their names; nested cards go,
    too.

    vobject would lose a picture of version 4.0 without a word.
    """
    kept: list[str] = []
    lost: list[str] = []
    skipping, depth = False, 0
    for line in lines:
        word = line.strip().upper()
        depth += word == "BEGIN:VCARD"
        if depth > 1:
            depth -= word == "END:VCARD"
            continue
        if skipping and (
            line[:1] in (" ", "\t") or not line.strip() or (":" not in line and ";" not in line)
        ):
            continue
        match = _NAME.match(line)
        name = match[1].upper() if match else ""
        skipping = name in (*_PICTURES, "AGENT") and ":" in line
        if skipping:
            lost.append(name)
        elif line.strip():
            kept.append(line)
    return kept, lost


def card_text(values: Given) -> str:
    """Return a vCard 3.0 of a contact's values, with CRLF and folded lines; `company_name` becomes
    the organization.
    """
    get = values.get
    is_person = get("type") == "person"
    lines = ["BEGIN:VCARD", "VERSION:3.0", _line("FN", get("name"))]
    parts = (get("surname"), get("first_name"), get("middle_name"), "", "")
    lines.append(
        "N:" + ";".join(_escaped(str(part or "")) for part in (parts if is_person else ("",) * 5))
    )
    organization = get("company_name") if is_person else get("name")
    if organization:
        lines.append(_line("ORG", organization))
    if not is_person:
        lines.append("X-ABSHOWAS:COMPANY")
    street = "\n".join(filter(None, (get("address"), get("address_2"))))
    address = ("", "", street, get("city"), get("county"), get("post_code"), get("country_code"))
    if any(address):
        lines.append("ADR;TYPE=WORK:" + ";".join(_escaped(str(part or "")) for part in address))
    for name, types in (
        ("phone_no", "WORK,VOICE"),
        ("mobile_phone_no", "CELL,VOICE"),
        ("fax_no", "WORK,FAX"),
    ):
        if get(name):
            lines.append(_line(f"TEL;TYPE={types}", get(name)))
    for email in (*str(get("email") or "").split(";"), *str(get("email_2") or "").split(";")):
        if email.strip():
            lines.append(_line("EMAIL;TYPE=INTERNET", email.strip()))
    simple = (
        ("TITLE", "job_title"),
        ("URL", "home_page"),
        ("NOTE", "note"),
        ("UID", "uid"),
        ("REV", "rev"),
    )
    lines += [_line(name, get(field_)) for name, field_ in simple if get(field_)]
    if get("name_2"):
        lines.append(_line("NICKNAME", get("name_2")))
    own = [
        (field_.vcard, field_.name)
        for field_ in (*SHARED, *CONTACT_FIELDS)
        if field_.vcard.startswith("X-")
    ]
    lines += [
        _line(name, get(field_))
        for name, field_ in (*own, ("X-CONTACT-NUMBER", "no"))
        if get(field_)
    ]
    return "".join(_folded(line) for line in [*lines, "END:VCARD"])


def _line(name: str, value: Any) -> str:
    return f"{name}:{_escaped(str(value or ''))}"


def _escaped(text: str) -> str:
    """Return a text as RFC 2426 has it within a value."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, as RFC 2426 wants, no letter cut apart."""
    pieces: list[str] = []
    piece = ""
    for char in line:
        if len((piece + char).encode()) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += char
    return "\r\n ".join([*pieces, piece]) + "\r\n"
