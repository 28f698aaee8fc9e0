"""What of a record is compared. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

from unisono.cards.fields import SHARED
from unisono.cards.phones import e164_digits, without_calling_code
from unisono.common.borders import Given
from unisono.common.text import digits_of, squeezed
from unisono.duplicates.compared_names import COMMON, name_of, plain
from unisono.duplicates.streets import street_of

# What is compared, in the order in which `features_from` takes it.
_SUBJECTS = (
    "name", "street", "post_code", "city", "country", "phone", "mobile", "email", "page", "vat", "registration",
)  # fmt: skip
# The values of a record that features are made of; `search_text` may bring phone numbers in E.164.
READ = (
    "type",
    *(next(each.name for each in SHARED if each.compared == subject) for subject in _SUBJECTS),
    "iban",
)
_TEXTS = (*READ, "search_text")
_FREE_MAIL = frozenset(
    "gmail googlemail hotmail outlook live msn yahoo ymail icloud me mac aol gmx web t-online "
    "freenet posteo proton protonmail mail email zoho yandex qq 163 126 sina naver wanadoo orange "
    "free laposte sfr libero virgilio alice tiscali terra telefonica ono movistar sapo clix "
    "btinternet sky virginmedia ntlworld comcast verizon att ziggo kpnmail planet xs4all wp onet "
    "interia o2 bluewin hotmail".split()
)


class Features(NamedTuple):
    """A record as it is compared: small ASCII texts, "" where it says nothing. `words` are those of
    the name in alphabetic order, `first` and `second` the two that tell most; `script` is another
    where the name is not in Latin letters.
    """

    type: str
    name: str
    words: str
    first: str
    second: str
    numbers: str
    script: str
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
    return [text or "" for text in map(values.get, _TEXTS)]


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
    words, numbers = name_of(name, type_ == "person")
    first, second = _most_telling(words)
    email, other_email = _boxes(email) if email else ("", "")
    street, house = street_of(address) if address else ("", "")
    vat = vat_of(vat, country) if vat else ""
    return Features(
        type_,
        " ".join(words),
        " ".join(sorted(words)),
        first,
        second,
        " ".join(sorted(set(numbers))),
        _script(name),
        phone_of(phone, country, known) if phone else "",
        phone_of(mobile, country, known) if mobile else "",
        email,
        other_email,
        domain_of(email, page),
        vat,
        squeezed(registration) if registration else "",
        squeezed(iban) if iban else "",
        street,
        house,
        _close(post_code),
        _close(city),
    )


def _boxes(email: str) -> tuple[str, str]:
    """Return the first two addresses of a list, "" for those that are written where there is none
    or that everybody writes.
    """
    first, _sign, other = email.lower().partition(";")
    one, two = (
        "" if _NO_BOX.fullmatch(text) else text
        for text in (first.strip(), other.partition(";")[0].strip())
    )
    return one, two


# info@gmail.com is nobody's; noemail@… says that there is none.
_NO_BOX = re.compile(
    r"(no|sin|none|nobody|nadie|test|xxx?|na)?[._-]?(e?-?mail|correo|tiene|reply|test|xxx?|na)?@.*|"
    r"(info|contacto|admin|ventas|mail)@(gmail|hotmail|yahoo|outlook)\..*"
)


def _script(name: str) -> str:
    """Return "other" where a name is not in Latin letters: written out in these it may be a
    translation.
    """
    if name.isascii():
        return ""
    foreign = sum(ord(sign) > _LAST_LATIN and sign.isalpha() for sign in name)
    return "other" if foreign > 0.4 * len(name) else ""


_LAST_LATIN = 0x36F  # letters with accents, and the accents that combine with them


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
    before it or not; "" for one that only fills a field.

    Taken from E.164 where the number is valid; `known` is a search text, which has such lines and
    spares the parsing.
    """
    digits = digits_of(phone)
    if len(digits) < 6 or _FILLED_IN.search(digits):
        return ""
    if phone.startswith(("+", "00")):
        digits = without_calling_code(digits.lstrip("0"))
    elif own := _line_of(known, digits.lstrip("0")) if known else e164_digits(phone, country):
        digits = without_calling_code(own)
    return digits.lstrip("0")[-_TELLING_DIGITS:]


_FILLED_IN = re.compile(r"(\d)\1{5,}$|^123456")
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


# Towns that have two names, by the one that is compared.
_TOWNS = {
    "donostia": "sansebastian", "bilbo": "bilbao", "gasteiz": "vitoria", "vitoriagasteiz": "vitoria",
    "donostiasansebastian": "sansebastian", "iruna": "pamplona", "irunea": "pamplona", "arrasate": "mondragon",
    "alacant": "alicante", "castello": "castellon", "elx": "elche", "sagunt": "sagunto", "lleida": "lerida",
    "girona": "gerona", "acoruna": "coruna", "lacoruna": "coruna", "ourense": "orense", "eivissa": "ibiza",
    "londres": "london", "munchen": "munich", "muenchen": "munich", "koln": "cologne", "koeln": "cologne",
    "wien": "vienna", "milano": "milan", "roma": "rome", "geneve": "geneva", "bruxelles": "brussels",
    "brussel": "brussels", "warszawa": "warsaw", "praha": "prague", "lisboa": "lisbon", "moskva": "moscow",
}  # fmt: skip


@lru_cache(maxsize=16384)  # places are few
def _close(text: str) -> str:
    written = plain(text).replace(" ", "")
    return _TOWNS.get(written, written)
