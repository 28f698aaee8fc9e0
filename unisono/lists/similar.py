"""Finding records by words of which one has a wrong letter, where nothing is found without.

In a word in which one letter is wrong, missing, too many or changed places with its neighbour, what
stands before and after is unharmed: rows that hold both pieces are found by their trigrams, and
their words compared. Only so many rows are read, however many there are.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from unisono.common.borders import Rows
from unisono.common.text import folded
from unisono.lists.search import matching
from unisono.lists.search_words import LONG, Search

_SHORTEST = 4  # letters of a word that may have a wrong one: with fewer, anything is similar
_LONGEST = 30  # letters: each of them asks two questions of the index
_WORDS = 6  # that are tried, for the same reason
_READ = 5_000  # rows that are read for a word: 40 ms
MOST_SIMILAR = 100  # rows that are returned: who sees more types the word anew

Fit = tuple[int, str, int]  # how well it fits, its name, its key


def similar(rows: Rows, text: str) -> list[int]:
    """Return the keys of the rows that match a text but for one letter of one of its words, the
    most similar first, at most a hundred.
    """
    words = folded(text).split()
    found: dict[int, Fit] = {}
    for number, word in enumerate(words[:_WORDS]):
        if _SHORTEST <= len(word) <= _LONGEST and not word.isdecimal():
            others = [*words[:number], *words[number + 1 :]]
            for fit in _with_a_wrong_letter(rows, word, others):
                found[fit[-1]] = min(fit, found.get(fit[-1], fit))
    return [key for *_fit, key in sorted(found.values())[:MOST_SIMILAR]]


def matching_or_similar(rows: Rows, text: str) -> Rows:
    """Return the rows that match; where there are none, those that are similar."""
    found = matching(rows, text)
    if found.exists():
        return found
    return rows.filter(pk__in=similar(rows, text))


def _with_a_wrong_letter(rows: Rows, word: str, others: list[str]) -> Iterator[Fit]:
    """Return the rows that have the other words, and this one with a letter wrong."""
    left, seen = _READ, set[int]()
    for pieces in _unharmed(word):
        search = Search(rows, " ".join((*others, *pieces)), most=left)
        for key, name, *texts in (
            rows.filter(search.by_index())
            .order_by()
            .values_list("pk", "sort_key", *search.columns)[:left]
        ):
            left -= 1
            if key not in seen and (rank := _fit(word, name, "\n".join(texts))) is not None:
                seen.add(key)
                yield rank, name, key
        if left <= 0 or len(seen) >= MOST_SIMILAR:
            return


def _unharmed(word: str) -> list[tuple[str, ...]]:
    """Return what is left of a word whatever letter is wrong, the longest first: few rows have
    it.
    """
    both = ((word[:at], word[at + 1 :]) for at in range(len(word)))
    swapped = (
        (word[:at] + word[at + 1] + word[at] + word[at + 2 :],) for at in range(len(word) - 1)
    )
    pieces = (tuple(one for one in some if len(one) >= LONG) for some in (*both, *swapped))
    return sorted({some for some in pieces if some}, key=lambda some: -sum(map(len, some)))


def _fit(word: str, name: str, text: str) -> int | None:
    """Return how well a row fits: 0 and 1 by its name, 2 and 3 by what else it has, None where it
    does not.
    """
    by_name = _rank(word, name)
    if by_name is not None:
        return by_name
    elsewhere = _rank(word, text)
    return None if elsewhere is None else 2 + elsewhere


def _rank(word: str, text: str) -> int | None:
    """Return 0 where a word of the text is similar, 1 where one begins similarly, else None; short
    words begin too many.
    """
    words = {*re.findall(r"\w+", text), *text.split()}
    if any(_is_similar(word, one) for one in words):
        return 0
    begins = len(word) > _SHORTEST and any(
        _is_similar(word, one[: len(word) + more]) for one in words for more in (-1, 0, 1)
    )
    return 1 if begins else None


def _is_similar(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 1 and OSA.distance(one, other, score_cutoff=1) <= 1
