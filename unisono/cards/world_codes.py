"""Codes of the world: countries (ISO 3166), currencies (ISO 4217), languages (BCP 47), and country
names.
"""

import re
from functools import lru_cache

import pycountry
from babel import Locale
from babel.core import UnknownLocaleError, parse_locale

from unisono.common.text import folded

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE | re.ASCII)
# Names that people write and no list of names has.
_USUAL_NAMES = {
    "uk": "GB",
    "england": "GB",
    "inglaterra": "GB",
    "scotland": "GB",
    "great britain": "GB",
    "gran bretana": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "eeuu": "US",
    "ee.uu.": "US",
    "ee. uu.": "US",
    "united states of america": "US",
    "estados unidos de america": "US",
    "holland": "NL",
    "holanda": "NL",
    "czech republic": "CZ",
    "republica checa": "CZ",
    "corea": "KR",
}


def is_country(code: str) -> bool:
    """Tell whether this is an ISO 3166 alpha-2 code in capitals."""
    return len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None


def is_currency(code: str) -> bool:
    """Tell whether this is an ISO 4217 code in capitals."""
    return len(code) == 3 and pycountry.currencies.get(alpha_3=code) is not None


def language_tag(tag: str) -> str | None:
    """Return a BCP 47 tag (language, script, region) in its usual case, None where it is not
    known.
    """
    if not _TAG.fullmatch(tag):
        return None
    language, region, script = parse_locale(tag, sep="-")[:3]
    if language not in _languages() or not (
        region is None or is_country(region) or region in ("419", "150")
    ):
        return None
    if script and pycountry.scripts.get(alpha_4=script) is None:
        return None
    return "-".join(part for part in (language, script, region) if part)


@lru_cache
def _languages() -> frozenset[str]:
    two = (language.alpha_2 for language in pycountry.languages if hasattr(language, "alpha_2"))
    return frozenset([*two, *(language.alpha_3 for language in pycountry.languages)])


def country_of_name(name: str) -> str | None:
    """Return the code of a country's name in English or Spanish, or of a code; None where nobody
    knows it.
    """
    return _country_names().get(folded(name.strip()))


@lru_cache
def _country_names() -> dict[str, str]:
    names = {country.alpha_2.lower(): country.alpha_2 for country in pycountry.countries}
    names.update({country.alpha_3.lower(): country.alpha_2 for country in pycountry.countries})
    for language in ("en", "es"):
        try:
            territories = Locale(language).territories
        except UnknownLocaleError:  # pragma: no cover - Babel ships both
            continue
        names.update({folded(name): code for code, name in territories.items() if is_country(code)})
    return {**names, **_USUAL_NAMES}
