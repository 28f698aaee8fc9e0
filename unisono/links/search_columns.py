"""What finding, sorting and comparing need of a record, computed from its values."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from unisono.cards.fields import SHARED, Field
from unisono.cards.phones import e164_digits
from unisono.common.text import digits_of, folded, squeezed
from unisono.duplicates.tokens import MATCHED, match_keys
from unisono.links.values import Value

_SEARCHED = sorted(
    (field for field in SHARED if field.search_line), key=lambda field: field.search_line
)
# The fields that any of these columns is made of.
DERIVED_FROM = tuple(dict.fromkeys(("no", *MATCHED, *(field.name for field in _SEARCHED))))


def search_columns(values: Mapping[str, Value]) -> dict[str, str]:
    """Return `search_text`, `sort_key` and `match_keys` of a record with these values (its number
    under `no`).

    The number is the first line of the search text and no other depends on it: linked records
    differ in that line alone, which is what lets a batch copy the rest (links/bulk). Phones in
    E.164 have their `+`: who looks for duplicates finds them by it, and need not parse a million
    numbers once more.
    """
    country = str(values.get("country_code", ""))
    texts = tuple(str(values.get(field.name, "")) for field in _SEARCHED)
    lines = [folded(str(values.get("no", ""))), *_words(texts, country)]
    sort_key = folded(str(values.get("name", "")))[:400]
    return {"search_text": "\n".join(lines), "sort_key": sort_key, "match_keys": match_keys(values)}


# Those who are tied have the same texts, and are written one after the other.
@lru_cache(maxsize=64)
def _words(texts: tuple[str, ...], country: str) -> tuple[str, ...]:
    """Return the lines that searches look through, below the number."""
    given = [(field, text) for field, text in zip(_SEARCHED, texts, strict=True) if text]
    words = (line for field, text in given for line in _lines(field, text, country))
    return tuple(dict.fromkeys(words))


def _lines(field: Field, text: str, country: str) -> Iterator[str]:
    """Return what a value adds to the text that searches look through."""
    if field.kind == "phone":
        yield from _phone_lines(text, country)
        return
    yield folded(text)
    if field.kind == "vat":
        yield squeezed(text)


def _phone_lines(phone: str, country: str) -> Iterator[str]:
    """Return a phone in E.164, and its digits where they are not part of that."""
    digits, e164 = digits_of(phone), e164_digits(phone, country)
    if digits and digits not in e164:
        yield digits
    if e164:
        yield f"+{e164}"
