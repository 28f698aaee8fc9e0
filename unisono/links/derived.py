"""What search and sorting need of a record, computed from its values."""

from collections.abc import Iterator, Mapping

from unisono.cards.phones import e164_digits
from unisono.common.text import digits_of, folded, squeezed
from unisono.links.values import Value

SEARCHED = ("name", "no", "email", "phone_no", "mobile_phone_no", "city", "vat_registration_no", "country_code")


def hidden_columns(values: Mapping[str, Value]) -> dict[str, str]:
    """Return `search_text` and `sort_key` of a record with these values (its number under `no`).

    The number is the first line of the search text and no other depends on it: linked records differ in that line
    alone, which is what lets a batch copy the rest (links/bulk). Phones in E.164 have their `+`: who looks for
    duplicates finds them by it, and need not parse a million numbers once more.
    """
    country = str(values.get("country_code", ""))
    texts = [str(values.get(name, "")) for name in ("name", "email", "city", "vat_registration_no")]
    phones = [str(values.get(name, "")) for name in ("phone_no", "mobile_phone_no")]
    words = [folded(text) for text in texts if text]
    words += [squeezed(texts[-1])] if texts[-1] else []
    words += [digits for phone in phones if phone for digits in _phone_lines(phone, country)]
    lines = [folded(str(values.get("no", ""))), *dict.fromkeys(words)]
    return {"search_text": "\n".join(lines), "sort_key": folded(str(values.get("name", "")))[:400]}


def _phone_lines(phone: str, country: str) -> Iterator[str]:
    """Return a phone in E.164, and its digits where they are not part of that."""
    digits, e164 = digits_of(phone), e164_digits(phone, country)
    if digits and digits not in e164:
        yield digits
    if e164:
        yield f"+{e164}"
