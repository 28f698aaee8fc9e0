"""How people write a party a second time: other forms, slips, moves, gaps."""

import random
import re
import unicodedata
from collections.abc import Callable

from benchmarks.matching_data.words import OTHER_NAMES

_FORMS = (
    "S.L.",
    "SL",
    "S.A.",
    "SA",
    "S.L.U.",
    "GmbH",
    "AG",
    "SARL",
    "SAS",
    "S.r.l.",
    "Ltd",
    "Limited",
    "Inc.",
    "LLC",
)
_SHORT = {
    "Hermanos": "Hnos.", "Construcciones": "Constr.", "Talleres": "Tall.", "Transportes": "Transp.", "Calle": "C/",
    "Avenida": "Avda.", "Plaza": "Pza.", "straße": "str.", "Street": "St", "Road": "Rd", "Avenue": "Ave",
    "Distribuciones": "Distrib.", "Inmobiliaria": "Inmob.", "Limited": "Ltd", "avenue": "av.", "boulevard": "bd",
    " y ": " & ", " und ": " & ", "Polígono Industrial": "P.I.", "Fernández": "Fdez.", "González": "Glez.",
}  # fmt: skip
_SOUNDS = (
    ("b", "v"),
    ("v", "b"),
    ("y", "i"),
    ("ll", "y"),
    ("ei", "ie"),
    ("c", "k"),
    ("z", "s"),
    ("ph", "f"),
    ("h", ""),
)
Values = dict[str, str]


def damaged(values: Values, dice: random.Random, flavour: str = "") -> Values:
    """Return the values of a party as somebody else wrote them down."""
    found = dict(values)
    if values["type"] == "company" and dice.random() < 0.45:
        found["name"] = _other_form(found["name"], dice)
    ways, weights = zip(*_WAYS, strict=True)
    if flavour == "anglo":
        weights = tuple(reversed(weights))
    for way in dice.choices(ways, weights, k=dice.choices((1, 2, 3, 4, 5), (30, 32, 22, 11, 5))[0]):
        way(found, dice)
    for name in ("phone_no", "mobile_phone_no"):
        found[name] = _other_notation(found[name], dice)
    for name in (
        "email",
        "phone_no",
        "vat_registration_no",
        "address",
        "post_code",
        "home_page",
        "country_code",
    ):
        if dice.random() < 0.15:
            found[name] = ""
    return found


def _other_form(name: str, dice: random.Random) -> str:
    words = name.split()
    tail = next((size for size in (4, 3, 2, 1) if " ".join(words[-size:]) in _ENDINGS), 0)
    return (
        " ".join(words[:-tail] + ([] if dice.random() < 0.5 else [dice.choice(_FORMS)]))
        if tail
        else name
    )


_ENDINGS = frozenset(
    [
        "S.Coop.",
        "C.B.",
        "GmbH & Co. KG",
        "e.K.",
        "OHG",
        "UG",
        "EURL",
        "SNC",
        "S.p.A.",
        "S.n.c.",
        "S.a.s.",
        "PLC",
        "LLP",
    ]
) | frozenset([*_FORMS, "& Sons Ltd", "Corp.", "Co.", "Sp. z o.o."])


def _slip(text: str, dice: random.Random) -> str:
    if len(text) < 5:
        return text
    place = dice.randrange(1, len(text) - 1)
    way = dice.randrange(5)
    if way == 0:
        return text[:place] + text[place + 1 :]
    if way == 1:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if way == 2:
        return text[:place] + text[place] + text[place:]
    if way == 3:
        return text[:place] + dice.choice("abcdefghijklmnoprstuvz") + text[place + 1 :]
    old, new = dice.choice(_SOUNDS)
    return text.replace(old, new, 1)


def _slip_in_name(values: Values, dice: random.Random) -> None:
    values["name"] = _slip(values["name"], dice)


def _slip_in_street(values: Values, dice: random.Random) -> None:
    values["address"] = _slip(values["address"], dice)


def _no_accents(values: Values, dice: random.Random) -> None:
    for name in ("name", "address", "city"):
        values[name] = "".join(
            c for c in unicodedata.normalize("NFKD", values[name]) if not unicodedata.combining(c)
        )


