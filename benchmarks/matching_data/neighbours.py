"""Pairs as real books have them and generated books have not: strangers under one roof, families,
firms that differ by a number, and one party that changed its name, its place or its script.

Each kind is a function of a firm or person and dice; none knows the pairs by hand that the model is
tested on.
"""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.matching_data.firms import Maker

Values = dict[str, str]


class Pair(NamedTuple):
    """Two records, and whether they are one party in truth."""

    is_same: bool
    one: Values
    other: Values


_SHARED = ("address", "post_code", "city", "country_code", "phone_no")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_SEVERAL = (
    "Comunidad de Propietarios",
    "Residencial",
    "Parque Solar",
    "School",
    "Fondo",
    "Lodge",
    "Nave",
)
_PLACES = (
    "Norte",
    "Sur",
    "Centro",
    "Playa",
    "Madrid",
    "Valencia",
    "Toledo",
    "North",
    "South",
    "Berlin",
)
_PARTS = ("Facultad de", "Departamento de", "Oficina", "Delegación", "Office", "Department of")
_SUBJECTS = ("Física", "Química", "Derecho", "Letras", "Medicina", "Historia", "Law", "Biology")


def neighbours(count: int, seed: int) -> Iterator[Pair]:
    """Return so many pairs, as many of one party as of two; the same for the same seed."""
    dice = random.Random(seed)
    makers = [Maker(dice, ""), Maker(dice, "anglo")]
    for number in range(count):
        maker = makers[number % 2]
        kinds = _SAME if dice.random() < 0.5 else _OTHER
        yield dice.choice(kinds)(maker, dice)


def _firm(maker: Maker) -> Values:
    while (values := maker.party()).get("type") != "company":
        pass
    return dict(values)  # the maker keeps its own


def _words(maker: Maker, dice: random.Random) -> tuple[list[str], list[str]]:
    code = dice.choices(maker.codes, maker.weights)[0]
    return maker.words[code]["first"], maker.words[code]["surnames"]


def _person(maker: Maker, dice: random.Random, first: str = "", last: str = "") -> Values:
    firsts, surnames = _words(maker, dice)
    home = maker.party()
    values = {name: home[name] for name in _SHARED if home.get(name)}
    name = f"{first or dice.choice(firsts)} {last or ' '.join(dice.sample(surnames, 2))}"
    return {**values, "type": "person", "name": name}


def _sharing(one: Values, other: Values, dice: random.Random) -> Values:
    """Return another with the roof of one, and often its telephone and e-mail."""
    names = ["address", "post_code", "city", "country_code"]
    names += [n for n in ("phone_no", "email") if dice.random() < 0.6]
    kept = {n: v for n, v in other.items() if n in ("type", "name", "vat_registration_no", "email")}
    return {**kept, **{n: one[n] for n in names if one.get(n)}}


def _business_centre(maker: Maker, dice: random.Random) -> Pair:
    one = _firm(maker)
    return Pair(False, one, _sharing(one, _firm(maker), dice))


