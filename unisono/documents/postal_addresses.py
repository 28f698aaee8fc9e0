"""Addresses as they stand on an envelope, line by line."""

from babel import Locale
from django.utils.translation import gettext as _

from unisono.common.borders import Stored

# Where the post code stands behind the city, and where on a line of its own; elsewhere it stands
# before it.
_BEHIND = frozenset({"US", "CA", "AU", "NZ", "IN", "TW", "KR", "ID", "TH"})
_BELOW = frozenset({"GB", "IE", "HU", "GI"})


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
    the country.
    """
    post_code, city, county = party.post_code, party.city, party.county
    if party.country_code in _BEHIND:
        place = [
            " ".join(
                part
                for part in (f"{city}," if city and county else city, county, post_code)
                if part
            )
        ]
    elif party.country_code in _BELOW:
        place = [city, county, post_code]
    else:
        inside = f"({county})" if county and county != city else ""
        place = [" ".join(part for part in (post_code, city, inside) if part)]
    country = (
        ""
        if party.country_code == home
        else str(Locale(language).territories.get(party.country_code, ""))
    )
    return [line for line in (party.address, party.address_2, *place, country) if line]
