"""vCards (RFC 2426, RFC 6350, vCard 2.1) as phones and mail programs write them, and as we write
them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from unisono.cards.fields import SHARED
from unisono.common.borders import Given
from unisono.contacts.fields import CONTACT_FIELDS
from unisono.exchange.card_slots import BEGINNINGS, PHONES
from unisono.exchange.content_lines import content_lines, escaped, folded_line
from unisono.exchange.csv_reading import encoding_of
from unisono.exchange.limits import limits
from unisono.exchange.reading import Unreadable
from unisono.exchange.vcard_values import values_of_card

_MOST_LINES = 20_000  # of one card, pictures included
_LONGEST_LINE = 4  # times the characters of a cell: pictures are folded, or not looked at
_PICTURES = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "AGENT"))
# `BEGIN: VCARD`, with blanks and in small letters, as some phones write it.
BEGIN, END = (
    re.compile(rb"\s*%s\s*:\s*VCARD\s*" % word, re.IGNORECASE) for word in (b"BEGIN", b"END")
)


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
    for number, lines in enumerate(_cards(_lines(path, encoding)), 1):
        yield _read(number, lines, encoding)
    if not number:
        raise Unreadable(_("The file has no vCard."))


def _lines(path: Path, encoding: str) -> Iterator[bytes]:
    """Return the lines as bytes in which ASCII is ASCII."""
    if not encoding.startswith(("utf-16", "utf-32")):
        with path.open("rb") as file:
            yield from file
        return
    with path.open("r", encoding=encoding, errors="replace", newline="") as text:
        for line in text:
            yield line.encode()


def _cards(file: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Return the lines of each card; a card within a card (an agent) belongs to the outer one."""
    lines: list[bytes] = []
    depth = 0
    for line in file:
        is_begin = BEGIN.fullmatch(line.removeprefix(b"\xef\xbb\xbf")) is not None
        if is_begin and (depth == 0 or not lines[-1].upper().startswith(b"AGENT")):
            if lines:
                yield lines  # the one before has no end
            lines, depth = [], 1
        elif is_begin:
            depth += 1
        if depth and len(lines) <= _MOST_LINES:
            lines.append(line)
        if depth and END.fullmatch(line):
            depth -= 1
            if depth == 0:
                yield lines
                lines = []
    if lines:
        yield lines


def _read(number: int, lines: list[bytes], encoding: str) -> CardRead:
    if len(lines) > _MOST_LINES:
        return CardRead(
            number, problem=_("The card has more than %(limit)s lines.") % {"limit": _MOST_LINES}
        )
    if not END.fullmatch(lines[-1]):
        return CardRead(
            number, problem=_("The card has no end: the file is cut off, or a line is missing.")
        )
    kept, lost = [], []
    for line in content_lines(_without_agents(lines[1:-1]), encoding):
        if line.name in _PICTURES:
            lost.append(line.name)
        elif line.is_broken or len(line.value) > _LONGEST_LINE * limits().characters:
            lost.append(_named(line.name, line.raw))
        else:
            kept.append(line)
    values, more = values_of_card(kept)
    if lost and set(values) == {"type"}:
        problem = _("The card cannot be read: it does not keep to the form of vCards.")
        return CardRead(number, lost=tuple(lost), problem=problem)
    return CardRead(number, values, (*lost, *more))


def _named(name: str, raw: bytes) -> str:
    """Return how a line that cannot be read is named: by its beginning."""
    shown = "".join(filter(str.isprintable, raw[:60].decode("utf-8", "replace")))
    return _("unreadable: %(line)s") % {"line": shown or name}


def _without_agents(lines: list[bytes]) -> Iterator[bytes]:
    """Return the lines without cards within the card."""
    depth = 0
    for line in lines:
        depth += BEGIN.fullmatch(line) is not None
        if not depth:
            yield line
        depth -= bool(depth and END.fullmatch(line))


def card_text(values: Given) -> str:
    """Return a vCard 3.0 of a contact's values, with CRLF and folded lines; `company_name` becomes
    the organization.
    """
    get = values.get
    is_person = get("type") == "person"
    lines = ["BEGIN:VCARD", "VERSION:3.0", _line("FN", get("name"))]
    parts = (get("surname"), get("first_name"), get("middle_name"), "", "")
    lines.append(
        "N:" + ";".join(escaped(str(part or "")) for part in (parts if is_person else ("",) * 5))
    )
    organization = get("company_name") if is_person else get("name")
    if organization:
        lines.append(_line("ORG", organization))
    if not is_person:
        lines.append("X-ABSHOWAS:COMPANY")
    street = "\n".join(filter(None, (get("address"), get("address_2"))))
    address = ("", "", street, get("city"), get("county"), get("post_code"), get("country_code"))
    if any(address):
        lines.append(
            f"{BEGINNINGS['ADR']}:" + ";".join(escaped(str(part or "")) for part in address)
        )
    lines += [_line(BEGINNINGS[name], get(name)) for name in PHONES if get(name)]
    for email in (*str(get("email") or "").split(";"), *str(get("email_2") or "").split(";")):
        if email.strip():
            lines.append(_line(BEGINNINGS["email"], email.strip()))
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
    return "".join(folded_line(line) for line in [*lines, "END:VCARD"])


def _line(name: str, value: Any) -> str:
    return f"{name}:{escaped(str(value or ''))}"
