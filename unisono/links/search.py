"""Finding records by words: the same on both databases, by index."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from unisono.common.text import digits_of, folded, key_of, squeezed
from unisono.links.search_index import index_of

LONG = 3  # characters that a form needs to be found by its trigrams
_FEW = 500  # rows that are sorted without trying anything else
_MANY = 10_000  # as far as anybody counts
_SHORT_WALK, _LONG_WALK = 1_000, 10_000


class Unindexed(Func):
    """A text as it is, in a form in which no index gives its order: to sort the few rows that were found."""

    template = "(%(expressions)s || '')"
    output_field = TextField()


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the rows in which every word is found, by index: case and accents ignored; phones by their digits.

    Words under three characters are looked for at the start of name and number, and anywhere in what longer words find.
    """
    return rows.filter(_Search(rows, text).by_index())


def count_of(rows: QuerySet[Any], text: str, most: int) -> int:
    """Return how many rows match, at most so many; without a text, how many there are."""
    if not rows.query.where and not text.strip():
        return _capped(f"SELECT 1 FROM {rows.model._meta.db_table}", [], most)
    search = _Search(rows, text)
    if search.match and connection.vendor == "sqlite" and not rows.query.where:
        # FTS5 alone tells: it reads no row and stops at the limit, which it does not within IN (SELECT …).
        count = _capped(search.fts, [search.match], most)
        if search.whole or count == most:
            return count
    return rows.filter(search.by_index()).order_by()[:most].count()


def _capped(sql: str, parameters: list[str], most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT %s) counted", [*parameters, most])
        return int(cursor.fetchone()[0])


def first_by_name(
    rows: QuerySet[Any], text: str, most: int, *, count: int, down: bool = False, after: Q | None = None
) -> list[Any]:
    """Return the first matching rows in the order of their names, or in the opposite order (`down`).

    `count` is how many match, as far as they were counted; `after` is the condition of a later page. Where many match,
    a walk along the index of names, looking at each row, soon finds a page of them, and nothing has to be sorted. Where
    it does not, since they all come late in the order, they are sorted after all.
    """
    search, after = _Search(rows, text), after or Q()
    branches, most_sorted = (
        # Trigrams among the branches are not counted once more: within IN (SELECT …) nothing stops at the limit.
        (search.branches(), count) if search.match else _sizes(rows, search.branches(), count)
    )
    if most_sorted > _FEW:
        for steps in _walks(rows.model, most, count):
            walked = _walked(rows, search, most, steps, down, after)
            if walked is not None:
                return walked
    found: dict[int, Any] = {}
    for condition, name in branches:
        some = rows.filter(after, condition).order_by(*_by_name(down, name))[:most]
        found.update((row.pk, row) for row in some)
    return sorted(found.values(), key=lambda row: (row.sort_key, row.pk), reverse=down)[:most]


def starts(field: str, start: str) -> Q:
    """Return the condition of a text by code point beginning so, as a range, which every index serves."""
    end = start.rstrip("\U0010ffff")
    if not end:
        return Q(**{f"{field}__gte": start})
    following = "\ue000" if end[-1] == "\ud7ff" else chr(ord(end[-1]) + 1)  # no text has surrogates
    return Q(**{f"{field}__gte": start, f"{field}__lt": end[:-1] + following})


def forms_of(word: str) -> list[str]:
    """Return what a word may look like in a search text: folded, without signs, as digits, without the leading 00."""
    forms = {folded(word), squeezed(word)}
    if all(char.isdecimal() or char in "+()-./" for char in word):
        forms |= {digits_of(word), digits_of(word).removeprefix("00")}
    return sorted(forms - {""})