def _capitals(values: Values, dice: random.Random) -> None:
    for name in ("name", "address", "city"):
        values[name] = values[name].upper()


def _short_words(values: Values, dice: random.Random) -> None:
    for long, short in _SHORT.items():
        values["name"], values["address"] = (
            values["name"].replace(long, short),
            values["address"].replace(long, short),
        )


def _word_order(values: Values, dice: random.Random) -> None:
    words = values["name"].split()
    if len(words) > 2:
        values["name"] = (
            " ".join([*words[1:], words[0]])
            if values["type"] == "company"
            else f"{words[-1]}, {' '.join(words[:-1])}"
        )


def _fewer_words(values: Values, dice: random.Random) -> None:
    words = values["name"].split()
    if len(words) > 2:
        del words[dice.randrange(1, len(words))]
        values["name"] = " ".join(words)


def _moved(values: Values, dice: random.Random) -> None:
    values["address"] = (
        f"{dice.choice(('Calle Nueva', 'Calle Ancha', 'Hauptstraße', 'Mill Lane', 'rue Neuve'))} "
        f"{dice.randint(1, 99)}"
    )


def _floor(values: Values, dice: random.Random) -> None:
    if values["address"]:
        values["address"] += dice.choice((", 2º B", " bajo", ", 3. OG", ", Flat 4", " 1º izq."))


def _other_city(values: Values, dice: random.Random) -> None:
    values["city"] = OTHER_NAMES.get(values["city"], values["city"])


def _post_slip(values: Values, dice: random.Random) -> None:
    code = values["post_code"]
    if len(code) > 3:
        place = dice.randrange(len(code))
        values["post_code"] = code[:place] + dice.choice("0123456789") + code[place + 1 :]


def _other_phone(values: Values, dice: random.Random) -> None:
    values["phone_no"] = re.sub(
        r"\d{4}$", lambda _m: f"{dice.randrange(10_000):04}", values["phone_no"]
    )


def _swapped_phones(values: Values, dice: random.Random) -> None:
    values["phone_no"], values["mobile_phone_no"] = values["mobile_phone_no"], values["phone_no"]


def _other_box(values: Values, dice: random.Random) -> None:
    box, at, domain = values["email"].partition("@")
    if at:
        values["email"] = (
            f"{dice.choice(('admin', 'hola', 'compras', 'mail', 'jperez'))}@{domain}"
            if domain != "gmail.com"
            else f"{box}1@{domain}"
        )


def _vat_notation(values: Values, dice: random.Random) -> None:
    number = values["vat_registration_no"]
    if number:
        values["vat_registration_no"] = (
            number[2:] if dice.random() < 0.6 else f"{number[:3]}-{number[3:]}"
        )


def _vat_slip(values: Values, dice: random.Random) -> None:
    values["vat_registration_no"] = (
        _slip(values["vat_registration_no"], dice)
        if dice.random() < 0.4
        else values["vat_registration_no"]
    )


def _other_notation(phone: str, dice: random.Random) -> str:
    way = dice.randrange(4)
    if not phone or way == 0:
        return phone
    if way == 1:
        return phone.replace("+", "00").replace(" ", "")
    country, _blank, rest = phone.partition(" ")
    digits = re.sub(r"\D", "", rest)
    national = (
        digits if country in ("+34", "+48", "+39") else digits if country == "+1" else f"0{digits}"
    )
    return (
        national
        if way == 2
        else " ".join(national[at : at + 3] for at in range(0, len(national), 3))
    )


_WAYS: tuple[tuple[Callable[[Values, random.Random], None], int], ...] = (
    (_slip_in_name, 16), (_no_accents, 10), (_capitals, 8), (_short_words, 12), (_word_order, 5), (_fewer_words, 6),
    (_slip_in_street, 8), (_floor, 7), (_moved, 3), (_other_city, 5), (_post_slip, 4), (_other_phone, 4),
    (_swapped_phones, 3), (_other_box, 8), (_vat_notation, 12), (_vat_slip, 2),
)  # fmt: skip
