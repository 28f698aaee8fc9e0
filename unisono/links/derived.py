"""What search and sorting need of a record, computed from its values."""

from collections.abc import Mapping
from functools import lru_cache

import phonenumbers

from unisono.common.text import digits_of, folded, squeezed
from unisono.links.values import Value

SEARCHED = ("name", "no", "email", "phone_no", "mobile_phone_no", "city", "vat_registration_no", "country_code")


def hidden_columns(values: Mapping[str, Value]) -> dict[str, str]:
    """Return `search_text` and `sort_key` of a record with these values (its number under `no`).

    The number is the first line of the search text and no other depends on it: linked records differ in that line
    alone, which is what lets a batch copy the rest (links/bulk).
    """
    country = str(values.get("country_code", ""))
    texts = [str(values.get(name, "")) for name in ("name", "email", "city", "vat_registration_no")]
    phones = [str(values.get(name, "")) for name in ("phone_no", "mobile_phone_no")]
    words = [folded(text) for text in texts if text]
    words += [squeezed(texts[-1])] if texts[-1] else []
    words += [
        digits for phone in phones if phone for digits in (digits_of(phone), e164_digits(phone, country)) if digits
    ]
    lines = [folded(str(values.get("no", ""))), *dict.fromkeys(words)]
    return {"search_text": "\n".join(lines), "sort_key": folded(str(values.get("name", "")))[:400]}


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
