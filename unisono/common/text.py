"""Text as it is compared, searched and sorted."""

import unicodedata
from functools import lru_cache

NO_LENGTH = 20  # characters of a number or code [6.5]
# Letters that Unicode does not take apart into a base letter and an accent.
_FOLDED = str.maketrans(
    {
        "ß": "ss",
        "ł": "l",
        "ø": "o",
        "ı": "i",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ħ": "h",
        # Signs that look the same and are typed alike, and those that nobody sees.
        **dict.fromkeys("’‘‛ʼ´′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
_ACCENTS = dict.fromkeys(
    code for code in range(0x300, 0x370) if unicodedata.combining(chr(code))
)  # the usual ones


# Marks that nobody sees and that come along when one copies: of width and direction, soft hyphens,
# variants of signs.
_UNSEEN = dict.fromkeys(
    (
        0xAD,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        *range(0xFE00, 0xFE10),
    )
)


def composed(text: str) -> str:
    """Return the text trimmed, without marks that nobody sees, and in Unicode NFC, as it is stored
    [6.6]; what has nothing to see is blank.
    """
    if text.isascii():
        return text.strip()
    trimmed = unicodedata.normalize("NFC", text.translate(_UNSEEN).strip())
    return trimmed if any(unicodedata.category(char) != "Cf" for char in trimmed) else ""


def key_of(no: str) -> str:
    """Return the key by which a number or code is unique and found: NFC, upper case [6.7]."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", no.strip()).upper())


def capitals(text: str) -> str:
    """Return the text in capitals, as search names have it."""
    return unicodedata.normalize("NFC", text.upper())


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return the text without case and accents, with plain apostrophes, hyphens and quotation marks
    and without soft hyphens, for searching and sorting: 'Cámara Ñandú' → 'camara nandu'.
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    bare = lowered.translate(_ACCENTS)
    if bare.isascii():
        return bare
    return "".join(char for char in lowered if not unicodedata.combining(char)).translate(_FOLDED)


def squeezed(text: str) -> str:
    """Return the folded letters and digits of a text alone: 'B-0056.78' → 'b005678'."""
    plain = folded(text)
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def digits_of(text: str) -> str:
    """Return the decimal digits of a text, '+34 915' → '34915'."""
    return text if text.isdecimal() else "".join(filter(str.isdecimal, text))


def is_control(char: str) -> bool:
    """Tell whether a character is a control character or a lone surrogate, refused everywhere
    [6.6].
    """
    return unicodedata.category(char) in ("Cc", "Cs")


def whole_number(text: str) -> int | None:
    """Return the whole number that plain digits say, of at most 18 of them (a database key has no
    more); else None.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
