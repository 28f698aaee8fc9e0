"""The comparison that needs no extra: the same keys and the same model, record by record, on
disk.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from unisono.duplicates.index import KeyIndex
from unisono.duplicates.pairs import Entries, Pair, featured
from unisono.duplicates.scoring import score


def pairs(
    left: Entries, right: Entries | None, least: int, left_out: Counter[str] | None = None
) -> Iterator[Pair]:
    """Return the pairs of a book, or of two, that score at least so many points; count what too
    many share.
    """
    with tempfile.TemporaryDirectory() as folder:
        book = KeyIndex(Path(folder) / "book.sqlite")
        try:
            book.add(featured(left if right is None else right))
            if left_out is not None:
                left_out.update(book.left_out())
            yield from _within(book, least) if right is None else _between(book, left, least)
        finally:
            book.close()


def pairs_of_new(new: Entries, there: Entries, least: int) -> Iterator[tuple[bool, Pair]]:
    """Return pairs of a new record and one that is there (True), and of two new ones (False)."""
    with tempfile.TemporaryDirectory() as folder:
        old, own = KeyIndex(Path(folder) / "there.sqlite"), KeyIndex(Path(folder) / "new.sqlite")
        try:
            old.add(featured(there))
            own.add(featured(new))
            for id_, features in own.records():
                yield from (
                    (True, Pair(id_, other, *scored))
                    for other, scored in old.alike(features, least)
                )
            yield from ((False, pair) for pair in _within(own, least))
        finally:
            old.close()
            own.close()


def _within(book: KeyIndex, least: int) -> Iterator[Pair]:
    for one, features, other, others in book.pairs():
        scored = score(features, others)
        if scored.points >= least:
            yield Pair(one, other, *scored)


def _between(book: KeyIndex, left: Entries, least: int) -> Iterator[Pair]:
    for id_, features in featured(left):
        for other, scored in book.alike(features, least):
            yield Pair(id_, other, *scored)
