"""Post codes and phones as their country writes them, where a spreadsheet took their zeros away."""

from functools import lru_cache

import phonenumbers

# Countries whose post codes are so many digits, of which the first may be 0 (Universal Postal
# Union, addressing systems).
_DIGITS = {
    **dict.fromkeys(
        "ES FR DE IT US MX FI EE TR GR HR UA RS BA ME MA DZ TH MY PE CR CU KR LT PR SA".split(), 5
    ),
    **dict.fromkeys("CN RO RU SG IN CO EC KZ BY VN".split(), 6),
    **dict.fromkeys("NO DK AU ZA NZ".split(), 4),
    "JP": 7,
    "CL": 7,
    "BR": 8,
}


def completed_post_code(text: str, country: str) -> str:
    """Return a post code with the zero that it lacks; as it is where its country's form does not
    say.
    """
    length = _DIGITS.get(country, 0)
    return f"0{text}" if text.isdecimal() and len(text) == length - 1 else text


@lru_cache(maxsize=4096)
def completed_phone(digits: str, country: str) -> str:
    """Return a national number with the zero that it lacks, where the country dials one and the
    number is valid with it.
    """
    if not country or digits.startswith("0"):
        return digits
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country, None)
    dials_zero = metadata is not None and metadata.national_prefix == "0"
    if not dials_zero and country != "IT":
        return digits
    try:
        number = phonenumbers.parse(f"0{digits}", country)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_valid_number(number):
        return digits
    if country == "IT":
        plain = phonenumbers.parse(digits, country)
        return digits if phonenumbers.is_valid_number(plain) else f"0{digits}"
    return f"0{digits}"
