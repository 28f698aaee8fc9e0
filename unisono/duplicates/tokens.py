"""The keys by which records meet, as an index of the database holds them: words of eight signs.
Pure.
"""

from base64 import b32encode
from functools import lru_cache
from hashlib import blake2b

from unisono.common.borders import Given
from unisono.duplicates.features import READ, Features, features_of
from unisono.duplicates.keys import ALIKE, Keys, keys_of

# The fields that the keys of a row are made of: an IBAN is no contact's, so that nobody is met by
# it.
MATCHED = tuple(name for name in READ if name not in ("type", "iban"))


def token(kind: str, text: str) -> str:
    """Return a key of this kind as its word: 40 bits of a hash, so that strangers seldom share
    one; a phone is the same key whichever field it stands in.
    """
    hashed = blake2b(f"{ALIKE.get(kind, kind)}:{text}".encode(), digest_size=5)
    return b32encode(hashed.digest()).decode().lower()


def tokens_of(features: Features) -> list[str]:
    """Return the words of a record's keys, what identifies first, each once."""
    keys = zip(Keys._fields, keys_of(features), strict=True)
    return list(dict.fromkeys(token(kind, text) for kind, text in keys if text))


def match_keys(values: Given) -> str:
    """Return the words of the keys of a row with these values, separated by blanks, as its column
    has them.
    """
    return _match_keys(tuple(str(values.get(name) or "") for name in MATCHED))


@lru_cache(maxsize=512)  # linked records have the same values, and change together
def _match_keys(values: tuple[str, ...]) -> str:
    return " ".join(tokens_of(features_of(dict(zip(MATCHED, values, strict=True)))))
