"""The keys by which records meet when whole books are compared: whole numbers, the same for every
engine. Pure.

The last five bits of a key say of which kind it is, 56 before them are a hash; it fits the signed
numbers of 64 bits that databases have.
"""

from collections import Counter
from collections.abc import Iterable
from zlib import adler32, crc32

from unisono.duplicates.features import Features
from unisono.duplicates.keys import ABOUT, ALIKE, COPIES, MOST_ALIKE, Keys, keys_of

KIND_BITS = 5
_KINDS = tuple(kind for kind in Keys._fields if kind not in ALIKE)
_COPY = len(_KINDS)  # the kind of key by which copies of one record meet
_NUMBERS = tuple(_KINDS.index(ALIKE.get(kind, kind)) for kind in Keys._fields)
MOST = max(MOST_ALIKE.values())
FEW = min(MOST_ALIKE.values())
# The kinds that tell so little that few may share them.
WEAK = tuple(number for number, kind in enumerate(_KINDS) if MOST_ALIKE[kind] == FEW)


def meeting_keys(features: Features) -> set[int]:
    """Return the keys of a record."""
    keys = zip(keys_of(features), _NUMBERS, strict=True)
    return {_number(text, kind) for text, kind in keys if text}


def digest_of(features: Features) -> int:
    """Return the number that only records have that are equal in everything that is compared."""
    return _number("\n".join(features), _COPY)


def copy_keys(digest: int, copy: int) -> tuple[int, int]:
    """Return by which keys a record meets some fifty of its copies, of which it is the one of this
    number: the windows overlap, so that all hang together.
    """
    step = 1 << KIND_BITS
    window, half = copy // COPIES, (copy + COPIES // 2) // COPIES
    return digest + 2 * step * window, digest + 2 * step * half + step


def most_of(key: int) -> int:
    """Return how many records that differ may share this key."""
    return FEW if key % (1 << KIND_BITS) in WEAK else MOST


def left_out_of(counts: Iterable[tuple[int, int]]) -> Counter[str]:
    """Return what keys are about that too many share: `number`, `phone`, `email`, `name` or
    `place`; `counts` are how many of them there are per last bits.
    """
    found: Counter[str] = Counter()
    for kind, count in counts:
        found[ABOUT.get(_KINDS[kind], "place")] += count
    return found


def _number(text: str, kind: int) -> int:
    # Quick rather than strong, since strangers who share one are only looked at in vain.
    signs = text.encode()
    return (crc32(signs) << 24 | adler32(signs) & 0xFFFFFF) << KIND_BITS | kind
