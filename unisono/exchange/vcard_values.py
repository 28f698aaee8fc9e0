"""What the properties of a vCard are among our fields; what has no field is kept in the note, with
its label.
"""

import re
from collections.abc import Sequence

from unisono.cards.email_lists import addresses
from unisono.cards.fields import SHARED
from unisono.cards.validation import is_phone
from unisono.cards.world_codes import country_of_name, language_tag
from unisono.contacts.fields import CONTACT_FIELDS
from unisono.duplicates.compared_names import has_legal_form
from unisono.exchange.card_slots import MOBILE, NO_PHONES
from unisono.exchange.content_lines import ContentLine, split, unescaped

_LENGTHS = {each.name: each.length for each in (*SHARED, *CONTACT_FIELDS)}
_PLAIN = [
    each for each in (*SHARED, *CONTACT_FIELDS) if each.vcard
]  # a property of their own, and nothing else
# Says nothing of the party: how the card was written, and what the labels of groups are, which are
# used elsewhere.
_BOOKKEEPING = frozenset(
    (
        "version prodid rev x-ablabel x-abadr x-abshowas kind n fn begin end profile name source"
    ).split()
)
_DESIGNS = frozenset(["x-ms-ol-design"])  # how a card is drawn, in a language of its own
_LABEL = re.compile(r"^_\$!<(.*)>!\$_$")

# What follows a number that is dialled: a pause, an extension. Our phones have `ext. 12`.
_EXTENSION = re.compile(r"[\s-]*(?:;ext=|[,;pw]+|ext\.?|x)\s*(\d{1,10})[#*]?$", re.IGNORECASE)
_REMARK = re.compile(r"\s*\(([^()]*[^\W\d][^()]*)\)\s*")  # (tardes)
_NAMED_PARTS = ("family", "given", "additional", "prefix", "suffix")
_ADDRESS = ("box", "extended", "street", "city", "region", "code", "country")
_LISTS = frozenset(("CATEGORIES", "NICKNAME"))


