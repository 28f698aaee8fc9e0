"""What the properties of a vCard are among our fields; what has no field is kept in the note, with
its label.
"""

import re
from typing import Any

from unisono.cards.fields import SHARED
from unisono.cards.world_codes import country_of_name, language_tag
from unisono.contacts.fields import CONTACT_FIELDS

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

VObject = (
    Any  # a card or line of vobject, which has no types; its attributes are what stood in the file
)


def values_of_card(card: VObject) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return a card's values by our fields of contacts, and what even the note does not hold."""
    taken = _Card(card)
    taken.who()
    for name in ("tel", "email", "adr", "url", "org"):
        for line in taken.of(name):
            getattr(taken, f"_{name}")(line)
    for line in card.getChildren():
        taken.rest(line)
    return taken.finished()


class _Card:
    """Takes values out of a card, property by property; what finds no field goes into the note."""

    def __init__(self, card: VObject) -> None:
        self.card = card
        self.values: dict[str, str] = {}
        self.notes: list[str] = []
        self.lost: list[str] = []
        self.labels = {
            line.group: _LABEL.sub(r"\1", text(line.value))
            for line in self.of("x-ablabel")
            if getattr(line, "group", "")
        }

    def of(self, name: str) -> list[VObject]:
        """Return the properties of a name, the preferred ones first."""
        found = list(self.card.contents.get(name, ()))
        return sorted(
            found, key=lambda line: "pref" not in types_of(line) and not line.params.get("PREF")
        )

    def first(self, name: str) -> str:
        """Return the text of the first property of a name."""
        return next(
            (text(line.value) for line in self.card.contents.get(name, ()) if text(line.value)), ""
        )

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
        name, organization = self.first("fn"), self.first("org")
        parts = self.card.contents["n"][0].value if "n" in self.card.contents else None
        names = (
            [_spaced(getattr(parts, each, "")) for each in ("given", "additional", "family")]
            if parts
            else [""] * 3
        )
        kind, shows_as = self.first("kind").lower(), self.first("x-abshowas").upper()
        is_firm = kind in ("org", "organization") or shows_as == "COMPANY"
        is_firm = is_firm or (
            not any(names)
            and bool(organization)
            and name in ("", organization, organization.split(";")[0])
        )
        self.values["type"] = "company" if is_firm else "person"
        if is_firm:
            self.put("name", name or organization.split(";")[0], "FN")
            return
        frame = [
            _spaced(getattr(parts, each, "")) if parts else "" for each in ("prefix", "suffix")
        ]
        composed = " ".join(filter(None, names))
        for field, value in zip(("first_name", "middle_name", "surname"), names, strict=True):
            self.put(field, value, "N")
        if not any(names):
            self.put("name", name or self.first("email") or organization, "FN")
        elif name and " ".join(name.split()) not in (
            composed,
            " ".join(filter(None, (frame[0], composed, frame[1]))),
        ):
            self.notes.append(f"FN: {name}")
        self.notes += [
            f"{label}: {part}"
            for label, part in zip(("N prefix", "N suffix"), frame, strict=True)
            if part
        ]

    def _tel(self, line: VObject) -> None:
        types, number = (
            types_of(line),
            text(line.value).removeprefix("tel:").replace(";ext=", " ext. "),
        )
        wanted = (
            "mobile_phone_no"
            if types & {"cell", "iphone"}
            else "fax_no"
            if "fax" in types
            else "phone_no"
        )
        if types & {"pager", "modem", "bbs", "car"} and "cell" not in types:
            wanted = ""
        self.put(wanted, number, self._label("TEL", line))

    def _email(self, line: VObject) -> None:
        address, now = text(line.value).removeprefix("mailto:"), self.values.get("email", "")
        if not address or address in now.split("; "):
            return
        if now and len(now) + len(address) + 2 <= _LENGTHS["email"]:
            self.values["email"] = f"{now}; {address}"
        else:
            self.put("email" if not now else "email_2", address, self._label("EMAIL", line))

    def _adr(self, line: VObject) -> None:
        value, label = line.value, self._label("ADR", line)
        parts = {
            name: text(getattr(value, name, ""), "\n") for name in ("box", "extended", "street")
        }
        places = {
            name: text(getattr(value, name, "")) for name in ("city", "region", "code", "country")
        }
        streets = [part.strip() for part in parts["street"].split("\n") if part.strip()]
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

    def _url(self, line: VObject) -> None:
        self.put("home_page", text(line.value).replace("\\:", ":"), self._label("URL", line))

    def _org(self, line: VObject) -> None:
        units = (
            [text(unit) for unit in line.value]
            if isinstance(line.value, list)
            else [text(line.value)]
        )
        units = [unit for unit in units if unit]
        if units and self.values["type"] == "person":
            self.put("company_name", units[0], "ORG")
        elif units and units[0] != self.values.get("name"):
            self.notes.append(f"ORG: {units[0]}")
        if units[1:]:
            self.notes.append(f"ORG: {', '.join(units[1:])}")

    def rest(self, line: VObject) -> None:
        """Take a property that has no rule of its own."""
        name, value = line.name.lower(), text(line.value)
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

    def _label(self, name: str, line: VObject) -> str:
        """Return how a value is called in the note: its property, and the types or the label that
        it was given.
        """
        given = self.labels.get(getattr(line, "group", "") or "", "")
        kinds = sorted(types_of(line) - {"pref", "internet", "voice", "x-internet"})
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


def _spaced(value: Any) -> str:
    """Return parts of a name, of which there may be several, as words."""
    return (
        " ".join(text(each) for each in value) if isinstance(value, list | tuple) else text(value)
    )


def text(value: Any, between: str = " ") -> str:
    """Return a property's value as text: lists by commas, lines as they are."""
    if isinstance(value, list | tuple):
        return (
            between.join(filter(None, (text(each) for each in value)))
            if between == "\n"
            else ", ".join(filter(None, (text(each) for each in value)))
        )
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    return str(value or "").strip()


def types_of(line: VObject) -> set[str]:
    """Return the types of a property in small letters, of every version: TYPE=HOME,FAX or bare
    HOME;FAX.
    """
    params = getattr(line, "params", {})
    found = {
        each
        for value in params.get("TYPE", ())
        for each in str(value).lower().replace('"', "").split(",")
    }
    return found | {name.lower() for name in getattr(line, "singletonparams", ())}
