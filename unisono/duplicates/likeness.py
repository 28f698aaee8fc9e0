"""How alike two records are, subject by subject, in small steps. Pure.

The larger a number, the liker the records in it; what one of them does not say is 0. So the score,
which grows with each of these numbers, never falls by more agreement.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from stdnum.es.nif import is_valid as is_valid_nif

from unisono.duplicates.compared_names import COMMON, sound_of
from unisono.duplicates.features import Features

_far = Levenshtein.distance
# Few steps: most pairs of a book are alike in a way that was scored before.
_STEPS = 10  # of a share from nothing to all
_LETTERS, _MOST_TOLD = 3, 8  # of a step of what is told, and the steps that tell no more


class Likeness(NamedTuple):
    """The numbers. Of names: `words` is the share of all their words that both have, `shorter` of
    those of the shorter one, `letters` how near they are letter by letter, `apart` (at most 0) what
    each has that the other has not, `numbers` whether the numbers in them are the same, `given`
    whether the first names of people are, `told` how much of telling words they share,
    `related` whether they have much in common at all.
    """

    words: int
    shorter: int
    letters: int
    apart: int
    numbers: int
    given: int
    told: int
    related: int
    phone: int
    email: int
    vat: int
    registration: int
    iban: int
    street: int
    house: int
    post_code: int
    city: int
    type: int
    people: int


def likeness(a: Features, b: Features) -> Likeness:
    """Return how alike two records are; the same whichever stands first."""
    people = int(a.type == "person" == b.type)
    words, shorter, letters, apart, told = _names(a, b)
    street, house = _street(a.street, b.street), _house(a.house, b.house)
    if a.script != b.script:
        street, house = max(street, 0), max(house, 0)  # translated as the name is
    return Likeness(
        words,
        shorter,
        letters,
        apart,
        _numbers(a.numbers, b.numbers),
        _given(a, b) if people else 0,
        told,
        int(words >= 0.5 * _STEPS or shorter >= 0.75 * _STEPS),
        _phone(a, b),
        _email(a, b),
        _vat(a, b),
        _text(a.registration, b.registration, 2, 6),
        _text(a.iban, b.iban, 0, 1),
        street,
        house,
        _post_code(a.post_code, b.post_code),
        _city(a.city, b.city),
        0 if not a.type or not b.type else 1 if a.type == b.type else -1,
        people,
    )


def _names(a: Features, b: Features) -> tuple[int, int, int, int, int]:
    if not a.words or not b.words:
        return 0, 0, 0, 0, 0
    if a.words == b.words:
        return _STEPS, _STEPS, _STEPS, 0, _told(dict.fromkeys(_weighed(a.words), 1.0))
    short, long = _weighed(a.words), _weighed(b.words)
    if (len(short), a.words) > (len(long), b.words):
        short, long = long, short
    both = {word: 1.0 for word in short if word in long}
    in_short = in_long = sum([short[word] for word in both])
    if len(both) < len(short):
        for word, other, alike in _alike(
            [w for w in short if w not in both], [w for w in long if w not in both]
        ):
            both[word if len(word) < len(other) else other] = alike * 0.7
            in_short += alike * short[word]
            in_long += alike * long[other]
    all_short, all_long = sum(short.values()), sum(long.values())
    letters = _letters(a.words, b.words)
    if a.name != a.words or b.name != b.words:
        letters = max(letters, _letters(a.name, b.name))
    words = (in_short + in_long) / (all_short + all_long)
    shorter = max(in_short / all_short, in_long / all_long)
    apart = min(all_short - in_short, all_long - in_long)
    if letters == 1:  # the same but for the gaps between words
        words, shorter, apart = 1.0, 1.0, 0.0
    if a.script != b.script and words < 0.5:
        # Written in two scripts, a name may be translated: nothing is said by its being another.
        words, shorter, letters, apart = (
            max(words, 0.5),
            max(shorter, 0.75),
            max(letters, 0.5),
            0.0,
        )
    return _steps(words), _steps(shorter), _steps(letters), -_steps(apart), _told(both)


def _steps(share: float) -> int:
    return round(share * _STEPS)


def _told(both: dict[str, float]) -> int:
    """Return how much of telling words two names share: a step for three letters."""
    letters = sum([share * _telling(word) for word, share in both.items()])
    return min(round(letters / _LETTERS), _MOST_TOLD)


@lru_cache(maxsize=65536)
def _telling(word: str) -> float:
    """Return how many letters of a word tell whose name it is."""
    return min(len(word), 10) * (0.3 if word in COMMON or len(word) < 3 else 1)


@lru_cache(maxsize=65536)
def _weighed(words: str) -> dict[str, float]:
    """Return the words of a name with how much each tells."""
    return {
        word: 0.25 if word in COMMON else 0.5 if len(word) < 3 else 1.0 for word in words.split()
    }


def _alike(some: list[str], others: list[str]) -> list[tuple[str, str, float]]:
    """Return pairs of words that are alike, the longest first, each word once, with how much."""
    found = []
    for word in sorted(some, key=_long_first) if len(some) > 1 else some:
        alike, best = max([(_word(word, other), other) for other in others], default=(0.0, ""))
        if alike:
            others.remove(best)
            found.append((word, best, alike))
    return found


def _long_first(word: str) -> tuple[int, str]:
    return -len(word), word


@lru_cache(maxsize=262144)
def _word(one: str, other: str) -> float:
    """Return how alike two words are: initials and beginnings, slips of the pen, sounds."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == 1:
        return 0.75 if long[0] == short else 0.0
    if long.startswith(short):
        return 0.85 if len(short) > 2 else 0.5
    if short[0].isdecimal() or long[0].isdecimal():
        return 0.0
    far = _far(short, long, score_cutoff=2)
    if far == 1 and len(short) > 3:
        return 0.9
    if far == 2 and len(short) > 6:
        return 0.85
    return 0.8 if len(short) > 3 and sound_of(short) == sound_of(long) else 0.0


