"""Writes a contact's values into the lines of a vCard that somebody wrote: in place, only where the
card tells something else. All other lines stay byte for byte as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from unisono.cards.email_lists import addresses
from unisono.cards.phones import same_phone
from unisono.common.text import folded
from unisono.exchange.card_slots import (
    ADDRESS,
    BEGINNINGS,
    EMAILS,
    NAME_PARTS,
    PHONES,
    PLAIN,
    name_parts,
    told_by,
)
from unisono.exchange.content_lines import ContentLine, content_lines, escaped, folded_line

# What a value that is written anew is not in any more.
_ENCODING = frozenset(("ENCODING", "CHARSET", "VALUE"))
_LABELS = ("X-ABLABEL", "X-ABADR")  # stand in the group of the line that they are about
_FIELDS = {"N": NAME_PARTS, "FN": ("name",), "ADR": ADDRESS, **{k: (v,) for k, v in PLAIN.items()}}
_FIELDS |= {name: (name,) for name in (*PHONES, *EMAILS)}


def edited(
    lines: Sequence[ContentLine], slots: Mapping[str, int], values: Mapping[str, str], type_: str
) -> tuple[list[ContentLine], dict[str, int]]:
    """Return the lines of a card with a contact's values (`type_`: person, company; beside our
    fields, `company_name` and `country_name`), and the slots as they are then. A line is written
    anew where it tells something else, in its group and with its parameters; one that tells
    nothing any more goes, with its label.
    """
    written: list[ContentLine | None] = list(lines)
    added: dict[str, ContentLine] = {}
    keeps_name = type_ == "person" and _keeps_parts(lines, slots, values)
    for slot in (*_FIELDS, "ORG"):
        line = lines[slots[slot]] if slot in slots else None
        text = _text(slot, line, values, type_)
        # How a person is shown (Dr. Ana Gil) is the writer's own while the parts of the name hold.
        if text is None or (slot == "FN" and line is not None and keeps_name):
            continue
        made = _made(slot, line, text)
        if line is not None:
            written[slots[slot]] = made
        elif made is not None:
            added[slot] = made
    return _whole(written, slots, added)


def _keeps_parts(
    lines: Sequence[ContentLine], slots: Mapping[str, int], values: Mapping[str, str]
) -> bool:
    """Tell whether a person's name has parts in a card, they are those of the contact, and what is
    shown has them: Dr. Ana Gil.
    """
    parts = told_by("N", lines[slots["N"]], "person") if "N" in slots else {}
    is_same = any(parts.values()) and all(
        same_value(name, text, values.get(name, ""), "") for name, text in parts.items()
    )
    return is_same and ("FN" not in slots or shows(lines[slots["FN"]].text, parts))


def shows(text: str, parts: Mapping[str, str]) -> bool:
    """Tell whether a name as it is shown has the first name and the surname of its parts."""
    words = folded(f"{parts['first_name']} {parts['surname']}").split()
    return set(words) <= set(folded(text).replace(",", " ").split())


def _whole(
    written: list[ContentLine | None], slots: Mapping[str, int], added: Mapping[str, ContentLine]
) -> tuple[list[ContentLine], dict[str, int]]:
    groups = {line.group for line in written if line and line.group and line.name not in _LABELS}
    by_place = {place: slot for slot, place in slots.items()}
    found: list[ContentLine] = []
    now: dict[str, int] = {}
    for place, line in enumerate(written):
        if line is None or (line.name in _LABELS and line.group and line.group not in groups):
            continue
        if place in by_place:
            now[by_place[place]] = len(found)
        found.append(line)
    for slot, line in added.items():
        now[slot] = len(found)
        found.append(line)
    return found, now


def _text(slot: str, line: ContentLine | None, values: Mapping[str, str], type_: str) -> str | None:
    """Return the value that a slot's line is to have, escaped; None where it tells it already."""
    if slot == "ORG":
        return _organization(line, values, type_)
    if slot == "N" and type_ != "person":
        return ";;;;" if line is None else None
    present = told_by(slot, line, type_) if line is not None else {}
    # What a contact of this type has no field for stays as the card has it.
    wanted = {name: values.get(name, present.get(name, "")) for name in _FIELDS[slot]}
    country = values.get("country_code", "")
    same = all(
        same_value(name, present.get(name, ""), text, country) for name, text in wanted.items()
    )
    must_be_there = line is None and slot in ("N", "FN")
    if same and not must_be_there:
        return None
    return _composed(slot, line, wanted, values.get("country_name", ""))


