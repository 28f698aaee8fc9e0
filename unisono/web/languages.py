"""Languages by name: what a chooser offers, and what was chosen or typed."""

from functools import lru_cache

import pycountry
from babel import Locale, UnknownLocaleError, localedata
from babel.core import parse_locale
from django.utils.translation import get_language

from unisono.common.text import folded

_COMMON = (
    "es-ES ca-ES eu-ES gl-ES pt-PT pt-BR en-GB en-US en-IE fr-FR fr-BE de-DE de-AT "
    "de-CH it-IT nl-NL pl-PL"
).split()
_MOST = 30  # languages that a search offers
_MARK = " · "  # stands between a name and its tag


def shown(tag: str) -> str:
    """Return a language as a chooser offers it: `Spanish (Spain) · es-ES`; an unknown tag as it
    is.
    """
    try:
        name = Locale.parse(tag, sep="-").get_display_name(_reader()) if tag else ""
    except (UnknownLocaleError, ValueError):
        name = _all(_reader()).get(tag, "")
    return f"{name}{_MARK}{tag}" if name else tag


def common() -> list[str]:
    """Return the languages that a chooser offers before anybody searched."""
    return [shown(tag) for tag in _COMMON]


def matching(text: str) -> list[str]:
    """Return the languages in whose name or tag every word is found: the common ones first, then
    those that begin so.
    """
    wanted = folded(text[:100]).replace(_MARK, " ")
    found = [
        (tag not in _COMMON, not folded(name).startswith(wanted), f"{name}{_MARK}{tag}")
        for tag, name in _all(_reader()).items()
        if all(word in folded(f"{name} {tag}") for word in wanted.split())
    ]
    return [each for _rare, _within, each in sorted(found, key=lambda way: way[:2])[:_MOST]]


def tag_of(text: str) -> str:
    """Return the tag of what was chosen, or of a name or tag that was typed; anything else as it
    is, to be refused.
    """
    text = text.strip()
    _name, mark, tag = text.rpartition(_MARK)
    if mark:
        return tag
    every = _all(_reader())
    if text.lower() in {tag.lower() for tag in every}:
        return text
    return {folded(name): tag for tag, name in reversed(every.items())}.get(folded(text), text)


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


@lru_cache(maxsize=4)
def _all(reader: str) -> dict[str, str]:
    """Return the names of all languages by tag, in the reader's language, sorted by them."""
    locale = Locale(reader)
    found = {tag: str(Locale.parse(tag, sep="-").get_display_name(locale)) for tag in _tags()}
    for code, name in locale.languages.items():
        if code not in found and _is_code(code):
            found[code] = str(name)
    return dict(sorted(found.items(), key=lambda pair: folded(pair[1])))


def _tags() -> list[str]:
    """Return the tags of language, script and region that Babel knows."""
    tags = []
    for identifier in localedata.locale_identifiers():
        language, region, script, *more = parse_locale(identifier)
        if not any(more) and _is_region(region) and _is_code(language):
            tags.append("-".join(part for part in (language, script, region) if part))
    return tags


def _is_code(code: str) -> bool:
    key = {2: "alpha_2", 3: "alpha_3"}.get(len(code))
    return key is not None and pycountry.languages.get(**{key: code}) is not None


def _is_region(region: str | None) -> bool:
    known = region in (None, "419")
    return known or pycountry.countries.get(alpha_2=region) is not None
