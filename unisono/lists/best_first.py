"""Rows that match a text, best first: the very number, the very name, names that begin so, names
that have each word at the beginning of one, then anywhere, then what matches elsewhere; each by
name.

Where very many match, the last three are one: telling them apart would read them all.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Q

from unisono.common.borders import Rows, Stored
from unisono.common.text import folded, key_of
from unisono.lists.search import first_by_name, matching
from unisono.lists.search_words import Search, forms_of, starts

FEW = 500  # matches that are all looked at, in 2 ms
_NUMBER, _NAME, _BEGINS, _WORDS, _IN_NAME, _ELSEWHERE = range(6)


class Place(NamedTuple):
    """Where a row stands in this order."""

    fit: int
    sort_key: str
    pk: int


def best_first(
    rows: Rows, text: str, most: int, *, count: int, after: Place | None = None
) -> list[Stored]:
    """Return the first matching rows behind a place, each with its `fit`; `count` is how many
    match, as far as they were counted.
    """
    if count <= FEW:
        places = [place for place in places_of(rows, text) if not after or place > after]
        return loaded(rows, places[:most])
    found: list[Stored] = []
    for fit, part in _parts(rows, text):
        if len(found) < most and (not after or fit >= after.fit):
            behind = _behind(after) if after and fit == after.fit else Q()
            some = _first_of(part, fit, text, most - len(found), count, behind)
            for row in some:
                row.fit = fit
            found += some
    return found


def places_of(rows: Rows, text: str) -> list[Place]:
    """Return where matching rows stand, in order; of few."""
    found = matching(rows, text).order_by().values_list("no_key", "sort_key", "pk")
    return sorted(Place(fit_of(text, no, name), name, pk) for no, name, pk in found)


def loaded(rows: Rows, places: Sequence[Place]) -> list[Stored]:
    """Return the rows of these places, in their order, each with its `fit`."""
    found = {row.pk: row for row in rows.filter(pk__in=[place.pk for place in places])}
    here = [place for place in places if place.pk in found]
    for place in here:
        found[place.pk].fit = place.fit
    return [found[place.pk] for place in here]


def fit_of(text: str, no_key: str, sort_key: str) -> int:
    """Return how well a match fits, 0 the best, by its number and its folded name."""
    wanted = " ".join(folded(text).split())
    if no_key == key_of(text):
        return _NUMBER
    if sort_key.startswith(wanted):
        return _NAME if sort_key == wanted else _BEGINS
    words = [forms_of(word) for word in wanted.split()]
    if all(any(f" {form}" in f" {sort_key}" for form in forms) for forms in words):
        return _WORDS
    in_name = all(any(form in sort_key for form in forms) for forms in words)
    return _IN_NAME if in_name else _ELSEWHERE


def _parts(rows: Rows, text: str) -> Iterator[tuple[int, Rows]]:
    """Return many matching rows in three parts, which an index tells apart."""
    search, number = Search(rows, text), Q(no_key=key_of(text))
    # A number or the beginning of a name has every word of the text; a short one alone has to begin
    # it.
    matches = Q() if search.whole else search.by_row()
    begins = starts("sort_key", " ".join(folded(text).split()))
    yield _NUMBER, rows.filter(number, matches)
    yield _BEGINS, rows.filter(begins, matches).exclude(number)
    yield _ELSEWHERE, rows.exclude(number).exclude(begins)


def _first_of(part: Rows, fit: int, text: str, most: int, count: int, behind: Q) -> list[Stored]:
    if fit == _ELSEWHERE:
        return first_by_name(part, text, most, count=count, after=behind)
    return list(part.filter(behind).order_by("sort_key", "pk")[:most])


def _behind(place: Place) -> Q:
    later = Q(sort_key__gt=place.sort_key) | Q(sort_key=place.sort_key, pk__gt=place.pk)
    # Said once more as a range, in which an index begins.
    return later & Q(sort_key__gte=place.sort_key)
