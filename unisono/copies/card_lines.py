"""The lines of a contact's card: what phones wrote, with our values in their places."""

from collections.abc import Mapping, Sequence

from unisono.common.text import folded
from unisono.copies.groups import Groups
from unisono.copies.shown import Shown
from unisono.exchange.card_editing import edited
from unisono.exchange.card_versions import V3, V4, line_in
from unisono.exchange.content_lines import ContentLine, content_lines, escaped, folded_line

# How each version says that a card is a company's (RFC 6350 6.1.4; Apple's address book).
_COMPANY = {V4: "KIND:org", V3: "X-ABSHOWAS:COMPANY"}
_MARKS = frozenset(("KIND", "X-ABSHOWAS"))


def line_of(text: str) -> ContentLine:
    """Return a line from its text, folded or not."""
    raw = text.encode()
    raw = raw if raw.endswith(b"\n") else folded_line(text).encode()
    (line,) = content_lines(raw.splitlines(keepends=True))
    return line


def lines_of(card: Shown, version: str, groups: Groups) -> tuple[list[ContentLine], dict[str, int]]:
    """Return the lines of a card in a version of vCard, BEGIN and END left out, and the place of
    the line that each slot has.
    """
    lines, slots = _kept(card, version)
    place = next((n for n, line in enumerate(lines) if line.name == "ORG"), None)
    if card.values["company_name"] and place is not None:
        slots.setdefault("ORG", place)  # what a phone called a company that was nobody's yet
    values = card.values
    if card.type == "company":  # has no job title; what a phone writes there is its own
        values = {name: text for name, text in values.items() if name != "job_title"}
    lines, slots = edited(lines, slots, values, card.type)
    places = {id(lines[place]): slot for slot, place in slots.items()}
    lines = _with_groups(lines, card.groups, groups)
    lines = _with_mark(lines, card.type, version)
    now = {places[id(line)]: place for place, line in enumerate(lines) if id(line) in places}
    return lines, now


def body_of(card: Shown, version: str, groups: Groups) -> bytes:
    """Return a contact's vCard in a version."""
    lines, _slots = lines_of(card, version, groups)
    return b"".join((b"BEGIN:VCARD\r\n", *(_ended(line.raw) for line in lines), b"END:VCARD\r\n"))


def _ended(raw: bytes) -> bytes:
    return raw if raw.endswith(b"\n") else raw + b"\r\n"


def _kept(card: Shown, version: str) -> tuple[list[ContentLine], dict[str, int]]:
    """Return what phones keep of a card, in a version; of a card that none has written, how it
    begins.
    """
    if card.card is None:
        return [line_of(f"VERSION:{version}"), line_of(f"UID:{card.uid}")], {}
    found = [line_of(text) for _since, _slot, text in card.card.lines]
    slots = {slot: place for place, (_s, slot, _t) in enumerate(card.card.lines) if slot}
    if card.card.version == version:
        return found, slots
    told = [line_in(line, version) for line in found]
    # Version 4.0 wants its VERSION at once (RFC 6350 3.3).
    order = sorted(range(len(told)), key=lambda place: told[place].name != "VERSION")
    moved = {old: new for new, old in enumerate(order)}
    return [told[old] for old in order], {slot: moved[place] for slot, place in slots.items()}


def groups_told(lines: Sequence[ContentLine], groups: Groups) -> tuple[str, ...]:
    """Return the codes of the mailing groups that a card's categories name."""
    texts = (text for line in lines if line.name == "CATEGORIES" for text in line.texts)
    return tuple(sorted({code for text in texts if (code := groups.code_of(text))}))


def _with_groups(
    lines: list[ContentLine], wanted: Sequence[str], groups: Groups
) -> list[ContentLine]:
    """Return the lines with categories that name these groups, and what else they said."""
    words = [text for line in lines if line.name == "CATEGORIES" for text in line.texts]
    told = set(groups_told(lines, groups))
    if told == set(wanted) and groups.former.isdisjoint(map(folded, words)):
        return lines
    lacking = [code for code in wanted if code not in told]
    found: list[ContentLine] = []
    for line in lines:
        if line.name != "CATEGORIES":
            found.append(line)
            continue
        texts = [
            groups.named(text) for text in line.texts if groups.code_of(text) in (None, *wanted)
        ]
        texts += [groups.names.get(code, code) for code in lacking]
        lacking = []
        if texts == line.texts:
            found.append(line)
        elif texts:
            found.append(_categories(texts))
    return [*found, _categories([groups.names.get(c, c) for c in lacking])] if lacking else found


def _categories(texts: Sequence[str]) -> ContentLine:
    return line_of("CATEGORIES:" + ",".join(map(escaped, texts)))


def _with_mark(lines: list[ContentLine], type_: str, version: str) -> list[ContentLine]:
    """Return the lines with what says that a company's card is one, and a person's none."""
    is_company = type_ == "company"
    found = [line for line in lines if line.name not in _MARKS or _is_company(line) is is_company]
    name = _COMPANY[version].partition(":")[0]
    if is_company and all(line.name != name for line in found):
        found.append(line_of(_COMPANY[version]))
    return found


def _is_company(line: ContentLine) -> bool:
    return line.text.casefold() in ("org", "organization", "company")


def says_company(lines: Sequence[ContentLine]) -> bool:
    """Tell whether a card says that it is a company's."""
    return any(line.name in _MARKS and _is_company(line) for line in lines)


def type_told(lines: Sequence[ContentLine], slots: Mapping[str, int]) -> str:
    """Return whether a new card is a company's or a person's."""
    if says_company(lines):
        return "company"
    name = any(lines[slots["N"]].parts) if "N" in slots else False
    organization = next(iter(lines[slots["ORG"]].parts), "") if "ORG" in slots else ""
    full = lines[slots["FN"]].text if "FN" in slots else ""
    return "company" if organization and not name and full in ("", organization) else "person"
