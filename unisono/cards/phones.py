"""Phone numbers in their E.164 form [6.1]."""

from functools import lru_cache

import phonenumbers


@lru_cache(maxsize=4096)
def e164_digits(phone: str, country: str) -> str:
    """Return the digits of the number's E.164 form, "" where it is not valid for its country [6.1]."""
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+")