def _accountant(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    for name in dice.choice((("phone_no",), ("email",), ("phone_no", "email"))):
        one[name] = other[name] = one.get(name) or "asesoria@gestion.es"
        if name == "phone_no":
            one[name] = other[name] = f"9{dice.randrange(10**7, 10**8)}"
    return Pair(False, one, other)


def _family(maker: Maker, dice: random.Random) -> Pair:
    firsts, surnames = _words(maker, dice)
    last = " ".join(dice.sample(surnames, dice.choice((1, 2))))
    first, second = dice.sample(firsts, 2)
    one = _person(maker, dice, first, last)
    other = {**one, "name": f"{second} {last}"}
    if dice.random() < 0.3:
        other.pop("phone_no", None)
    return Pair(False, one, other)


def _couple(maker: Maker, dice: random.Random) -> Pair:
    one, other = _person(maker, dice), _person(maker, dice)
    return Pair(False, one, _sharing(one, other, dice))


def _namesake(maker: Maker, dice: random.Random) -> Pair:
    one, other = _person(maker, dice), _person(maker, dice)
    if dice.random() < 0.6:  # of whom little is known
        one, other = ({**_little(each)} for each in (one, other))
    return Pair(False, one, {**other, "name": one["name"]})


def _little(values: Values) -> Values:
    return {n: v for n, v in values.items() if n in ("type", "name", "post_code", "city")}


def _one_surname(maker: Maker, dice: random.Random) -> Pair:
    _firsts, surnames = _words(maker, dice)
    last = dice.choice(surnames)
    one, other = _person(maker, dice, "", last), _person(maker, dice, "", last)
    kept = {n: one[n] for n in ("post_code", "city", "country_code") if one.get(n)}
    if dice.random() < 0.5 and one.get("address"):
        kept["address"] = f"{one['address'].rstrip('0123456789 ')} {dice.randrange(1, 90)}"
    return Pair(False, one, {**other, **kept})


def _generations(maker: Maker, dice: random.Random) -> Pair:
    one = _person(maker, dice)
    older, younger = dice.sample(("Sr", "Jr", "Jr.", "III", "II", ""), 2)
    other = {**one, "name": f"{one['name']} {younger}".strip()}
    return Pair(False, {**one, "name": f"{one['name']} {older}".strip()}, other)


def _numbered(maker: Maker, dice: random.Random) -> Pair:
    one = _firm(maker)
    name = one["name"] if dice.random() < 0.5 else f"{dice.choice(_SEVERAL)} {one['name']}"
    numbers = dice.sample(_ROMAN if dice.random() < 0.5 else [str(n) for n in range(1, 60)], 2)
    first, second = (f"{name} {number}" for number in numbers)
    other = _sharing(one, one, dice)
    other.pop("vat_registration_no", None)
    if dice.random() < 0.3:  # each in its own house
        street = one.get("address", "Calle Mayor 1").rstrip("0123456789 ")
        one["address"], other["address"] = (f"{street} {number}" for number in numbers)
    one.pop("vat_registration_no", None)
    return Pair(False, {**one, "name": first}, {**other, "name": second})


def _branches(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    shared = {n: one[n] for n in ("email", "home_page") if one.get(n) and dice.random() < 0.5}
    names = dice.choice(((one["name"], one["name"]), tuple(dice.sample(_PLACES, 2))))
    if names[0] != one["name"]:
        names = tuple(f"{one['name']} {place}" for place in names)
    for each in (one, other):
        each.pop("vat_registration_no", None)
    return Pair(False, {**one, "name": names[0]}, {**other, **shared, "name": names[1]})


def _branches_in_town(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    kept = {n: one[n] for n in ("name", "city", "country_code") if one.get(n)}
    for each in (one, other):
        each.pop("vat_registration_no", None)
        each["address"] = each.get("address") or f"Calle Nueva {dice.randrange(90)}"
        if dice.random() < 0.5:
            each.pop("phone_no", None)
            each.pop("mobile_phone_no", None)
            each.pop("email", None)
    return Pair(False, one, {**other, **kept})


def _parts_of_one(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    part = dice.choice(_PARTS)
    names = (f"{one['name']} - {part} {each}" for each in dice.sample(_SUBJECTS, 2))
    kept = {n: one[n] for n in ("city", "country_code", "phone_no", "post_code") if one.get(n)}
    for each in (one, other):
        each.pop("vat_registration_no", None)
    first, second = names
    return Pair(False, {**one, "name": first}, {**other, **kept, "name": second})


def _sisters(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    shared = one["name"].split()[-1] if len(one["name"].split()[-1]) > 3 else one["name"].split()[0]
    made = _sharing(one, other, dice)
    made["name"] = f"{shared} {other['name']}"
    numbers = [f"B{dice.randrange(10**7, 10**8)}" for _each in range(2)]
    if dice.random() < 0.7:
        one["vat_registration_no"], made["vat_registration_no"] = numbers
    else:
        one.pop("vat_registration_no", None)
        made.pop("vat_registration_no", None)
    return Pair(False, one, made)


def _other_vat(maker: Maker, dice: random.Random) -> Pair:
    one = _firm(maker)
    number = dice.randrange(10**6, 10**7)
    other = {**one, "name": f"{one['name']} {dice.choice(('Dos', 'Gestión', 'Hermanos', 'Group'))}"}
    one["vat_registration_no"], other["vat_registration_no"] = (
        f"B{number}0",
        f"B{number + dice.choice((1, 90, 17))}8",
    )
    return Pair(False, one, other)


def _firm_and_employee(maker: Maker, dice: random.Random) -> Pair:
    one = _firm(maker)
    _firsts, surnames = _words(maker, dice)
    last = dice.choice(surnames)
    if dice.random() < 0.6:
        one["name"] = f"{one['name'].split()[0]} {last}"
    person = _person(maker, dice, "", f"{last} {dice.choice(surnames)}")
    return Pair(False, one, {**_sharing(one, person, dice), "type": "person"})


def _same_trade(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    trade = one["name"].split()[0]
    kept = {n: one[n] for n in ("city", "country_code", "post_code") if one.get(n)}
    return Pair(False, one, {**other, **kept, "name": f"{trade} {other['name'].split()[-1]}"})


def _renamed(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    one["vat_registration_no"] = f"B{dice.randrange(10**7, 10**8)}"
    kept = {n: one[n] for n in ("address", "post_code", "city", "country_code") if one.get(n)}
    if dice.random() < 0.5 and one.get("phone_no"):
        kept["phone_no"] = one["phone_no"]
    if dice.random() < 0.2:
        other["type"] = "person"
    name = {"type": other["type"], "name": other["name"]}
    return Pair(True, one, {**name, **kept, "vat_registration_no": one["vat_registration_no"]})


def _moved(maker: Maker, dice: random.Random) -> Pair:
    one = _firm(maker) if dice.random() < 0.5 else _person(maker, dice)
    other = _firm(maker)
    one["email"] = one.get("email") or f"{dice.randrange(10**6)}@gmail.com"
    one["mobile_phone_no"] = f"6{dice.randrange(10**7, 10**8)}"
    kept = {n: one[n] for n in ("type", "name", "email", "mobile_phone_no") if one.get(n)}
    place = {n: other[n] for n in ("address", "post_code", "city", "country_code") if other.get(n)}
    if one["type"] == "person" and dice.random() < 0.5:
        kept["name"] = " ".join(one["name"].split()[:-1]) or one["name"]
    if dice.random() < 0.4:
        kept.pop(dice.choice(("email", "mobile_phone_no")))
    return Pair(True, one, {**kept, **place})


def _new_numbers(maker: Maker, dice: random.Random) -> Pair:
    one, other = _firm(maker), _firm(maker)
    new = {n: other[n] for n in ("phone_no", "email") if other.get(n)}
    kept = {
        n: v
        for n, v in one.items()
        if n not in ("phone_no", "email", "mobile_phone_no", "vat_registration_no")
    }
    return Pair(True, one, {**kept, **new})


def _married(maker: Maker, dice: random.Random) -> Pair:
    firsts, surnames = _words(maker, dice)
    first, (old, new) = dice.choice(firsts), dice.sample(surnames, 2)
    one = _person(maker, dice, first, old)
    one["mobile_phone_no"] = f"6{dice.randrange(10**7, 10**8)}"
    if dice.random() < 0.7:
        one["email"] = f"{first.split()[0].lower()}.{old.lower()}@web.de"
    return Pair(True, one, {**one, "name": f"{first} {new}"})


def _fewer_surnames(maker: Maker, dice: random.Random) -> Pair:
    one = _person(maker, dice)
    names = one["name"].split()
    other = {
        n: one[n] for n in ("type", "address", "post_code", "city", "country_code") if one.get(n)
    }
    if dice.random() < 0.5:
        short = " ".join(names[:-1]) if len(names) > 2 else one["name"]
    else:
        short = f"{names[0][0]}. {' '.join(names[1:])}"
    if dice.random() < 0.3:
        other.pop("address", None)
        other["phone_no"] = one.get("phone_no", "")
    return Pair(True, one, {**other, "name": short})


def _other_script(maker: Maker, dice: random.Random) -> Pair:
    one = _firm(maker)
    other = {"type": "company", "country_code": one.get("country_code", "")}
    one["email"] = one.get("email") or f"info{dice.randrange(9999)}@{dice.randrange(9999)}trade.com"
    for name in dice.choice((("phone_no", "email"), ("phone_no",), ("email",))):
        other[name] = one.get(name) or one["email"]
    if dice.random() < 0.5 and one.get("post_code"):
        other["post_code"] = one["post_code"]
    signs = "شركةالنورللتجارةوالمقاولات" if dice.random() < 0.5 else "华兴技术强电子贸易发展科"
    name = " ".join("".join(dice.choices(signs, k=dice.randrange(2, 5))) for _each in range(2))
    return Pair(True, one, {**other, "name": name})


def _what_it_does(maker: Maker, dice: random.Random) -> Pair:
    one = _firm(maker)
    words = one["name"].split()
    short = " ".join(words[1:]) if len(words) > 1 else one["name"]
    other = {
        n: v
        for n, v in one.items()
        if n in ("type", "address", "post_code", "city", "country_code")
    }
    if dice.random() < 0.4 and one.get("phone_no"):
        other["phone_no"] = one["phone_no"]
    return Pair(True, one, {**other, "name": short})


_OTHER: tuple[Callable[[Maker, random.Random], Pair], ...] = (
    _business_centre, _accountant, _family, _couple, _namesake, _one_surname, _generations, _numbered, _numbered,
    _branches, _branches_in_town, _parts_of_one, _sisters, _other_vat, _firm_and_employee, _same_trade,
)  # fmt: skip
_SAME: tuple[Callable[[Maker, random.Random], Pair], ...] = (
    _renamed, _moved, _new_numbers, _married, _fewer_surnames, _other_script, _what_it_does,
)  # fmt: skip
