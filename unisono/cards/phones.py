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


def same_signs(one: str, other: str) -> bool:
    """Tell whether two phones are written with the same signs, but for blanks and punctuation."""
    return _signs(one) == _signs(other)


def same_phone(one: str, other: str, country: str, other_country: str) -> bool:
    """Tell whether two phones are the same number, each in its country, however it is written:
    alike but for blanks and punctuation, or of one E.164 form and extension [6.1].
    """
    if same_signs(one, other):
        return True
    forms = _form(one, country), _form(other, other_country)
    return forms[0] == forms[1] != ("", "")


def _signs(phone: str) -> str:
    return "".join(char for char in phone.casefold() if char.isalnum() or char == "+")


def _form(phone: str, country: str) -> tuple[str, str]:
    """Return a number's E.164 form and its extension; blanks where it is not valid."""
    digits = e164_digits(phone, country)
    extension = phonenumbers.parse(phone, country or None).extension if digits else ""
    return digits, extension or ""


_CALLING_CODES = frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


def without_calling_code(digits: str) -> str:
    """Return an international number without its country's code, of which none begins another
    (ITU-T E.164).
    """
    for size in (2, 1, 3):
        if digits[:size] in _CALLING_CODES:
            return digits[size:]
    return digits
