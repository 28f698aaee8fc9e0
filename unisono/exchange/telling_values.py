"""What a column holds, told by its values alone: where its heading says nothing, or something
else.
"""

import re
from collections.abc import Callable, Sequence

from schwifty import IBAN

from unisono.cards.email_lists import addresses

_GUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
# Keys that programs give: res_partner_12, __export__.x, Salesforce's 15 or 18 letters and digits.
_KEY = re.compile(
    r"[a-z_]+(?:[._][a-z_]+)*[._]\d+|__\w+__[.\w]+|00[1-9a-z][0-9a-z]{12}(?:[0-9a-z]{3})?",
    re.IGNORECASE,
)
_VAT = re.compile(
    r"(?:ES)?[ -]?(?:[A-HJNP-SUVW][ .-]?\d{2}[ .]?\d{3}[ .]?\d{2}[ .-]?[\dA-J]|\d{8}[ -]?[A-Z]|"
    r"[XYZ][ -]?\d{7}[ -]?[A-Z])|(?:DE|IT|PT|BE|ATU|PL|FR[A-Z0-9]{2}|NL)\d{8,12}(?:B\d\d)?",
    re.IGNORECASE,
)


def field_of_values(samples: Sequence[str]) -> str:
    """Return the field that all these texts are values of; "" where they do not tell."""
    texts = [text.strip() for text in samples if text.strip()]
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("email", lambda text: bool(addresses(text))),
        ("iban", _is_iban),
        ("external_id", lambda text: _GUID.fullmatch(text) is not None),
        ("vat_registration_no", lambda text: _VAT.fullmatch(text) is not None),
    )
    return next((name for name, test in tests if texts and all(map(test, texts))), "")


def is_foreign_id(samples: Sequence[str]) -> bool:
    """Tell whether these are keys that another system gave."""
    texts = [text.strip() for text in samples if text.strip()]
    return bool(texts) and all(_GUID.fullmatch(text) or _KEY.fullmatch(text) for text in texts)


def looks_like_data(text: str) -> bool:
    """Tell whether a text is rather a value than a heading: an address, a number, a date."""
    bare = text.strip()
    if field_of_values([bare]):
        return True
    digits = sum(map(str.isdecimal, bare))
    return digits >= 4 and digits * 2 >= len(bare.replace(" ", ""))


def _is_iban(text: str) -> bool:
    bare = re.sub(r"[\s-]|^IBAN:?", "", text.upper())
    return bool(re.match(r"[A-Z]{2}\d{2}", bare)) and IBAN(bare, allow_invalid=True).is_valid
