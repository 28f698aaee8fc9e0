"""The words of a search as conditions on rows: what an index finds, and what is looked for in rows
at hand.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import F, Func, Q, TextField
from django.db.models.expressions import RawSQL

from unisono.common.borders import Rows
from unisono.common.text import digits_of, folded, key_of, squeezed
from unisono.lists.search_index import columns_of, index_of

LONG = 3  # characters that a form needs to be found by its trigrams
# Signs that may be left out or added: people write S.L., SL and B-58.818.501 as it comes. Any other
# sign that is typed counts: C# is not C, and 100% not 1000.
_LEFT_OUT = frozenset(".,;:-/'()\"*")


class Unindexed(Func):
    """A text as it is, in a form in which no index gives its order: to sort the few rows that were
    found.
    """

    template = "(%(expressions)s || '')"
    output_field = TextField()


def starts(field: str, start: str) -> Q:
    """Return the condition of a text by code point beginning so, as a range, which every index
    serves.
    """
    end = start.rstrip("\U0010ffff")
    if not end:
        return Q(**{f"{field}__gte": start})
    following = "\ue000" if end[-1] == "\ud7ff" else chr(ord(end[-1]) + 1)  # no text has surrogates
    return Q(**{f"{field}__gte": start, f"{field}__lt": end[:-1] + following})


def forms_of(word: str) -> list[str]:
    """Return what a word may look like in a search text: folded, without the signs that may be
    left out, as digits, without the leading 00.
    """
    plain = folded(word)
    forms = {plain}
    if all(char.isalnum() or char in _LEFT_OUT for char in plain):
        forms.add(squeezed(word))
    if all(char.isdecimal() or char in "+()-./" for char in word):
        forms |= {digits_of(word), digits_of(word).removeprefix("00")}
    return sorted(forms - {""})


class Search:
    """The words of a text as conditions on rows of one table; `most` bounds how many rows FTS5
    hands on.
    """

    def __init__(self, rows: Rows, text: str, most: int | None = None) -> None:
        index = index_of(rows.model._meta.db_table)
        self._texts = columns_of(rows.model._meta.db_table)
        self.fts = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"
        if most is not None:
            self.fts += f" LIMIT {most}"
        self.columns = columns_of(rows.model._meta.db_table)
        words = {word: forms for word in text.split() if (forms := forms_of(word))}
        # What finds rows by its trigrams, what is looked for at the start where there is no such
        # word, what narrows.
        self.whole = [forms for forms in words.values() if not _short(forms)]
        others = {word: forms for word, forms in words.items() if _short(forms)}
        partly = {word: forms for word, forms in others.items() if _long(forms)}
        self.starting = {} if self.whole else partly or others
        self.narrowing = [forms for word, forms in others.items() if word not in self.starting]

    @property
    def match(self) -> str:
        """What FTS5 alone can tell, "" where it cannot: phrases, in which quotation marks alone are
        special.
        """
        if self.narrowing or len(self.starting) > 1:
            return ""
        words = self.whole or [_long(forms) for forms in self.starting.values()]
        return _phrases(words) if all(words) else ""

    def by_index(self) -> Q:
        """Return the condition that finds the rows by index."""
        whole = [self._found(self.whole)] if self.whole else []
        others = [_any(map(self._contains, forms)) for forms in self.narrowing]
        return reduce(
            and_, (*whole, *others, *(_any(self._begins(word)) for word in self.starting)), Q()
        )

    def by_row(self) -> Q:
        """Return the same condition for rows that are at hand; no index serves it, so none is
        chosen instead.
        """
        words = [_any(map(self._contains, forms)) for forms in (*self.whole, *self.narrowing)]
        for word, forms in self.starting.items():
            names = [Q(sort_key__startswith=form) for form in _short(forms)]
            numbers = [Q(no_key__startswith=key) for key in _keys(word, forms)]
            words.append(_any((*map(self._contains, _long(forms)), *names, *numbers)))
        return reduce(and_, words, Q())

    def branches(self) -> list[tuple[Q, Any]]:
        """Return conditions that together find the rows, each with what to sort by: its index has
        names in order.
        """
        if self.whole or self.narrowing or len(self.starting) != 1:
            return [(self.by_index(), Unindexed(F("sort_key")))]
        ((word, forms),) = self.starting.items()
        names = [(starts("sort_key", form), F("sort_key")) for form in _short(forms)]
        others = self._begins(word)[len(names) :]
        return [*names, *((condition, Unindexed(F("sort_key"))) for condition in others)]

    def _begins(self, word: str) -> list[Q]:
        """Return for a word with short forms the conditions of which one must hold, those of names
        first.
        """
        forms = self.starting[word]
        names = [starts("sort_key", form) for form in _short(forms)]
        numbers = [starts("no_key", key) for key in _keys(word, forms)]
        return [*names, *numbers, *([self._found([_long(forms)])] if _long(forms) else [])]

    def _found(self, words: Sequence[Sequence[str]]) -> Q:
        """Return the condition of each word being found by its trigrams, in one of its forms."""
        if connection.vendor == "sqlite":
            return Q(pk__in=RawSQL(self.fts, [_phrases(words)]))
        return reduce(and_, (_any(map(self._contains, forms)) for forms in words))

    def _contains(self, form: str) -> Q:
        return _any(Q(**{f"{column}__contains": form}) for column in self.columns)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _phrases(words: Sequence[Sequence[str]]) -> str:
    phrases = [
        " OR ".join('"{}"'.format(form.replace('"', '""')) for form in forms) for forms in words
    ]
    return " AND ".join(f"({phrase})" for phrase in phrases)


def _keys(word: str, forms: Sequence[str]) -> list[str]:
    """Return what a number begins with: the short word as typed, or without its signs and
    accents.
    """
    words = (*_short(forms), *([] if _long(forms) else [word]))
    return list(dict.fromkeys(map(key_of, words)))


def _short(forms: Sequence[str]) -> list[str]:
    return [form for form in forms if len(form) < LONG]


def _long(forms: Sequence[str]) -> list[str]:
    return [form for form in forms if len(form) >= LONG]
