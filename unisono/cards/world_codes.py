"""Codes of the world: countries (ISO 3166), currencies (ISO 4217), languages (BCP 47), and country
names.
"""

import re
from contextlib import suppress
from functools import lru_cache

import pycountry
from babel import Locale, UnknownLocaleError
from babel.core import parse_locale

from unisono.common.text import folded

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE | re.ASCII)
# Names that people write and no list of names has: everyday, short and former ones.
_USUAL_NAMES = {
    "GB": "uk|u.k.|england|inglaterra|scotland|escocia|wales|gales|great britain|gran bretana|"
    "northern ireland|irlanda del norte|angleterre|grossbritannien|gran bretagna",
    "US": "usa|u.s.a.|u.s.|eeuu|ee.uu.|ee. uu.|e.e.u.u.|united states of america|"
    "estados unidos de america|etats unis|america",
    "NL": "holland|holanda|hollande|olanda|netherlands",
    "CZ": "czech republic|republica checa|rep. checa|chequia|tschechien|republique tcheque",
    "GR": "el|ellada|hellas|hellenic republic",
    "TR": "turkey|turquia|turkiye|turkei|turquie|turchia",
    "IE": "republic of ireland|republica de irlanda|eire|rep. of ireland",
    "AE": "uae|u.a.e.|emirates|eau|e.a.u.|emiratos arabes",
    "CI": "ivory coast|costa de marfil|cote d'ivoire",
    "HK": "hong kong|hongkong",
    "MO": "macau|macao",
    "MK": "macedonia|fyrom|mazedonien|macedoine",
    "SZ": "swaziland|suazilandia",
    "MM": "burma|birmania|birmanie",
    "PS": "palestine|palestina",
    "VA": "vatican|vaticano|holy see|santa sede|ciudad del vaticano",
    "RU": "russia|rusia|russland|russie|urss",
    "KR": "south korea|corea del sur|korea republic|republic of korea|sudkorea",
    "KP": "north korea|corea del norte",
    "CD": "dr congo|drc|r.d. congo|zaire|congo kinshasa",
    "CG": "congo brazzaville|republic of the congo",
    "CV": "cape verde|cabo verde",
    "TL": "east timor|timor oriental",
    "LK": "ceylon|ceilan",
    "IR": "persia",
    "TH": "siam",
    "BY": "belorussia|bielorrusia",
    "MD": "moldova|moldavia",
    "VN": "vietnam|viet nam",
    "SY": "syria|siria",
    "LA": "laos",
    "BO": "bolivia",
    "VE": "venezuela",
    "TZ": "tanzania",
    "TW": "taiwan",
    "BN": "brunei",
    "FM": "micronesia",
}
# Languages in which countries are written on papers here; and those of their own, of Europe and
# its neighbours, in which each is written at home.
_LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "ca", "nl", "eu", "gl")
_AT_HOME = dict(
    pair.split(":")
    for pair in (
        "PL:pl CZ:cs SK:sk HU:hu RO:ro BG:bg GR:el CY:el SE:sv DK:da FI:fi NO:nb EE:et "
        "LV:lv LT:lt SI:sl HR:hr RS:sr BA:bs ME:sr MK:mk AL:sq IS:is IE:ga MT:mt UA:uk "
        "RU:ru TR:tr IL:he MA:ar EG:ar CN:zh JP:ja KR:ko"
    ).split()
)
_ARTICLES = ("the ", "la ", "el ", "los ", "las ", "le ", "les ", "die ", "der ", "il ", "o ", "a ")
# Names of several countries: which one is meant has to be asked.
_AMBIGUOUS = frozenset(("korea", "corea", "coree", "congo", "kongo"))


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
    """Return the code of a country by its name as people write it, or by another code of it; None
    where nobody knows it, or it may be several.
    """
    names, text = _country_names(), folded(name.strip())
    without = next((text.removeprefix(each) for each in _ARTICLES if text.startswith(each)), text)
    if _AMBIGUOUS & {text, without}:
        return None
    bare = without.replace(".", "").replace(" ", "")
    return names.get(text) or names.get(without) or (names.get(bare) if len(bare) > 2 else None)


@lru_cache(maxsize=1024)
def country_name(code: str, language: str) -> str:
    """Return what a country is called in a language (a BCP 47 tag), in English where
    `country_of_name` would not know that again, else its code; "" for no country.
    """
    for tag in (language.replace("-", "_"), "en"):
        with suppress(ValueError, UnknownLocaleError):
            name = str(Locale.parse(tag).territories.get(code, ""))
            if name and country_of_name(name) == code:
                return name
    return code


@lru_cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for given in ("alpha_2", "alpha_3", "numeric", "name", "common_name", "official_name"):
            if text := getattr(country, given, ""):
                names.setdefault(folded(text), country.alpha_2)
    for code, usual in _USUAL_NAMES.items():
        names |= dict.fromkeys(usual.split("|"), code)
    for language in _LANGUAGES:
        for code, text in Locale(language).territories.items():
            if is_country(code):
                names.setdefault(folded(text), code)
                names.setdefault(folded(text).replace(" & ", " and "), code)
    for code, language in _AT_HOME.items():
        names.setdefault(folded(str(Locale(language).territories[code])), code)
    return names
