"""Which line of a vCard tells which fields of a contact, and what it tells.

A *slot* is what one line tells: a field, or the fields of a name or an address, by the property's
name. A card is a copy of a record (outside.md): what is in no slot is the writer's own and stays.
"""

from collections.abc import Collection, Mapping, Sequence

from unisono.cards.email_lists import addresses
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
NO_PHONES = frozenset(("pager", "modem", "bbs", "car"))


def slots_of(lines: Sequence[ContentLine], own: Collection[bytes] = ()) -> dict[str, int]:
    """Return the place of the line that each slot has in a card.

    `own` are lines, as they were written, that are known to be in no slot: a second telephone does
    not become the first because that was cleared here.
    """
    slots: dict[str, int] = {}
    for place, line in enumerate(lines):
        if not line.is_broken and line.raw not in own:
            slot = _slot(line, slots)
            if slot and slot not in slots:
                slots[slot] = place
    return slots


def _slot(line: ContentLine, taken: Mapping[str, int]) -> str:
    """Return the slot that a line is for, where the ones before it took theirs; "" for none."""
    if line.name == "TEL":
        return _phone_slot(line)
    if line.name == "EMAIL":
        return next((each for each in EMAILS if each not in taken), "") if line.text else ""
    return line.name if line.name in ("N", "FN", "ORG", "ADR", *PLAIN) else ""


def _phone_slot(line: ContentLine) -> str:
    if line.types & NO_PHONES or not is_phone(phone_text(line)):
        return ""
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
    elif not values.get("name") and "ORG" in slots:
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
    """Return a telephone as it would be typed; the URI of version 4.0 too (RFC 3966)."""
    number, _semicolon, rest = line.text.removeprefix("tel:").partition(";")
    extension = next((e[4:] for e in rest.split(";") if e.startswith("ext=")), "")
    return f"{number.strip()} ext. {extension}" if extension else line.text.removeprefix("tel:")


def _address(line: ContentLine) -> dict[str, str]:
    box, extended, street, city, region, code, country = [*line.parts, *[""] * 7][:7]
    first, *more = [part for each in street.split("\n") if (part := each.strip())] or [""]
    second = ", ".join(filter(None, (*more, extended.replace("\n", ", "), box)))
    known = country_of_name(country) if country else ""
    found = (first or second, second if first else "", city, region, code, known or "")
    return {name: " ".join(text.split()) for name, text in zip(ADDRESS, found, strict=True)}


def _tells_country(lines: Sequence[ContentLine], slots: Mapping[str, int]) -> bool:
    if "ADR" not in slots:
        return True
    country = _part(lines[slots["ADR"]].parts, 6)
    return not country or country_of_name(country) is not None


def _part(parts: Sequence[str], place: int) -> str:
    return parts[place] if len(parts) > place else ""
