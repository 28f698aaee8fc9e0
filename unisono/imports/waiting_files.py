"""The files that wait to be imported, in the database: whoever answers a page, and whoever works on
the job, has the same rows.
"""

import json
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from unisono.common.borders import Content, Given
from unisono.common.clock import clock
from unisono.common.text import key_of
from unisono.exchange.reading import Row
from unisono.exchange.staging import WorkingFile, json_text, row_of
from unisono.imports.models import WaitingFile, WaitingPiece, WaitingResult, WaitingRow
from unisono.imports.results import RowResult
from unisono.links.bulk.sql import insert_rows

IMPORT = "import"  # the kind of job that takes one in
_PAGE = 1000  # rows in memory at a time
_PIECE = 1024 * 1024  # bytes of a file in memory at a time
_ROW = ("file_id", "number", "cells", "problem", "said")
_RESULT = ("file_id", "number", "outcome", "no", "no_key", "messages", "changes")
_MADE = ("created", "updated")


class Staged:
    """A file that waits, its rows, and what became of each."""

    def __init__(self, file: WaitingFile) -> None:
        self._id = file.pk
        self._columns: list[str] = json.loads(file.about)["columns"]

    def about(self) -> Content:
        """Return what is known: columns, samples, filled, total, and what was given or set."""
        about = WaitingFile.objects.values_list("about", flat=True).get(pk=self._id)
        found: Content = json.loads(about)
        return found

    def write_raw(self, target: Path) -> bool:
        """Write the file as it was sent; tell whether it is still kept."""
        pieces = WaitingPiece.objects.filter(file=self._id).order_by("number")
        with target.open("wb") as content:
            for piece in pieces.values_list("content", flat=True).iterator(1):
                content.write(bytes(piece))
        return target.stat().st_size > 0

    def replace(self, read: WorkingFile) -> None:
        """Keep what was read in another way instead; what became of rows is forgotten. Raises
        KeyError where the file itself was removed meanwhile.
        """
        with transaction.atomic():
            file = self._hold()
            if not WaitingPiece.objects.filter(file=file).exists():
                raise KeyError(file.key)  # somebody was erased, who may be in what was read
            self._results().delete()
            self._rows().delete()
            was = json.loads(file.about)
            stays = {name: was[name] for name in ("name", "source", "options") if name in was}
            file.about, file.touched_at = json_text({**read.about(), **stays}), clock()
            file.save(update_fields=["about", "touched_at"])
            _keep_rows(file, read)

    def set_about(self, values: Given) -> None:
        """Set what is known of the import."""
        with transaction.atomic():
            file = self._hold()
            file.about = json_text({**json.loads(file.about), **values})
            file.touched_at = clock()
            file.save(update_fields=["about", "touched_at"])

    def rows(self, after: int, most: int) -> list[Row]:
        """Return the next rows after a number, with what was mended."""
        rows = self._rows().filter(number__gt=after).order_by("number")[:most]
        return [
            row_of(self._columns, *each)
            for each in rows.values_list("number", "cells", "problem", "said")
        ]

    def texts(self, name: str) -> Iterator[str]:
        """Return the texts of a column, row by row; cells that hold a number are none."""
        place = self._columns.index(name)
        for (cells,) in self._rows().order_by("number").values_list("cells").iterator(_PAGE):
            text = json.loads(cells)[place]
            if isinstance(text, str):
                yield text

    def distinct(self, name: str, most: int) -> list[str]:
        """Return the different texts of a column, at most so many, in the order of the file."""
        found: dict[str, None] = {}
        for text in self.texts(name):
            if text.strip():
                found.setdefault(text.strip())
            if len(found) >= most:
                break
        return list(found)

    def mend(self, number: int, column: str, text: str) -> None:
        """Change a cell, and forget what became of its row; raise KeyError where there is no such
        cell.
        """
        with transaction.atomic():
            # Locked: two who mend cells of one row at a time both have theirs.
            row = self._rows().select_for_update().filter(number=number).first()
            if row is None or column not in self._columns:
                raise KeyError(column)
            cells = json.loads(row.cells)  # numbers of other cells stay numbers
            cells[self._columns.index(column)] = text
            said = json.loads(row.said) if row.said else {}
            said.pop(column, None)  # what befell the cell befell the text before
            row.cells, row.problem, row.answer, row.answer_about = json_text(cells), "", "", ""
            row.said = json_text(said) if said else ""
            row.save(update_fields=["cells", "problem", "said", "answer", "answer_about"])
            self._results().filter(number=number).delete()
            WaitingFile.objects.filter(pk=self._id).update(touched_at=clock())

    def answer(self, numbers: Collection[int], answer: str) -> None:
        """Keep what a person said of rows and the contact that they look like; raise KeyError where
        one of the rows is not there.
        """
        with transaction.atomic():
            self._hold()
            named = dict(self._results().filter(number__in=numbers).values_list("number", "no"))
            if any(not 0 <= number < 2**63 for number in numbers):
                raise KeyError(numbers)
            rows = list(self._rows().filter(number__in=numbers))
            if len(rows) != len(set(numbers)):
                raise KeyError(numbers)
            for row in rows:
                row.answer = answer
                row.answer_about = named.get(row.number, "") if answer else ""
            WaitingRow.objects.bulk_update(rows, ["answer", "answer_about"], batch_size=500)
            WaitingFile.objects.filter(pk=self._id).update(touched_at=clock())

    def answers(self, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
        """Return what was said of some of the rows, by number, and of whom: a contact's number, or
        `#2` for a row.
        """
        said = self._rows().filter(number__in=numbers).exclude(answer="")
        rows = said.values_list("number", "answer", "answer_about")
        return {number: (answer, about) for number, answer, about in rows}

    def said(self) -> int:
        """Return of how many rows somebody said what they are."""
        return self._rows().exclude(answer="").count()

    def naming(self, is_wanted: Callable[[str], bool]) -> list[Row]:
        """Return the rows with a cell in which a text is wanted, or a part of it that lists
        several.
        """
        return [row for row in self._all_rows() if _names(row, is_wanted)]

    def forget(self, is_wanted: Callable[[str], bool]) -> None:
        """Remove these rows, what became of them, and samples of such texts."""
        self._hold()
        about = self.about()
        # The file itself may name them where no row does: on another sheet, above the headings.
        WaitingPiece.objects.filter(file=self._id).delete()
        self.set_about({"first_rows": []})
        gone = [row.number for row in self.naming(is_wanted)]
        if not gone:
            return
        for start in range(0, len(gone), _PAGE):
            some = gone[start : start + _PAGE]
            for rows in (self._rows(), self._results()):
                rows.filter(number__in=some).delete()
        samples = {
            column: [text for text in some if not _lists(text, is_wanted)]
            for column, some in about["samples"].items()
        }
        self.set_about({"samples": samples, "total": about["total"] - len(gone)})

    def _all_rows(self) -> Iterator[Row]:
        after = 0
        while some := self.rows(after, _PAGE):
            yield from some
            after = some[-1].number

    def put_results(self, results: Collection[RowResult]) -> None:
        """Keep what became of rows; what was kept of the same rows before is replaced. Rows of
        somebody who was erased meanwhile are none any more.
        """
        numbers = [each.number for each in results]
        with transaction.atomic():
            self._hold()
            there = set(self._rows().filter(number__in=numbers).values_list("number", flat=True))
            self._results().filter(number__in=numbers).delete()
            stored = (self._stored(each) for each in results if each.number in there)
            insert_rows(WaitingResult._meta.db_table, _RESULT, stored)

    def _hold(self) -> WaitingFile:
        """Return the file, locked: what somebody else does with it at this moment comes before, or
        after.
        """
        return WaitingFile.objects.select_for_update().get(pk=self._id)

    def _stored(self, result: RowResult) -> tuple[Any, ...]:
        # What was refused may have typed anything for a number, and made no record of it.
        no_key = key_of(result.no) if result.outcome in _MADE else ""
        said = json_text(result.messages), json_text(result.changes)
        return self._id, result.number, result.outcome, _storable(result.no), no_key, *said

    def clear_results(self) -> None:
        """Forget what became of all rows."""
        self._results().delete()

    def created(self, keys: Collection[str]) -> set[str]:
        """Return those keys of numbers of which a row before would create a record."""
        made = self._results().filter(no_key__in=keys, outcome__in=_MADE)
        return set(made.values_list("no_key", flat=True))

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each outcome."""
        counted = self._results().values_list("outcome").annotate(count=Count("pk"))
        return dict(counted.order_by("outcome"))

    def results(
        self,
        outcomes: Collection[str] = (),
        after: int = 0,
        most: int = 100,
        by_record: bool = False,
    ) -> list[tuple[Row, RowResult]]:
        """Return rows with what became of them, in the order of the file, or of the records that
        they are about; of some outcomes only.
        """
        found = self._results().filter(number__gt=after)
        found = found.order_by("no", "number") if by_record else found.order_by("number")
        if outcomes:
            found = found.filter(outcome__in=outcomes)
        results = [_result(each) for each in found[:most]]
        lines = self._rows().filter(number__in=[each.number for each in results])
        rows = {
            line[0]: row_of(self._columns, *line)
            for line in lines.values_list("number", "cells", "problem", "said")
        }
        # Somebody may have been erased, with their rows, between the two statements.
        return [(rows[each.number], each) for each in results if each.number in rows]

    def results_of(self, numbers: Collection[int]) -> dict[int, RowResult]:
        """Return what became of some rows, by their numbers; nothing of those that were not taken
        yet.
        """
        return {each.number: _result(each) for each in self._results().filter(number__in=numbers)}

    def pages(self, outcomes: Collection[str]) -> Iterator[tuple[Row, RowResult]]:
        """Return all rows of some outcomes, a few hundred in memory at a time."""
        after = 0
        while some := self.results(outcomes, after=after, most=500):
            yield from some
            after = some[-1][0].number

    def _rows(self) -> QuerySet[WaitingRow]:
        return WaitingRow.objects.filter(file=self._id)

    def _results(self) -> QuerySet[WaitingResult]:
        return WaitingResult.objects.filter(file=self._id)


def keep(key: str, user_id: int, read: WorkingFile, raw: Path) -> None:
    """Keep what was read of a file under a key, and the file itself."""
    about = {"about": json_text(read.about()), "touched_at": clock()}
    file = WaitingFile.objects.create(key=key, user_id=user_id, **about)
    with raw.open("rb") as content:
        for number, piece in enumerate(iter(lambda: content.read(_PIECE), b"")):
            WaitingPiece.objects.create(file=file, number=number, content=piece)
    _keep_rows(file, read)


def _keep_rows(file: WaitingFile, read: WorkingFile) -> None:
    after = 0
    while lines := read.lines(after, _PAGE):
        rows = ((file.pk, n, cells, _storable(why), said) for n, cells, why, said in lines)
        insert_rows(WaitingRow._meta.db_table, _ROW, rows)
        after = lines[-1][0]


def find(key: str, lock: bool = False) -> Staged | None:
    """Return the file of a key, if it waits; locked, nobody else begins anything with it."""
    files = WaitingFile.objects.select_for_update() if lock else WaitingFile.objects.all()
    file = files.filter(key=key).first()
    return Staged(file) if file else None


def all_waiting() -> list[Staged]:
    """Return all of them, whoever sent them."""
    return [Staged(file) for file in WaitingFile.objects.order_by("pk")]


def forget_older(moment: datetime) -> None:
    """Remove the files that nobody touched since a moment."""
    WaitingFile.objects.filter(touched_at__lt=moment).delete()


def _storable(text: str) -> str:
    """Return a text without NUL, which PostgreSQL takes in none."""
    return text.replace("\0", "")


def _names(row: Row, is_wanted: Callable[[str], bool]) -> bool:
    return any(_lists(text, is_wanted) for text in row.cells.values())


def _lists(text: str, is_wanted: Callable[[str], bool]) -> bool:
    return any(is_wanted(part) for part in (text, *text.split(";")))


def _result(row: WaitingResult) -> RowResult:
    said = tuple((column, text) for column, text in json.loads(row.messages))
    changes = tuple((name, old, new) for name, old, new in json.loads(row.changes))
    return RowResult(row.number, row.outcome, row.no, said, changes)
