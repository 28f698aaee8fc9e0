"""Phone numbers in their E.164 form [6.1]."""

from functools import lru_cache

import phonenumbers


@lru_cache(maxsize=4096)
def e164_digits(phone: str, country: str) -> str:
    """Return the digits of the number's E.164 form, "" where it is not valid for its country
    [6.1].
    """
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+")


_CALLING_CODES = frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


def without_calling_code(digits: str) -> str:
    """Return an international number without its country's code, of which none begins another
    (ITU-T E.164).
    """
    for size in (2, 1, 3):
        if digits[:size] in _CALLING_CODES:
            return digits[size:]
    return digits