def _letters(one: str, other: str) -> float:
    one, other = one.replace(" ", ""), other.replace(" ", "")
    return 1 - _far(one, other) / max(len(one), len(other), 1)


def _numbers(one: str, other: str) -> int:
    """Return 1 for the same numbers, -2 for others, -1 where only one name has some."""
    if one and other:
        return 1 if one == other else -2
    return -1 if one or other else 0


def _given(a: Features, b: Features) -> int:
    """Return whether the first word of each person's name is in the other's: 1 both, -1 neither."""
    one, other = a.name.split(), b.name.split()
    if not one or not other:
        return 0
    return _is_there(one[0], other) + _is_there(other[0], one) - 1


def _is_there(word: str, words: Collection[str]) -> bool:
    return any(_is_first_name(word, other) for other in words)


@lru_cache(maxsize=65536)
def _is_first_name(one: str, other: str) -> bool:
    """Tell whether two words may be one first name: Mario and María are two."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if long.startswith(short) and (len(short) == 1 or len(short) > 2):
        return True
    if len(short) < 5 or short[:-1] == long[:-1]:
        return False
    far = _far(short, long, score_cutoff=2)
    return far < 2 or sound_of(short) == sound_of(long) or (far == 2 and len(short) > 6)


def _text(one: str, other: str, slips: int, least: int) -> int:
    """Return 2 for the same, 1 for one with few slips, -1 for another, 0 where one says nothing."""
    if not one or not other:
        return 0
    if one == other:
        return 2
    is_close = len(one) >= least and _far(one, other, score_cutoff=slips) <= slips
    return 1 if slips and is_close else -1


def _phone(a: Features, b: Features) -> int:
    if a.phone and a.phone == b.phone:
        return 2
    return _best(a.phone, a.mobile, b.phone, b.mobile, 1, 8)


def _best(one: str, more: str, other: str, others: str, slips: int, least: int) -> int:
    """Return as `_text`, of the two texts of either side the two that are most alike."""
    here, there = (one or more), (other or others)
    if not here or not there:
        return 0
    found = _text(here, there, slips, least)
    if one and more:
        found = max(found, _text(more, there, slips, least))
    if other and others:
        found = max(found, _text(here, others, slips, least))
        if one and more:
            found = max(found, _text(more, others, slips, least))
    return found


def _email(a: Features, b: Features) -> int:
    """Return 3 for the same address, 2 with a slip, 1 for the same domain of a firm's own."""
    found = _best(a.email, a.other_email, b.email, b.other_email, 2, 1)
    if found > 0:
        return found + 1
    return 1 if a.domain and a.domain == b.domain else found


def _vat(a: Features, b: Features) -> int:
    """Return as `_text`; two numbers that are both right are two, however near."""
    found = _text(a.vat, b.vat, 2, 7)
    return -1 if found == 1 and _is_right(a.vat) and _is_right(b.vat) else found


@lru_cache(maxsize=4096)
def _is_right(vat: str) -> bool:
    """Tell whether a VAT number's check digits are right."""
    return bool(is_valid_nif(vat.upper()))


@lru_cache(maxsize=65536)
def _street(one: str, other: str) -> int:
    """Return 3 for the same street, 2 and 1 for less alike ones, -1 for another."""
    if not one or not other:
        return 0
    if one == other:
        return 3
    short, long = sorted((one.split(), other.split()), key=lambda words: (len(words), words))
    both = [word for word in short if word in long]
    rest = _alike([w for w in short if w not in both], [w for w in long if w not in both])
    share = (len(both) + sum(alike for _w, _o, alike in rest)) / len(short)
    if len(short) != len(long):
        share *= 0.95
    share = max(share, _letters(one, other))
    return 3 if share > 0.99 else 2 if share >= 0.8 else 1 if share >= 0.6 else -1


def _house(one: str, other: str) -> int:
    """Return 2 for the same number, -1 for one with a slip or another letter, -2 for another."""
    if not one or not other:
        return 0
    if one == other:
        return 2
    is_slip = len(one) == len(other) > 2 and _far(one, other, score_cutoff=1) == 1
    return -1 if is_slip or one.rstrip("abcdefgh") == other.rstrip("abcdefgh") else -2


def _post_code(one: str, other: str) -> int:
    """Return 4 for the same, 2 with a slip, 1 for the same district, -2 for another."""
    found = 2 * _text(one, other, 1, 4)
    return 1 if found < 0 and one[:3] == other[:3] else found


def _city(one: str, other: str) -> int:
    found = _text(one, other, 2, 5)
    if found < 0 and min(len(one), len(other)) > 4 and one[:6] == other[:6]:
        return 1  # Talavera, and Talavera de la Reina
    return found
