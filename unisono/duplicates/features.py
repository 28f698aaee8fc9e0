"""What of a record is compared, and by which keys records meet at all. Pure."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from unisono.cards.fields import SHARED
from unisono.cards.phones import e164_digits, without_calling_code
from unisono.common.borders import Given
from unisono.common.text import digits_of, squeezed
from unisono.duplicates.compared_names import COMMON, plain, sound_of, words_of

# What is compared, in the order in which `features_from` takes it, and the fields that say it: of
# several the first.
_SUBJECTS = (
    "name", "street", "post_code", "city", "country", "phone", "mobile", "email", "page", "vat", "registration",
)  # fmt: skip
_SAID_BY = (
    ("type",),
    *(tuple(field.name for field in SHARED if field.compared == subject) for subject in _SUBJECTS),
    ("iban",),
)
# The values of a record that features are made of; `search_text` may bring phone numbers in E.164.
READ = tuple(name for names in _SAID_BY for name in names)
_FREE_MAIL = frozenset(
    "gmail googlemail hotmail outlook live msn yahoo ymail icloud me mac aol gmx web t-online "
    "freenet posteo proton protonmail mail email zoho yandex qq 163 126 sina naver wanadoo orange "
    "free laposte sfr libero virgilio alice tiscali terra telefonica ono movistar sapo clix "
    "btinternet sky virginmedia ntlworld comcast verizon att ziggo kpnmail planet xs4all wp onet "
    "interia o2 bluewin hotmail".split()
)
_WAYS = {
    "calle": "", "c": "", "cl": "", "cll": "", "carrer": "", "rua": "", "r": "", "rue": "", "via": "", "avenida": "av",
    "avda": "av", "avd": "av", "ave": "av", "avenue": "av", "avinguda": "av", "plaza": "pl", "plz": "pl", "pza": "pl",
    "plza": "pl", "platz": "pl", "place": "pl", "piazza": "pl", "pzza": "pl", "paseo": "ps", "po": "ps", "pso": "ps",
    "passeig": "ps", "carretera": "ctra", "crta": "ctra", "poligono": "pol", "pg": "pol", "urbanizacion": "urb",
    "street": "st", "road": "rd", "lane": "ln", "drive": "dr", "court": "ct", "square": "sq", "boulevard": "bd",
    "bvd": "bd", "blvd": "bd", "corso": "cso", "strasse": "str", "straat": "str", "no": "", "num": "", "numero": "",
    "nr": "", "n": "", "piso": "", "planta": "", "esc": "", "bajo": "", "izq": "", "dcha": "", "puerta": "",
    "floor": "",
    "suite": "", "apt": "", "flat": "", "unit": "", "de": "", "del": "", "la": "", "el": "", "los": "", "las": "",
    "the": "", "des": "", "du": "", "di": "", "der": "", "den": "",
}  # fmt: skip


class Features(NamedTuple):
    """A record as it is compared: small ASCII texts, "" where it says nothing."""

    type: str
    name: str
    words: str
    first: str
    second: str
    phone: str
    mobile: str
    email: str
    other_email: str
    domain: str
    vat: str
    registration: str
    iban: str
    street: str
    house: str
    post_code: str
    city: str


def features_of(values: Given) -> Features:
    """Return the features of a record's values; fields that are missing are blank."""
    return features_from(*texts_of(values))


def texts_of(values: Given) -> list[str]:
    """Return what features are made of, as `features_from` takes it."""
    get = values.get
    return [get(name) or (more and _first(get, more)) or "" for name, *more in _TEXTS]


_TEXTS = (*_SAID_BY, ("search_text",))


def _first(get: Callable[[str], Any], names: Sequence[str]) -> str:
    return next((text for name in names if (text := get(name))), "")


def features_from(
    type_: str,
    name: str,
    address: str,
    post_code: str,
    city: str,
    country: str,
    phone: str,
    mobile: str,
    email: str,
    page: str,
    vat: str,
    registration: str,
    iban: str,
    known: str,
) -> Features:
    """Return the features of a record's texts, in the order of `texts_of`."""
    words = words_of(name)
    first, second = _most_telling(words)
    email, _sign, other = email.lower().partition(";") if email else ("", "", "")
    email = email.strip()
    street, house = street_of(address) if address else ("", "")
    return Features(
        type_,
        " ".join(words),
        " ".join(sorted(words)),
        first,
        second,
        phone_of(phone, country, known) if phone else "",
        phone_of(mobile, country, known) if mobile else "",
        email,
        other.partition(";")[0].strip(),
        domain_of(email, page),
        vat_of(vat, country) if vat else "",
        squeezed(registration) if registration else "",
        squeezed(iban) if iban else "",
        street,
        house,
        _close(post_code),
        _close(city),
    )


