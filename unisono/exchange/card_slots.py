"""Which line of a vCard tells which fields of a contact, and what it tells.

A *slot* is what one line tells: a field, or the fields of a name or an address, by the property's
name. A card is a copy of a record (outside.md): what is in no slot is the writer's own and stays.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from unisono.cards.email_lists import addresses
from unisono.cards.phones import same_phone
from unisono.cards.validation import is_phone
from unisono.cards.world_codes import country_of_name
from unisono.exchange.content_lines import ContentLine, split, unescaped

NAME_PARTS = ("surname", "first_name", "middle_name")  # in the order of N (RFC 6350 6.2.2)
PHONES = ("phone_no", "mobile_phone_no", "fax_no")
EMAILS = ("email", "email_2")
ADDRESS = ("address", "address_2", "city", "county", "post_code", "country_code")
# Properties that tell one field, as their whole value.
PLAIN = {"TITLE": "job_title", "URL": "home_page", "NOTE": "note"}

# How the line of a slot begins where a card has none.
BEGINNINGS = {
    "phone_no": "TEL;TYPE=WORK,VOICE",
    "mobile_phone_no": "TEL;TYPE=CELL,VOICE",
    "fax_no": "TEL;TYPE=WORK,FAX",
    "email": "EMAIL;TYPE=INTERNET",
    "email_2": "EMAIL;TYPE=INTERNET",
    "ADR": "ADR;TYPE=WORK",
}
MOBILE = frozenset(("cell", "iphone", "mobile", "handy", "movil", "celular"))
# What is dialled after a pause (comma, p) or a wait (semicolon, w).
_PAUSE = re.compile(r"([^,;pw]*\d)\s*[,;pw]+\s*(\d{1,10})#?", re.IGNORECASE)
NO_PHONES = frozenset(("pager", "modem", "bbs", "car"))


def slots_of(
    lines: Sequence[ContentLine],
    own: Collection[bytes] = (),
    values: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, int]:
    """Return the place of the line that each slot has in a card.

    `own` are lines, as they were written, that are known to be in no slot: a second telephone does
    not become the first because that was cleared here. `values` are those of the contact: a line
    that says one of them is in its slot, whatever stands before it.
    """
    slots: dict[str, int] = {}
    free = [
        (place, line)
        for place, line in enumerate(lines)
        if not line.is_broken and line.raw not in own
    ]
    for place, line in free:
        slot = next((each for each in _slots_for(line) if _says(line, each, values)), "")
        if slot:
            slots.setdefault(slot, place)
    taken = set(slots.values())
    for place, line in free:
        slot = next((each for each in _slots_for(line) if each not in slots), "")
        if slot and place not in taken:
            slots[slot] = place
    return slots


def _slots_for(line: ContentLine) -> Sequence[str]:
    """Return the slots that a line may be for, the first one first."""
    if line.name == "TEL":
        return [slot] if (slot := _phone_slot(line)) else []
    if line.name == "EMAIL":
        return EMAILS if line.text else ()
    return [line.name] if line.name in ("N", "FN", "ORG", "ADR", *PLAIN) else []


def _says(line: ContentLine, slot: str, values: Mapping[str, str]) -> bool:
    """Tell whether a telephone or an e-mail is that of the contact."""
    if slot not in (*PHONES, *EMAILS) or not values.get(slot):
        return False
    (text,) = told_by(slot, line, "").values()
    if slot in PHONES:
        country = values.get("country_code", "")
        return same_phone(text, values[slot], country, country)
    return text.casefold() == (addresses(values[slot]) or [values[slot]])[0].casefold()


def no_phone(lines: Sequence[ContentLine], slots: Mapping[str, int], slot: str) -> str:
    """Return what a line says that would have a slot of telephones, were it one; "" for none."""
    taken = set(slots.values())
    for place, line in enumerate(lines):
        is_other = line.name != "TEL" or place in taken or line.types & NO_PHONES
        if not is_other and _by_types(line) == slot and not is_phone(phone_text(line)):
            return phone_text(line)
    return ""


def _phone_slot(line: ContentLine) -> str:
    if line.types & NO_PHONES or not is_phone(phone_text(line)):
        return ""
    return _by_types(line)


def _by_types(line: ContentLine) -> str:
    if line.types & MOBILE:
        return "mobile_phone_no"
    return "fax_no" if "fax" in line.types else "phone_no"


def told(lines: Sequence[ContentLine], slots: Mapping[str, int], type_: str) -> dict[str, str]:
    """Return what a card of a person or company tells of each field that cards hold; "" where it
    has no line for it. What it tells in words that we do not know, such as a country, is left out.
    """
    values = dict.fromkeys((*PHONES, *EMAILS, *ADDRESS, *PLAIN.values()), "")
    if type_ == "person":
        values |= dict.fromkeys(NAME_PARTS, "")
    else:
        del values["job_title"]  # companies have none
    for slot, place in slots.items():
        values |= {
            name: text
            for name, text in told_by(slot, lines[place], type_).items()
            if name in values or name == "name"
        }
    if not _tells_country(lines, slots):
        del values["country_code"]
    return _named(values, lines, slots, type_)


def _named(
    values: dict[str, str], lines: Sequence[ContentLine], slots: Mapping[str, int], type_: str
) -> dict[str, str]:
    """Return the values with one name: a person's is made of its parts where there are any."""
    has_parts = type_ == "person" and any(values[name] for name in NAME_PARTS)
    if has_parts:
        values.pop("name", None)
    elif not values.get("name") and "ORG" in slots and type_ == "company":
        values["name"] = _part(lines[slots["ORG"]].parts, 0)
    if not has_parts and not values.get("name"):
        values.pop("name", None)
    if type_ == "person" and not has_parts:
        for name in NAME_PARTS:
            del values[name]
    return values


