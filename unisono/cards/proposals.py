"""What one field of a form lets us propose for others that are blank: a language its region; a
country its language, currency and calling code; a post code its city, county and country. Pure.

A proposal is never written by itself, and never takes the place of a value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies

from unisono.cards.world_codes import is_country, is_currency, language_tag

NAMES = (
    "language_code",
    "format_region",
    "country_code",
    "currency_code",
    "post_code",
    "city",
    "county",
)
Values = Mapping[str, str]


class Place(NamedTuple):
    """What a post code stands for."""

    country_code: str
    city: str
    county: str


@dataclass
class Proposals:
    """Proposed values, each with the field that it comes `because` of; `choices` where a post code
    stands for several cities; `phone_prefix` is the country's calling code (+34), "" for none.
    """

    values: dict[str, str] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    phone_prefix: str = ""


def propose(
    typed: Values, changed: Iterable[str], places: Callable[[str, str], Sequence[Place]]
) -> Proposals:
    """Return what follows from the fields that a person changed, and from what follows from them,
    for those that are blank in `typed`. What is no language or country proposes nothing.

    `places` tells which places a post code stands for, in a country or ("") in all.
    """
    asked = frozenset(changed)
    found, waiting = Proposals(), [name for name in _FOLLOWS if name in asked]
    while waiting:
        name = waiting.pop(0)
        now = {**typed, **found.values}
        for other, value in _FOLLOWS[name](now, places, found).items():
            if value and not now.get(other):
                found.values[other], found.because[other] = value, name
                waiting += [other] if other in _FOLLOWS else []
    return found


def _of_post_code(
    now: Values, places: Callable[[str, str], Sequence[Place]], found: Proposals
) -> dict[str, str]:
    """Return what all places of the post code, in the country and of the city that are known, have
    alike.
    """
    post_code, city = now.get("post_code", ""), now.get("city", "").casefold()
    some = places(post_code, now.get("country_code", "").upper()) if post_code else ()
    some = [place for place in some if not city or place.city.casefold() == city]
    cities = list(dict.fromkeys(place.city for place in some))
    if len(cities) > 1:
        found.choices["city"] = cities
    return {name: _only(getattr(place, name) for place in some) for name in Place._fields}


def _of_country(
    now: Values, places: Callable[[str, str], Sequence[Place]], found: Proposals
) -> dict[str, str]:
    country = now.get("country_code", "").upper()
    if not is_country(country):
        return {}
    found.phone_prefix = _phone_prefix(country)
    language = now.get("language_code") or language_of(country)
    return {
        "currency_code": currency_of(country),
        "language_code": language,
        "format_region": region_of(language, country),
        **_of_post_code(now, places, found),
    }


def _of_language(
    now: Values, places: Callable[[str, str], Sequence[Place]], found: Proposals
) -> dict[str, str]:
    region = region_of(now.get("language_code", ""), now.get("country_code", "").upper())
    return {"format_region": region}


# A language comes last: its region depends on the country.
_FOLLOWS = {
    "post_code": _of_post_code,
    "city": _of_post_code,
    "country_code": _of_country,
    "language_code": _of_language,
}


def region_of(language: str, country: str) -> str:
    """Return the region whose numbers and dates fit a language tag: its own, that of the country if
    the language is written there, or the likely one: `es` is `es-ES`, in Mexico `es-MX`.
    """
    tag = language_tag(language)
    if not tag:
        return ""
    if tag[-2:].isupper() or tag[-3:].isdigit():
        return tag
    if country and _is_locale(f"{tag}-{country}"):
        return f"{tag}-{country}"
    likely = get_global("likely_subtags").get(tag.replace("-", "_"), "")
    region = likely.rpartition("_")[2]
    return f"{tag}-{region}" if is_country(region) else ""


def language_of(country: str) -> str:
    """Return the official language that most people of a country speak, as a tag with the country
    and the script where that is not the usual one; "" where nobody knows.
    """
    likely = get_global("likely_subtags")
    for each in get_official_languages(country, de_facto=True):
        language, _line, script = each.partition("_")
        usual = likely.get(f"{language}_{country}") or likely.get(language, "")
        shown = f"-{script}" if script and script not in usual.split("_") else ""
        tag = language_tag(f"{language}{shown}-{country}")
        if tag and _is_locale(tag):
            return tag
    return ""


def currency_of(country: str) -> str:
    """Return the currency of a country, the first where it has several; "" where it has none."""
    return next(filter(is_currency, get_territory_currencies(country)), "")


def _phone_prefix(country: str) -> str:
    code = phonenumbers.country_code_for_region(country)
    return f"+{code}" if code else ""


def _only(values: Iterable[str]) -> str:
    """Return the one value, "" where there are several."""
    some = set(values)
    return some.pop() if len(some) == 1 else ""


def _is_locale(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
