"""One card, as a phone sends it: read strictly, since what cannot be read would be lost in silence.
Version 2.1 is told in 3.0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from unisono.exchange.card_versions import V3, V4, line_in, written
from unisono.exchange.content_lines import ContentLine, content_lines, escaped, split, unescaped
from unisono.exchange.vcards import BEGIN, END

MOST_BYTES = 1024 * 1024  # of a card: a picture as phones send them takes a tenth
_MOST_LINES, _MOST_PROPERTIES = 20_000, 1_000  # a picture is one property of many lines
LONGEST_UID = 255  # characters, as its column takes them; those of programs have 40
# What no text has (RFC 6350 3.3): controls but for tab and line ends.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_VERSIONS = frozenset(("2.1", V3, V4))
_STRUCTURED = frozenset(("N", "ADR", "ORG", "GEO"))
_UNLIKE_TEXT = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "URL", "TEL", "BDAY", "REV", "UID"))


class BadCard(Exception):
    """A card that is not taken: `conditions` are the names of what it breaks (RFC 6352 6.3.2.1)."""

    def __init__(self, *conditions: str) -> None:
        super().__init__(", ".join(conditions))
        self.conditions = conditions


class Invalid(BadCard):
    """What is no card, or breaks its form."""

    def __init__(self) -> None:
        super().__init__("valid-address-data", "valid-addressbook-object-resource")


@dataclass(frozen=True)
class Single:
    """A card: its UID, the version in which its lines are told (3.0, 4.0), and these, without BEGIN
    and END.
    """

    uid: str
    version: str
    lines: list[ContentLine]


def read_single(body: bytes) -> Single:
    """Read the one card of a body; raise BadCard."""
    if len(body) > MOST_BYTES:
        raise BadCard("max-resource-size")
    if _CONTROLS.search(body):
        raise Invalid
    physical = body.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    inner = _between(physical)
    lines = list(islice(content_lines(inner), _MOST_PROPERTIES + 1))
    if len(lines) > _MOST_PROPERTIES:
        raise BadCard("max-resource-size")
    version = _version(lines)
    if version not in _VERSIONS:
        raise BadCard("supported-address-data")
    if version == "2.1":
        lines = [_from_2_1(line) for line in lines]
    elif not _is_utf8(body):
        raise Invalid
    if any(line.is_broken for line in lines):
        raise Invalid
    _refuse_groups(lines)
    uids = {line.text for line in lines if line.name == "UID"}
    if sum(line.name == "UID" for line in lines) != 1 or not _has_name(lines):
        raise Invalid
    uid = uids.pop()
    if not uid or len(uid) > LONGEST_UID:
        raise Invalid
    return Single(uid, V3 if version == "2.1" else version, lines)


def _between(physical: Sequence[bytes]) -> list[bytes]:
    """Return the lines between the BEGIN and the END of the only card."""
    found = [line for line in physical if line.strip()]
    begins = sum(BEGIN.fullmatch(line) is not None for line in found)
    ends = sum(END.fullmatch(line) is not None for line in found)
    if not found or len(found) > _MOST_LINES or (begins, ends) != (1, 1):
        raise Invalid
    if not BEGIN.fullmatch(found[0]) or not END.fullmatch(found[-1]):
        raise Invalid
    return found[1:-1]


def _version(lines: Sequence[ContentLine]) -> str:
    return next((line.text for line in lines if line.name == "VERSION"), "")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_groups(lines: Sequence[ContentLine]) -> None:
    """Raise for what is no party: a list of others (our mailing groups are categories), and what
    speaks of calendars.
    """
    for line in lines:
        is_kind = line.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")
        if line.name == "METHOD" or (is_kind and line.text.casefold() == "group"):
            raise BadCard("supported-address-data")


def _has_name(lines: Sequence[ContentLine]) -> bool:
    return any(line.text.strip(";") for line in lines if line.name in ("FN", "N", "ORG"))


def _from_2_1(line: ContentLine) -> ContentLine:
    """Return a line of version 2.1 as 3.0 writes it: bare types, quoted-printable, what it does not
    escape.
    """
    if line.is_broken:
        return line
    if line.name == "VERSION":
        return line_in(line, V3)
    value = line.value.replace("\r\n", "\n").replace("\r", "\n")
    if line.name in _STRUCTURED:
        value = ";".join(escaped(unescaped(part)) for part in split(value, ";"))
    elif line.name == "CATEGORIES":
        words = (word for part in split(value, ",") for word in split(part, ";"))
        value = ",".join(escaped(unescaped(word)) for word in words)
    elif line.name not in _UNLIKE_TEXT:
        value = escaped(unescaped(value))
    params = {n: each for n, each in line.params.items() if n != "CHARSET"}
    if "QUOTED-PRINTABLE" in (each.upper() for each in params.get("ENCODING", ())):
        del params["ENCODING"]
    return line_in(replace(written(line, params, value), value=value), V3)