def told_by(slot: str, line: ContentLine, type_: str) -> dict[str, str]:
    """Return what the line of a slot tells, by field."""
    if slot == "N":
        return dict(zip(NAME_PARTS, name_parts(line), strict=False)) if type_ == "person" else {}
    if slot == "ADR":
        return _address(line)
    if slot in PHONES:
        return {slot: phone_text(line)}
    if slot in EMAILS:
        return {slot: ";".join(addresses(line.text)) or line.text}
    if slot == "FN":
        return {"name": " ".join(line.text.split())}
    return {PLAIN[slot]: line.text} if slot in PLAIN else {}


def name_parts(line: ContentLine) -> list[str]:
    """Return the five parts of N, several names of a part as words."""
    parts = [
        " ".join(filter(None, (unescaped(each).strip() for each in split(part, ","))))
        for part in split(line.value, ";")
    ]
    return [*parts, *[""] * 5][:5]


def phone_text(line: ContentLine) -> str:
    """Return a telephone as it would be typed: the URI of version 4.0 (RFC 3966), and what phones
    dial after a pause as its extension.
    """
    number, _semicolon, rest = line.text.removeprefix("tel:").partition(";")
    extension = next((e[4:] for e in rest.split(";") if e.startswith("ext=")), "")
    text = f"{number.strip()} ext. {extension}" if extension else line.text.removeprefix("tel:")
    dialled = _PAUSE.fullmatch(text)
    return f"{dialled[1].strip()} ext. {dialled[2]}" if dialled else text


def _address(line: ContentLine) -> dict[str, str]:
    box, extended, street, city, region, code, country = [*line.parts, *[""] * 7][:7]
    first, *more = [part for each in street.split("\n") if (part := each.strip())] or [""]
    second = ", ".join(filter(None, (*more, extended.replace("\n", ", "), box)))
    known = country_of_name(country) if country else ""
    found = (first or second, second if first else "", city, region, code, known or "")
    return {name: " ".join(text.split()) for name, text in zip(ADDRESS, found, strict=True)}


def _tells_country(lines: Sequence[ContentLine], slots: Mapping[str, int]) -> bool:
    country = country_told(lines, slots)
    return not country or country_of_name(country) is not None


def country_told(lines: Sequence[ContentLine], slots: Mapping[str, int]) -> str:
    """Return the country of a card's address in its own words."""
    return _part(lines[slots["ADR"]].parts, 6) if "ADR" in slots else ""


def _part(parts: Sequence[str], place: int) -> str:
    return parts[place] if len(parts) > place else ""
