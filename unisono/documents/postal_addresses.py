"""Addresses as they stand on an envelope, line by line."""

import re
import unicodedata

from babel import Locale
from django.utils.translation import gettext as _

from unisono.cards.address_formats import format_of
from unisono.common.borders import Stored
from unisono.common.text import folded

_PART = re.compile(r"(.*?)%([ACSZ])", re.DOTALL)
_BRACKETED = frozenset({"", "ES"})  # where the county stands behind the city in brackets


def recipient(party: Stored, attention: str, home: str, language: str) -> list[str]:
    """Return the lines of an address as it stands in the window; the country only where it is not
    ours.
    """
    person = (
        _("Attn. %(name)s") % {"name": attention} if attention and attention != party.name else ""
    )
    return [
        line
        for line in (party.name, party.name_2, person, *address_lines(party, home, language))
        if line
    ]


def address_lines(party: Stored, home: str, language: str) -> list[str]:
    """Return street, place and, where it is not `home`, the country's name; the order is that of
    the country, in its own script or in Latin letters as the address is written.
    """
    known = format_of(party.country_code)
    layout = known.latin if _is_latin(f"{party.address}{party.city}") else known.layout
    values = {"C": party.city, "S": _county(party), "Z": party.post_code}
    if "%Z" not in layout:
        # A post code that the layout has no place for stands before the city, as mostly elsewhere.
        values["C"] = " ".join(part for part in (party.post_code, party.city) if part)
    lines: list[str] = []
    for line in layout.split("%n"):
        lines += (party.address, party.address_2) if line == "%A" else (_line(line, values),)
    country = (
        ""
        if party.country_code == home
        else str(Locale(language).territories.get(party.country_code, ""))
    )
    return [line for line in (*lines, country) if line]


def _county(party: Stored) -> str:
    """Return the county as its country writes it, "" where the city says it already."""
    county = format_of(party.country_code).area(party.county)
    if folded(county) == folded(party.city):
        return ""
    return f"({county})" if county and party.country_code in _BRACKETED else county


def _line(line: str, values: dict[str, str]) -> str:
    """Return a line of a layout, filled in. Where a value is blank, a blank is left between those
    beside it if there was one, or else what stood before the latter.
    """
    text, between = "", list[str]()
    for place, (before, name) in enumerate(_PART.findall(line)):
        between.append(before)
        if not values[name]:
            continue
        gap = next((each for each in between if each.isspace()), before)
        text += (gap if text else "" if place else before) + values[name]
        between = []
    return text


def _is_latin(text: str) -> bool:
    """Tell whether all letters of a text are Latin ones."""
    return all("LATIN" in unicodedata.name(char, "") for char in text if char.isalpha())
