"""By which keys records meet at all. Pure."""

from typing import NamedTuple

from unisono.duplicates.compared_names import sound_of
from unisono.duplicates.features import Features


class Keys(NamedTuple):
    """What two records must share, one of these at least, to be compared; "" meets nobody."""

    vat: str
    registration: str
    iban: str
    phone: str
    mobile: str
    email: str
    other_email: str
    domain: str
    words: str
    words_place: str
    words_house: str
    first_place: str
    sound_city: str
    other_sound_city: str
    sound_post: str
    other_sound_post: str
    sounds: str
    house_place: str
    street_house: str
    sound_house: str
    start: str


def keys_of(each: Features) -> Keys:
    """Return the keys of a record's features."""
    first, second = sound_of(each.first), sound_of(each.second)
    # Of firms, too many sound alike in one town.
    city = "" if each.type == "company" else each.city
    place, start = each.post_code or each.city, each.street.replace(" ", "")[:5]
    return Keys(
        each.vat,
        each.registration,
        each.iban,
        each.phone,
        each.mobile,
        each.email,
        each.other_email,
        each.domain,
        each.words,
        _both(each.words, each.city or place),
        _both(each.words, each.house),
        _both(each.first[:4], place),
        _both(first, city),
        _both(second, city),
        _both(first, each.post_code),
        _both(second, each.post_code),
        "|".join(sorted((first, second))) if first and second else "",
        f"{start}|{each.house}|{place}" if start and place else "",
        _both(start, each.house),
        _both(first, each.house),
        each.name.replace(" ", "")[:9] if len(each.name) > 8 else "",
    )


def _both(one: str, other: str) -> str:
    """Return two texts as one key, "" where one of them is not said."""
    return f"{one}|{other}" if one and other else ""


# Copies of one record that meet by every key; further ones meet copies beside them alone, or a
# thousand of one would make half a million pairs.
COPIES = 50
# How many records that differ may share a key: more share something that tells nobody apart. What
# identifies, and what says much together, may be shared by a few dozen, such as a switchboard;
# words and places by few, or a million records make a hundred million pairs.
_MANY, _FEW = 50, 20
_TELLING = frozenset(
    "vat registration iban phone mobile email other_email words_place words_house "
    "house_place".split()
)
MOST_ALIKE: dict[str, int] = {name: _MANY if name in _TELLING else _FEW for name in Keys._fields}
# What a kind of key is about, for whoever is told that too many share it; the others are words with
# a place.
ABOUT = {
    "vat": "number",
    "registration": "number",
    "iban": "number",
    "phone": "phone",
    "email": "email",
    "domain": "email",
    "words": "name",
    "words_place": "name",
}
# Kinds of key that name the same thing: a phone meets a mobile phone.
ALIKE = {
    "mobile": "phone",
    "other_email": "email",
    "other_sound_city": "sound_city",
    "other_sound_post": "sound_post",
}
