"""Makes any text printable: what the shipped fonts cannot show is written out, and very long words
may break.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_BREAK = "\u200b"
_LONGEST_CLUSTER = 64  # marks piled upon one letter: what has more is no writing but mischief
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters, overrides of direction (which could turn an amount round), and variants that
# no font has.
_DROPPED = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufe00-\ufe0d\ufeff\U000e0100-\U000e01ef]"
)
# Without a shape of their own, so they need no font.
_SHAPELESS = re.compile(
    "[\xad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\U000e0000-\U000e007f]"
)
_EXTENDING = re.compile("[\u200c\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_DOTTED_CIRCLE = "\u25cc"  # what a mark without a letter stands on
_JOINER = "\u200d"
# Lines may end between Chinese, Japanese and Korean characters anyway, and after blanks.
_UNBROKEN = "[^ \n\u200b\u3000\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]"


def printable(text: str, missing: dict[str, None]) -> str:
    """Return a text as the fonts can show it, its lines ended by `\\n`; add the characters written
    out to `missing`.
    """
    text = _DROPPED.sub("", _LINE_ENDS.sub("\n", text)).expandtabs(4)
    if _plain().fullmatch(text):
        return text
    return "".join(_shown(cluster, missing) for cluster in _clusters(text))


def breakable(text: str, limit: int) -> str:
    """Return a text whose words of more than `limit` characters may break anywhere between two
    characters.
    """
    if len(text) <= limit:
        return text
    return re.sub(
        f"{_UNBROKEN}{{{limit + 1},}}", lambda found: _BREAK.join(_clusters(found[0])), text
    )


@cache
def families() -> tuple[str, ...]:
    """Return the names of the fonts, in the order in which they are asked for a character."""
    return tuple(_characters())


def _shown(cluster: str, missing: dict[str, None]) -> str:
    """Return a character with its marks so that one font has all of it, with written-out parts
    where none has.
    """
    if unicodedata.category(cluster[0]).startswith("M"):
        cluster = _DOTTED_CIRCLE + cluster
    found = _in_one_font(cluster)
    if found is not None:
        return found
    parts = (part for part in cluster if not _SHAPELESS.match(part))
    return "".join(_part(part, place > 0, missing) for place, part in enumerate(parts))


def _part(character: str, has_base: bool, missing: dict[str, None]) -> str:
    # A mark is drawn by the font of its base or not at all.
    is_lost_mark = has_base and unicodedata.category(character).startswith("M")
    if not is_lost_mark and _in_one_font(character) is not None:
        return character
    if unicodedata.category(character) == "Cf":
        return ""
    missing[character] = None
    return f"[U+{ord(character):04X}]"


@lru_cache(maxsize=8192)
def _in_one_font(cluster: str) -> str | None:
    """Return the form of a character with its marks that some font has all of, or None."""
    for form in (cluster, unicodedata.normalize("NFC", cluster)):
        codes = {ord(part) for part in form if not _SHAPELESS.match(part)}
        if any(codes <= font for font in _characters().values()):
            return form
    return None


def _clusters(text: str) -> list[str]:
    """Return the characters of a text, each with the marks, selectors and joined characters that
    belong to it.
    """
    clusters: list[str] = []
    for character in text:
        if clusters and _belongs(character, clusters[-1]):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _belongs(character: str, cluster: str) -> bool:
    if cluster == "\n" or len(cluster) >= _LONGEST_CLUSTER:
        return False
    category = unicodedata.category(character)
    joined = cluster.endswith(_JOINER) and category == "So"
    return joined or category.startswith("M") or _EXTENDING.match(character) is not None


@cache
def _characters() -> dict[str, frozenset[int]]:
    """Return the characters of each family of fonts."""
    coverage = json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))
    whole = {"\n", *" "}
    return {
        name: frozenset(
            {ord(each) for each in whole}.union(*(range(first, last + 1) for first, last in ranges))
        )
        for name, ranges in coverage.items()
    }


@cache
def _plain() -> re.Pattern[str]:
    """Return the pattern of texts that the first font has all of, as nearly all texts are."""
    codes = next(iter(_characters().values()))
    letters = (chr(code) for code in sorted(codes))
    usual = (each for each in letters if each == "\n" or unicodedata.category(each)[0] not in "MC")
    return re.compile(f"[{re.escape(''.join(usual))}]*")