def _composed(slot: str, line: ContentLine | None, wanted: Mapping[str, str], country: str) -> str:
    """Return a slot's new value; parts of it that are no field of ours stay."""
    if slot == "N":
        rest = name_parts(line)[3:] if line is not None else ["", ""]
        return ";".join(escaped(part) for part in (*wanted.values(), *rest))
    if slot == "ADR":
        return _address(line, wanted, country)
    (text,) = wanted.values()
    if slot in EMAILS:
        text = next(iter(addresses(text)), text)
    return text if slot == "URL" else escaped(text)


def _address(line: ContentLine | None, wanted: Mapping[str, str], country: str) -> str:
    """Return an address, in which the country has a name where `country` gives one."""
    before = told_by("ADR", line, "") if line is not None else {}
    parts = [*line.parts, *[""] * 7][:7] if line is not None else [""] * 7
    if any(before.get(name, "") != wanted[name] for name in ("address", "address_2")):
        street = "\n".join(filter(None, (wanted["address"], wanted["address_2"])))
        parts[:3] = ["", "", street]
    for place, name in enumerate(("city", "county", "post_code", "country_code"), 3):
        if before.get(name, "") != wanted[name]:
            parts[place] = wanted[name]
            if name == "country_code" and wanted[name]:
                parts[place] = country or wanted[name]
    return ";".join(map(escaped, parts)) if any(wanted.values()) else ""


def _organization(line: ContentLine | None, values: Mapping[str, str], type_: str) -> str | None:
    """Return the organization: a company's own name, a person's company; its units stay."""
    wanted = values.get("name" if type_ == "company" else "company_name", "")
    parts = list(line.parts) if line is not None else []
    present = parts[0] if parts else ""
    if same_value("name", present, wanted, ""):
        return None
    return ";".join(map(escaped, (wanted, *parts[1:]))) if wanted or any(parts[1:]) else ""


def _made(slot: str, line: ContentLine | None, text: str) -> ContentLine | None:
    """Return a line with a new value, None where it has none any more; a card without N or FN is
    none (RFC 2426 3.1.1, RFC 6350 6.2.1).
    """
    if not text and slot not in ("N", "FN"):
        return None
    head = _head(line) if line is not None else BEGINNINGS.get(slot, slot)
    raw = folded_line(f"{head}:{text}").encode()
    (made,) = content_lines(raw.splitlines(keepends=True))
    return replace(made, raw=raw)


def _head(line: ContentLine) -> str:
    """Return a line's name with its group and parameters, but for what says how its value was
    written.
    """
    params = [
        f"{name}={','.join(_quoted(name, each) for each in texts)}"
        for name, texts in line.params.items()
        if name not in _ENCODING
    ]
    return ";".join((f"{line.group}.{line.name}" if line.group else line.name, *params))


def _quoted(name: str, text: str) -> str:
    # Types are lists of words: their commas part them.
    return f'"{text}"' if name != "TYPE" and any(char in text for char in ",;:") else text


def same_value(name: str, one: str, other: str, country: str) -> bool:
    """Tell whether two spellings are the same value of a field: blanks, and how a phone or an
    e-mail is written, are no change (outside.md, 2).
    """
    if name in PHONES and one and other:
        return same_phone(one, other, country, country)
    if name in EMAILS:
        shown, kept = addresses(one.casefold()), addresses(other.casefold())
        # A card shows the first of several.
        return one.casefold() == other.casefold() or (len(shown) == 1 and shown == kept[:1])
    if name == "note":
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    return " ".join(one.split()) == " ".join(other.split())
