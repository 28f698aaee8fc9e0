"""What becomes of the lines that a phone keeps of a card when it sends it again: merged three ways,
like fields (outside.md, 2).

Lines are told apart by what they say (`line_key`), since programs fold and order them anew.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from unisono.exchange.card_versions import line_in, line_key
from unisono.exchange.content_lines import ContentLine
from unisono.exchange.single_card import Single

# What every program keeps: one that does not send it has deleted it.
UNIVERSAL = frozenset("N FN ORG TITLE TEL EMAIL ADR URL NOTE".split())
_MOST_GONE = 200  # lines that went are remembered for phones that come late
# Said of the card by whoever wrote it last.
_BOOKKEEPING = frozenset(("VERSION", "PRODID", "REV"))
_LABELS = frozenset(("X-ABLABEL", "X-ABADR"))
# At most one in a card (RFC 6350 6.2 and 6.3).
_SINGLE = frozenset(("BDAY", "ANNIVERSARY", "GENDER", "DEATHDATE"))
# Never taken for deleted: the card's identity, and what we say ourselves.
_STAYS = frozenset(("UID", "KIND", "X-ABSHOWAS"))


@dataclass(frozen=True)
class Kept:
    """The lines of a card: [since when, slot, text] in order, and those that are gone: [key, since
    when, until when]; `clashes` are lines of a phone that another one wrote otherwise meanwhile.
    """

    lines: list[list[object]] = field(default_factory=list)
    gone: list[list[object]] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)


def merged(
    ours: Sequence[tuple[int, str, ContentLine]],
    gone: Sequence[Sequence[object]],
    sent: Single,
    slots: Mapping[str, int],
    base: int,
    now: int,
    known: Collection[str],
) -> Kept:
    """Return what is kept of a card: `ours` are its lines as (since, slot, line), `gone` those that
    went, `sent` the card of a phone with its `slots`, as of revision `base`; `now` is the new one.
    `known` are the names of properties that the phone can keep: it deletes no other by leaving
    it out.
    """
    by_place = {place: slot for slot, place in slots.items()}
    kept = {line_key(line): since for since, slot, line in ours if not slot}
    went = {key for key, since, until in gone if int(str(since)) <= base < int(str(until))}
    found, said = list[list[object]](), set[str]()
    for place, line in enumerate(sent.lines):
        slot, key = by_place.get(place, ""), line_key(line)
        if not slot and key not in kept and key in went and line.name not in _LABELS:
            continue  # somebody else deleted it meanwhile
        said.add(key)
        found.append([kept.get(key, now) if not slot else now, slot, line.raw.decode()])
    stays, lost = _missing(ours, said, base, known)
    single = {line.name for _since, line in stays if line.name in _SINGLE}
    clashing = [each for each in found if line_name(str(each[2])) in single]
    found = [each for each in found if each not in clashing]
    groups = {line.group for line in sent.lines if line.group}
    for since, line in stays:
        found.append([since, "", _regrouped(line_in(line, sent.version), groups)])
    went_now = [[line_key(line), since, now] for since, line in lost]
    went_all = [*map(list, gone), *went_now][-_MOST_GONE:]
    return Kept(found, went_all, [str(text).strip() for _since, _slot, text in clashing])


def added(
    ours: Sequence[tuple[int, str, ContentLine]],
    theirs: Sequence[ContentLine],
    version: str,
    now: int,
) -> list[list[object]]:
    """Return the lines of another card that one lacks, as it keeps them from revision `now` on."""
    known = {line_key(line) for _since, _slot, line in ours}
    single = {line.name for _since, _slot, line in ours} & _SINGLE
    wanted = [
        line
        for line in theirs
        if line.name not in _BOOKKEEPING | _STAYS | single and line_key(line) not in known
    ]
    groups = {line.group for _since, _slot, line in ours if line.group}
    return [[now, "", _regrouped(line_in(line, version), groups)] for line in wanted]


def line_name(text: str) -> str:
    """Return the name of the property of a line, in capitals."""
    return re.split("[;:]", text, maxsplit=1)[0].rpartition(".")[2].upper()


def _missing(
    ours: Sequence[tuple[int, str, ContentLine]],
    said: Collection[str],
    base: int,
    known: Collection[str],
) -> tuple[list[tuple[int, ContentLine]], list[tuple[int, ContentLine]]]:
    """Return which of our lines that were not sent stay, and which are deleted by that."""
    stays, lost = list[tuple[int, ContentLine]](), list[tuple[int, ContentLine]]()
    for since, slot, line in ours:
        if slot or line.name in _BOOKKEEPING | _LABELS or line_key(line) in said:
            continue
        is_known = line.name in UNIVERSAL.union(known) and line.name not in _STAYS
        (lost if since <= base and is_known else stays).append((since, line))
    # A label stays with its line.
    groups = {line.group for _since, line in stays if line.group}
    labels = [(s, line) for s, _slot, line in ours if line.name in _LABELS and line.group in groups]
    return [*stays, *labels], lost


def _regrouped(line: ContentLine, taken: Collection[str]) -> str:
    """Return a line's text in a group of its own where the phone uses the name of its group."""
    text = line.raw.decode()
    if line.group not in taken or not line.group:
        return text
    return f"kept-{text}"
