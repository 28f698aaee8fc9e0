"""What becomes of the lines that a phone keeps of a card when it sends it again: merged three ways,
like fields (outside.md, 2).

Lines are told apart by what they say (`line_key`), since programs fold and order them anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from unisono.exchange.card_versions import line_key
from unisono.exchange.content_lines import ContentLine

# What every program keeps: one that does not send it has deleted it.
UNIVERSAL = frozenset("N FN ORG TITLE TEL EMAIL ADR URL NOTE".split())
_MOST_GONE = 200  # lines that went are remembered for phones that come late
# Said of the card by whoever wrote it last.
_BOOKKEEPING = frozenset(("VERSION", "PRODID", "REV"))
_LABELS = frozenset(("X-ABLABEL", "X-ABADR"))
# Never taken for deleted: the card's identity, and what we say ourselves.
_STAYS = frozenset(("UID", "KIND", "X-ABSHOWAS"))


@dataclass(frozen=True)
class Kept:
    """The lines of a card: [since when, slot, text] in order, and those that are gone: [key, since
    when, until when].
    """

    lines: list[list[object]] = field(default_factory=list)
    gone: list[list[object]] = field(default_factory=list)


def merged(
    ours: Sequence[tuple[int, str, ContentLine]],
    gone: Sequence[Sequence[object]],
    sent: Sequence[ContentLine],
    slots: Mapping[str, int],
    base: int,
    now: int,
    known: Collection[str],
) -> Kept:
    """Return what is kept of a card: `ours` are its lines as (since, slot, line), `gone` those that
    went, `sent` what a phone sends with its `slots`, as of revision `base`; `now` is the new one.
    `known` are the names of properties that the phone can keep: it deletes no other by leaving
    it out.
    """
    by_place = {place: slot for slot, place in slots.items()}
    kept = {line_key(line): since for since, slot, line in ours if not slot}
    went = {key for key, since, until in gone if int(str(since)) <= base < int(str(until))}
    found, said = list[list[object]](), set[str]()
    for place, line in enumerate(sent):
        slot, key = by_place.get(place, ""), line_key(line)
        if not slot and key not in kept and key in went and line.name not in _LABELS:
            continue  # somebody else deleted it meanwhile
        said.add(key)
        found.append([kept.get(key, now) if not slot else now, slot, line.raw.decode()])
    stays, lost = _missing(ours, said, base, known)
    groups = {line.group for line in sent if line.group}
    found += [[since, "", _regrouped(line, groups)] for since, line in stays]
    went_now = [[line_key(line), since, now] for since, line in lost]
    return Kept(found, [*map(list, gone), *went_now][-_MOST_GONE:])


def _missing(
    ours: Sequence[tuple[int, str, ContentLine]],
    said: Collection[str],
    base: int,
    known: Collection[str],
) -> tuple[list[tuple[int, ContentLine]], list[tuple[int, ContentLine]]]:
    """Return which of our lines that were not sent stay, and which are deleted by that."""
    missing = [
        (since, line)
        for since, slot, line in ours
        if not slot and line.name not in _BOOKKEEPING and line_key(line) not in said
    ]
    lost = [
        (since, line)
        for since, line in missing
        if since <= base
        and line.name in UNIVERSAL.union(known)
        and line.name not in _STAYS | _LABELS
    ]
    stays = [each for each in missing if each not in lost and each[1].name not in _LABELS]
    # A label stays with its line.
    groups = {line.group for _since, line in stays if line.group}
    labels = [each for each in missing if each[1].name in _LABELS and each[1].group in groups]
    return [*stays, *labels], lost


def _regrouped(line: ContentLine, taken: Collection[str]) -> str:
    """Return a line's text in a group of its own where the phone uses the name of its group."""
    text = line.raw.decode()
    if line.group not in taken or not line.group:
        return text
    return f"kept-{text}"