def _most_telling(words: list[str]) -> tuple[str, str]:
    """Return the two words of a name that tell most: one that many firms have is the last, else the
    longest first.
    """
    first = second = ""
    best = next_best = -1
    for word in words:
        tells = len(word) if word in COMMON else 100 + len(word)
        if tells > best:
            first, second, best, next_best = word, first, tells, best
        elif tells > next_best:
            second, next_best = word, tells
    return first, second


def phone_of(phone: str, country: str, known: str = "") -> str:
    """Return a phone's national digits, the last nine: the same whether its country is written
    before it or not.

    Taken from E.164 where the number is valid; `known` is a search text, which has such lines and
    spares the parsing.
    """
    digits = digits_of(phone)
    if len(digits) < 6:
        return ""
    if phone.startswith(("+", "00")):
        digits = without_calling_code(digits.lstrip("0"))
    elif own := _line_of(known, digits.lstrip("0")) if known else e164_digits(phone, country):
        digits = without_calling_code(own)
    return digits.lstrip("0")[-_TELLING_DIGITS:]


_TELLING_DIGITS = 9  # the last ones of a phone number: codes of countries are written or left out


def _line_of(known: str, digits: str) -> str:
    """Return the digits of the line in E.164 that ends with these, "" for none."""
    if "\n+" in known:
        for line in known.split("\n+")[1:]:
            if (line := line.partition("\n")[0]).endswith(digits):
                return line
    return ""


def domain_of(email: str, home_page: str) -> str:
    """Return the firm's own domain, of its e-mail or else its page; "" for those that everybody
    has.
    """
    for text in (email.rpartition("@")[2], _host(home_page)):
        if "." in text and text.split(".")[-2 if text.count(".") < 2 else 0] not in _FREE_MAIL:
            return text
    return ""


def _host(page: str) -> str:
    if not page:
        return ""
    return page.lower().rpartition("//")[2].partition("/")[0].partition(":")[0].removeprefix("www.")


def vat_of(number: str, country: str) -> str:
    """Return a VAT number's letters and digits without the country before it: some write it, some
    do not.
    """
    text = squeezed(number)
    prefix = text[:2]
    if len(text) > 8 and prefix.isalpha() and (prefix == country.lower() or prefix in VAT_PREFIXES):
        return text[2:]
    return text


# What a VAT number may begin with: its country, Greece as EL.
VAT_PREFIXES = frozenset(
    (
        "at be bg cy cz de dk ee el es fi fr gb hr hu ie it lt lu lv mt nl pl pt ro se si sk ch no "
        "tr"
    ).split()
)


def street_of(address: str) -> tuple[str, str]:
    """Return a street without its kind, floor and door, and the number of the house."""
    words: list[str] = []
    house = ""
    for word in plain(address).split():
        if not word.isalpha() and any(map(str.isdecimal, word)):
            house = house or "".join(filter(str.isalnum, word)).lstrip("0")
        else:
            written = _WAYS.get(word, word)
            if written.endswith("strasse"):
                written = written[:-7] + "str"
            if written and not (house and words and len(written) == 1):
                words.append(written)
    return " ".join(words), house


@lru_cache(maxsize=16384)  # places are few
def _close(text: str) -> str:
    return plain(text).replace(" ", "")


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
    first_place: str
    sound_city: str
    sounds: str
    house_place: str
    start: str


def keys_of(each: Features) -> Keys:
    """Return the keys of a record's features."""
    first, second = sound_of(each.first), sound_of(each.second)
    place = each.post_code or each.city
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
        f"{each.words}|{each.city or place}" if each.words and place else "",
        f"{each.first[:4]}|{place}" if each.first and place else "",
        f"{first}|{each.city}" if first and each.city else "",
        "|".join(sorted((first, second))) if first and second else "",
        f"{each.street[:5]}|{each.house}|{place}" if each.street and place else "",
        each.name.replace(" ", "")[:9] if len(each.name) > 8 else "",
    )


# Keys that are features as they are; they stand first.
AS_FEATURES = (
    "vat",
    "registration",
    "iban",
    "phone",
    "mobile",
    "email",
    "other_email",
    "domain",
    "words",
)
# How many records may share a key: more share something that tells nobody apart. What identifies
# may be shared by a few dozen, such as a switchboard; words and places by few, or a million records
# make a hundred million pairs.
_IDENTIFYING = frozenset(["vat", "registration", "iban", "phone", "mobile", "email", "other_email"])
MOST_ALIKE: dict[str, int] = {name: 50 if name in _IDENTIFYING else 12 for name in Keys._fields}
# Kinds of key that name the same thing: a phone meets a mobile phone.
ALIKE = {"mobile": "phone", "other_email": "email"}