def values_of_card(lines: Sequence[ContentLine]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return a card's values by our fields of contacts, and what even the note does not hold."""
    taken = _Card(lines)
    taken.who()
    for name in ("tel", "email", "adr", "url", "org"):
        for line in taken.of(name):
            getattr(taken, f"_{name}")(line)
    for line in lines:
        taken.rest(line)
    return taken.finished()


class _Card:
    """Takes values out of a card, property by property; what finds no field goes into the note."""

    def __init__(self, lines: Sequence[ContentLine]) -> None:
        self.lines = lines
        self.values: dict[str, str] = {}
        self.notes: list[str] = []
        self.lost: list[str] = []
        self.labels = {
            line.group: _LABEL.sub(r"\1", line.text) for line in self.of("x-ablabel") if line.group
        }

    def of(self, name: str) -> list[ContentLine]:
        """Return the properties of a name, the preferred ones first."""
        found = [line for line in self.lines if line.name == name.upper()]
        return sorted(
            found, key=lambda line: "pref" not in line.types and "PREF" not in line.params
        )

    def first(self, name: str) -> str:
        """Return the text of the first property of a name that has one."""
        found = (line.text for line in self.lines if line.name == name.upper())
        return next((text for text in found if text), "")

    def put(self, name: str, value: str, label: str = "") -> bool:
        """Give a field its value if it is free and the value fits; else it goes into the note."""
        value = " ".join(value.split()) if name != "note" else value
        if not value:
            return True
        if name and not self.values.get(name) and len(value) <= _LENGTHS.get(name, 100):
            self.values[name] = value
            return True
        if self.values.get(name) != value:
            self.notes.append(f"{label or name}: {value}")
        return False

    def who(self) -> None:
        """Take the name, and find out whether it is a firm."""
        name, organization = self.first("fn"), next(iter(self._organization()), "")
        parts = self._parts_of_name()
        names = [parts[each] for each in ("given", "additional", "family")]
        kind, shows_as = self.first("kind").lower(), self.first("x-abshowas").upper()
        is_firm = kind in ("org", "organization") or shows_as == "COMPANY"
        nameless = not any(names)
        is_firm = is_firm or (nameless and bool(organization) and name in ("", organization))
        is_firm = is_firm or (nameless and not organization and has_legal_form(name))
        self.values["type"] = "company" if is_firm else "person"
        if is_firm:
            self.put("name", name or organization, "FN")
            return
        composed = " ".join(filter(None, names))
        for field, value in zip(("first_name", "middle_name", "surname"), names, strict=True):
            self.put(field, value, "N")
        whole = " ".join(filter(None, (parts["prefix"], composed, parts["suffix"])))
        if nameless:
            self.put("name", name or self.first("email") or organization, "FN")
        elif name and " ".join(name.split()) not in (composed, whole):
            self.notes.append(f"FN: {name}")
        for each in ("prefix", "suffix"):
            if parts[each]:
                self.notes.append(f"N {each}: {parts[each]}")
        for line in [each for each in self.lines if each.name in ("N", "FN")]:
            self._another_name(line)

    def _another_name(self, line: ContentLine) -> None:
        """Keep a second N or FN in the note: which of them is right nobody can tell."""
        first = next(each for each in self.lines if each.name == line.name)
        text = " ".join(filter(None, line.parts)) if line.name == "N" else line.text
        if line is not first and text and line.value != first.value:
            self.notes.append(f"{line.name}: {text}")

    def _parts_of_name(self) -> dict[str, str]:
        """Return the parts of the first N that says anything; several names of a part as words."""
        found = (line for line in self.lines if line.name == "N" and any(line.parts))
        line = next(found, None)
        parts = split(line.value, ";") if line else []
        texts = [" ".join(unescaped(each).strip() for each in split(part, ",")) for part in parts]
        return dict(zip(_NAMED_PARTS, (*texts, *("",) * len(_NAMED_PARTS)), strict=False))

    def _organization(self) -> list[str]:
        return next((found for line in self.of("org") if (found := _units(line))), [])

    def _tel(self, line: ContentLine) -> None:
        number, types = line.text.removeprefix("tel:").strip(), line.types
        label = self._label("TEL", line)
        if _REMARK.search(number):
            self.notes.append(f"{label}: {number}")
            number = _REMARK.sub(" ", number).strip()
        if extension := _EXTENSION.search(number):
            number = f"{number[: extension.start()].strip(' -')} ext. {extension[1]}"
        wanted = "mobile_phone_no" if types & MOBILE else "fax_no" if "fax" in types else "phone_no"
        if (types & NO_PHONES and not types & MOBILE) or not is_phone(number):
            wanted = ""
        if (
            wanted == "phone_no"
            and self.values.get(wanted)
            and not self.values.get("mobile_phone_no")
        ):
            # The second number of a card that has no other field for it: better found than noted.
            wanted = "mobile_phone_no" if not types & {"work", "home"} else wanted
        self.put(wanted, number, label)

    def _email(self, line: ContentLine) -> None:
        now, label = self.values.get("email", ""), self._label("EMAIL", line)
        found = addresses(line.text)
        if not found and line.text:
            self.notes.append(f"{label}: {line.text}")
        for address in found:
            if address in (now, self.values.get("email_2")):
                continue
            self.put("email" if not now else "email_2", address, label)
            now = self.values.get("email", "")

    def _adr(self, line: ContentLine) -> None:
        label = self._label("ADR", line)
        given = dict(zip(_ADDRESS, (*line.parts, *("",) * len(_ADDRESS)), strict=False))
        parts = {name: given[name] for name in ("box", "extended", "street")}
        places = {
            name: " ".join(given[name].split()) for name in ("city", "region", "code", "country")
        }
        streets = [part for each in parts["street"].split("\n") if (part := each.strip(" ,"))]
        more = ", ".join(
            filter(None, (*streets[1:], parts["extended"].replace("\n", ", "), parts["box"]))
        )
        if any(self.values.get(name) for name in ("address", "city", "post_code")):
            whole = ", ".join(
                filter(None, (*streets, more if len(streets) < 2 else "", *places.values()))
            )
            if whole:
                self.notes.append(f"{label}: {whole}")
            return
        if not streets and more:
            streets, more = [more], ""
        country = country_of_name(places["country"]) or ""
        fields: tuple[tuple[str, str], ...] = (
            ("address", streets[0] if streets else ""),
            ("address_2", more),
            ("post_code", places["code"]),
        )
        fields += (
            ("city", places["city"]),
            ("county", places["region"]),
            ("country_code", country),
        )
        for field, part in fields:
            self.put(field, part, f"{label} {field}")
        if places["country"] and not country:
            self.notes.append(f"{label}: {places['country']}")

    def _url(self, line: ContentLine) -> None:
        self.put("home_page", line.text, self._label("URL", line))

    def _org(self, line: ContentLine) -> None:
        units = _units(line)
        if units and self.values["type"] == "person":
            self.put("company_name", units[0], "ORG")
        elif units and units[0] != self.values.get("name"):
            self.notes.append(f"ORG: {units[0]}")
        if units[1:]:
            self.notes.append(f"ORG: {', '.join(units[1:])}")

    def rest(self, line: ContentLine) -> None:
        """Take a property that has no rule of its own."""
        name, value = line.name.lower(), line.text
        if line.name in _LISTS:
            value = ", ".join(line.texts)
        if name in _BOOKKEEPING or name in ("tel", "email", "adr", "url", "org") or not value:
            return
        type_ = self.values["type"]
        ours = {
            **{each.vcard.lower(): each.name for each in _PLAIN if each.only_of in ("", type_)},
            "x-contact-number": "no",
            "nickname": "name_2" if type_ == "company" else "",
        }
        if name in _DESIGNS:
            self.lost.append(line.name)
        elif name == "note":
            self.notes.insert(0, value)
        elif name == "lang" and (tag := language_tag(value)):
            self.put("language_code", tag, "LANG")
        elif name == "uid":
            self.put("external_id", value.removeprefix("urn:uuid:"), "UID")
        elif name == "label" and value.replace("\n", " ") in " ".join(self.values.values()):
            return
        else:
            self.put(ours.get(name, ""), value, self._label(line.name.upper(), line))

    def _label(self, name: str, line: ContentLine) -> str:
        """Return how a value is called in the note: its property, and the types or the label that
        it was given.
        """
        given = self.labels.get(line.group, "")
        kinds = sorted(line.types - {"pref", "internet", "voice", "x-internet"})
        return " ".join(filter(None, (name, given or " ".join(kinds))))

    def finished(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """Return the values with the note, as far as it goes, and what is beyond."""
        note = ""
        for each in self.notes:
            clean = "".join(char for char in each if char.isprintable() or char == "\n")
            if len(note) + len(clean) + 1 > _LENGTHS["note"]:
                self.lost.append(clean[:100])
            else:
                note = f"{note}\n{clean}" if note else clean
        values = {
            name: "".join(filter(str.isprintable, value)) for name, value in self.values.items()
        }
        return ({**values, "note": note} if note else values), tuple(self.lost)


def _units(line: ContentLine) -> list[str]:
    """Return an organization and its units."""
    return [part for part in line.parts if part]