class _Search:
    """The words of a text as conditions on rows of one table."""

    def __init__(self, rows: QuerySet[Any], text: str) -> None:
        index = index_of(rows.model._meta.db_table)
        self.fts = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"
        words = {word: forms for word in text.split() if (forms := forms_of(word))}
        # What finds rows by its trigrams, what is looked for at the start where there is no such word, what narrows.
        self.whole = [forms for forms in words.values() if not _short(forms)]
        others = {word: forms for word, forms in words.items() if _short(forms)}
        partly = {word: forms for word, forms in others.items() if _long(forms)}
        self.starting = {} if self.whole else partly or others
        self.narrowing = [forms for word, forms in others.items() if word not in self.starting]

    @property
    def match(self) -> str:
        """What FTS5 alone can tell, "" where it cannot: phrases, in which quotation marks alone are special."""
        if self.narrowing or len(self.starting) > 1:
            return ""
        words = self.whole or [_long(forms) for forms in self.starting.values()]
        return _phrases(words) if all(words) else ""

    def by_index(self) -> Q:
        """Return the condition that finds the rows by index."""
        whole = [self._found(self.whole)] if self.whole else []
        others = [_any(map(_contains, forms)) for forms in self.narrowing]
        return reduce(and_, (*whole, *others, *(_any(self._begins(word)) for word in self.starting)), Q())

    def by_row(self) -> Q:
        """Return the same condition for rows that are at hand; no index serves it, so none is chosen instead."""
        words = [_any(map(_contains, forms)) for forms in (*self.whole, *self.narrowing)]
        for word, forms in self.starting.items():
            names = [Q(sort_key__startswith=form) for form in _short(forms)]
            numbers = [Q(no_key__startswith=key) for key in _keys(word, forms)]
            words.append(_any((*map(_contains, _long(forms)), *names, *numbers)))
        return reduce(and_, words, Q())

    def branches(self) -> list[tuple[Q, Any]]:
        """Return conditions that together find the rows, each with what to sort by: its index has names in order."""
        if self.whole or self.narrowing or len(self.starting) != 1:
            return [(self.by_index(), Unindexed(F("sort_key")))]
        ((word, forms),) = self.starting.items()
        names = [(starts("sort_key", form), F("sort_key")) for form in _short(forms)]
        others = self._begins(word)[len(names) :]
        return [*names, *((condition, Unindexed(F("sort_key"))) for condition in others)]

    def _begins(self, word: str) -> list[Q]:
        """Return for a word with short forms the conditions of which one must hold, those of names first."""
        forms = self.starting[word]
        names = [starts("sort_key", form) for form in _short(forms)]
        numbers = [starts("no_key", key) for key in _keys(word, forms)]
        return [*names, *numbers, *([self._found([_long(forms)])] if _long(forms) else [])]

    def _found(self, words: Sequence[Sequence[str]]) -> Q:
        """Return the condition of each word being found by its trigrams, in one of its forms."""
        if connection.vendor == "sqlite":
            return Q(pk__in=RawSQL(self.fts, [_phrases(words)]))
        return reduce(and_, (_any(map(_contains, forms)) for forms in words))


_Branches = list[tuple[Q, Any]]


def _sizes(rows: QuerySet[Any], branches: _Branches, count: int) -> tuple[_Branches, int]:
    """Return the branches that find anything, and how many rows would have to be sorted for one of them."""
    if len(branches) == 1:
        return branches, count
    sizes = [
        rows.filter(condition).order_by()[: _FEW + 1].count() if isinstance(name, Unindexed) else 0
        for condition, name in branches
    ]
    in_order = [branch for branch in branches if not isinstance(branch[1], Unindexed)]
    return [*in_order, *(branch for branch, size in zip(branches, sizes, strict=True) if size)], max(sizes)


def _walks(model: Any, most: int, count: int) -> tuple[int, ...]:
    """Return how many steps along the names to try, fewer than there are rows to sort."""
    if count >= _MANY:
        return _SHORT_WALK, _LONG_WALK  # nobody knows how many there are; most often a short walk is enough
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {model._meta.db_table}")
        enough = 2 * most * int(cursor.fetchone()[0] or 0) // max(count, 1)
    return (enough,) if enough <= count else ()


def _walked(rows: QuerySet[Any], search: _Search, most: int, steps: int, down: bool, after: Q) -> list[Any] | None:
    """Return the rows that a walk of so many steps along the names finds, None where there are too few."""
    last = _name_after(rows.model, steps, down, after)
    until = Q() if last is None else Q(**{f"sort_key__{'gte' if down else 'lte'}": last})
    found = list(rows.filter(after, until, search.by_row()).order_by(*_by_name(down, F("sort_key")))[:most])
    return found if last is None or len(found) == most else None


def _name_after(model: Any, steps: int, down: bool, after: Q) -> str | None:
    """Return the name so many steps along the index, None where it ends before."""
    if after:
        names = model._default_manager.filter(after).order_by(*_by_name(down, F("sort_key")))
        found = list(names.values_list("sort_key", flat=True)[steps : steps + 1])
        return found[0] if found else None
    way = "DESC" if down else "ASC"  # a first page is asked for most often: this spares it half a millisecond
    with connection.cursor() as cursor:
        sql = f"SELECT sort_key FROM {model._meta.db_table} ORDER BY sort_key {way}, id {way} LIMIT 1 OFFSET %s"
        cursor.execute(sql, [steps])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _by_name(down: bool, name: Any) -> tuple[Any, Any]:
    return (name.desc(), F("pk").desc()) if down else (name.asc(), F("pk").asc())


def _contains(form: str) -> Q:
    return Q(search_text__contains=form)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _phrases(words: Sequence[Sequence[str]]) -> str:
    phrases = [" OR ".join('"{}"'.format(form.replace('"', '""')) for form in forms) for forms in words]
    return " AND ".join(f"({phrase})" for phrase in phrases)


def _keys(word: str, forms: Sequence[str]) -> list[str]:
    """Return what a number begins with: the short word as typed, or without its signs and accents."""
    words = (*_short(forms), *([] if _long(forms) else [word]))
    return list(dict.fromkeys(map(key_of, words)))


def _short(forms: Sequence[str]) -> list[str]:
    return [form for form in forms if len(form) < LONG]


def _long(forms: Sequence[str]) -> list[str]:
    return [form for form in forms if len(form) >= LONG]
