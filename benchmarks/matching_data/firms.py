"""A generated book of firms and people in which some stand twice or three times, as people would
write them again.
"""

import random
from typing import NamedTuple

from benchmarks.matching_data.damage import damaged
from benchmarks.matching_data.words import COUNTRIES


class Entry(NamedTuple):
    """A record: its key, whose it is in truth, its values by our fields."""

    no: int
    party: int
    values: dict[str, str]


def firms(count: int, seed: int, flavour: str = "") -> list[Entry]:
    """Return a book of so many records, about three in ten of them second ones; the same for the
    same seed.

    With the flavour "anglo", firms are British and American, and what is written twice is damaged
    otherwise.
    """
    dice = random.Random(seed)
    maker = Maker(dice, flavour)
    entries: list[Entry] = []
    party = 0
    while len(entries) < count:
        party += 1
        values = maker.party()
        entries.append(Entry(len(entries) + 1, party, values))
        for _again in range(dice.choices((0, 1, 2), (58, 36, 6))[0]):
            if len(entries) < count:
                entries.append(Entry(len(entries) + 1, party, damaged(values, dice, flavour)))
    dice.shuffle(entries)
    return [Entry(number, each.party, each.values) for number, each in enumerate(entries, 1)]


class Maker:
    """Makes parties: most are new, some are like one before without being it."""

    def __init__(self, dice: random.Random, flavour: str) -> None:
        self.dice = dice
        codes = [code for code in COUNTRIES if flavour != "anglo" or code in ("GB", "US")]
        self.codes, self.weights = codes, [COUNTRIES[code]["weight"] for code in codes]
        self.words = {
            code: {
                name: text.split("|")
                for name, text in COUNTRIES[code].items()
                if isinstance(text, str)
            }
            for code in codes
        }
        self.recent: list[dict[str, str]] = []

    def party(self) -> dict[str, str]:
        """Return the values of a party that nobody has yet."""
        values = self._new()
        if self.recent and self.dice.random() < 0.12:
            values = self._like(values, self.dice.choice(self.recent))
        self.recent = [*self.recent[-200:], values]
        return values

    def _new(self) -> dict[str, str]:
        dice = self.dice
        code = dice.choices(self.codes, self.weights)[0]
        words, info = self.words[code], COUNTRIES[code]
        city, _colon, start = dice.choice(words["cities"]).partition(":")
        post = start + "".join(dice.choices("0123456789", k=info["post"] - len(start)))
        street = f"{dice.choice(words['streets'])} {dice.randint(1, 180)}"
        is_person = dice.random() < 0.15
        name = self._person(words) if is_person else self._firm(words, city)
        slug = "".join(char for char in name.lower() if char.isascii() and char.isalnum())[
            :18
        ] + str(dice.randint(1, 999))
        values = {
            "type": "person" if is_person else "company",
            "name": name,
            "address": street if dice.random() < 0.87 else "",
            "post_code": post if dice.random() < 0.85 else "",
            "city": city if dice.random() < 0.92 else "",
            "country_code": code,
            "phone_no": self._number(info["phone"]) if dice.random() < 0.75 else "",
            "mobile_phone_no": self._number(info["mobile"]) if dice.random() < 0.25 else "",
            "vat_registration_no": self._number(info["vat"])
            if dice.random() < (0.2 if is_person else 0.55)
            else "",
            "registration_no": self._number("{d8}") if dice.random() < 0.06 else "",
        }
        box = dice.choice(("info", "ventas", "office", "contact", name.split()[0].lower()))
        domain = f"{slug}.{info['tld']}" if dice.random() < 0.75 else "gmail.com"
        box = slug if domain == "gmail.com" else box
        values["email"] = f"{box}@{domain}" if dice.random() < 0.6 else ""
        values["home_page"] = (
            f"https://www.{domain}" if dice.random() < 0.25 and domain != "gmail.com" else ""
        )
        return values

    def _person(self, words: dict[str, list[str]]) -> str:
        surnames = self.dice.sample(words["surnames"], 2)
        return " ".join(
            [
                self.dice.choice(words["first"]),
                *(surnames if "García" in words["surnames"] else surnames[:1]),
            ]
        )

    def _firm(self, words: dict[str, list[str]], city: str) -> str:
        dice = self.dice
        middle = dice.choice(
            (
                dice.choice(words["surnames"]),
                " ".join(dice.sample(words["surnames"], 2)),
                f"{dice.choice(words['first'])} {dice.choice(words['surnames'])}",
                f"{dice.choice(words['surnames'])} {city}",
                "".join(
                    dice.choices("BCDFGLMNPRSTV", k=1)
                    + dice.choices("aeiou", k=1)
                    + dice.choices("bcdfglmnprstv", k=1)
                )
                + dice.choice(("tec", "sa", "plus", "net", "gal", "ibérica", "nova", "mar")),
            )
        )
        return f"{dice.choice(words['trades'])} {middle} {dice.choice(words['forms'])}"

    def _number(self, pattern: str) -> str:
        for size in range(3, 12):
            while f"{{d{size}}}" in pattern:
                digits = "".join(self.dice.choices("0123456789", k=size))
                pattern = pattern.replace(f"{{d{size}}}", digits, 1)
        return pattern

    def _like(self, values: dict[str, str], other: dict[str, str]) -> dict[str, str]:
        """Return another party that looks like one: a branch, a neighbour, a client of the same
        accountant.
        """
        way = self.dice.randrange(4)
        if way == 0:  # the same name in another city: a chain's branch, or mere chance
            return {**values, "type": other["type"], "name": other["name"]}
        if way == 1:  # somebody else at the same address and telephone
            shared = ("address", "post_code", "city", "country_code", "phone_no")
            return {**values, **{name: other[name] for name in shared}}
        if way == 2:  # the same accountant's e-mail
            return {**values, "email": other["email"]}
        return {
            **values,
            "name": f"{values['name'].split()[0]} {' '.join(other['name'].split()[1:])}",
            "city": other["city"],
        }
