"""How much a packed spreadsheet holds, by the parts of its zip: asked before anything reads a sheet
as a whole.

A reader of sheets makes room for every place from A1 to the last cell. Two cells of a file of a
kilobyte can so ask for half a terabyte, and end the process.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext as _

from unisono.exchange.binary_sheet import BinarySheet
from unisono.exchange.reading import MOST_ROWS, Unreadable

MOST_UNPACKED_BYTES = 1024 * 1024 * 1024  # a zip of 1 MB can unfold into a thousand times as much
# Rows × columns of a sheet, and cells in all: a sheet of 1,048,576 rows with 19 columns; some 700
# MB while it is read.
MOST_CELLS = 20_000_000
_MOST_ENTRIES = 10_000  # parts of the zip; real workbooks have some dozens
_PIECE = 1024 * 1024  # unpacked at a time
_LAST_COLUMN = 16_384  # XFD, as in the format itself
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII | re.IGNORECASE)
_SHEETS = re.compile(r"(work|chart|dialog|macro)sheets[/\\][^/\\]*$", re.IGNORECASE)
_XML = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def refuse_too_large(path: Path) -> None:
    """Raise Unreadable, naming the limit, for a packed file that unpacks to too much, or has a
    sheet that is too large.

    What it declares of itself is not believed: it is unpacked a piece at a time, and its cells are
    counted.
    """
    with _readable(), zipfile.ZipFile(path) as packed:
        entries, cells, size = packed.infolist(), Cells(), 0
        if len(entries) > _MOST_ENTRIES:
            raise Unreadable(
                _("The file has more than %(limit)s parts.") % {"limit": _MOST_ENTRIES}
            )
        for entry in entries:
            feed = None
            for piece in _pieces(packed, entry):
                size += len(piece)
                if size > MOST_UNPACKED_BYTES:
                    limit = {"limit": MOST_UNPACKED_BYTES // 1024 // 1024}
                    raise Unreadable(_("The file unpacks to more than %(limit)s MB.") % limit)
                feed = feed or _feed_of(entry.filename, piece, cells)
                feed(piece, False)
            if feed:
                feed(b"", True)


@contextmanager
def _readable() -> Iterator[None]:
    """Turn what a broken zip, or broken XML in it, raises into Unreadable."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        expat.error,
    ) as error:
        raise _not_valid(error) from error


def _pieces(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(entry) as file:
        while piece := file.read(_PIECE):
            yield piece


def _feed_of(name: str, start: bytes, cells: "Cells") -> Callable[[bytes, bool], object]:
    """Return what counts the cells of a part, by its name and its first bytes: a function of bytes
    and "is the end".
    """
    cells.begin()
    is_xml = start.lstrip().startswith(_XML) or name.lower().endswith((".xml", ".rels"))
    if _SHEETS.search(name) and not is_xml:
        return BinarySheet(cells.fill).feed
    if not is_xml:
        return lambda _bytes, _is_end: None
    reader = expat.ParserCreate()
    part = OpenDocument(cells) if name == "content.xml" else Sheet(cells)
    reader.StartElementHandler, reader.EndElementHandler = part.start, part.end
    reader.StartDoctypeDeclHandler = _refuse_doctype
    return reader.Parse


def _refuse_doctype(*_declared: object) -> None:
    """Refuse what no spreadsheet writes, and what can define a text that grows without end."""
    raise _not_valid("DOCTYPE")


def _not_valid(reason: object) -> Unreadable:
    return Unreadable(_("The file is not a valid xlsx file: %(reason)s.") % {"reason": reason})


@dataclass
class Cells:
    """The bounds of what was met: the last row and column of a sheet, and cells with content in all
    sheets.
    """

    last_row: int = 0
    last_column: int = 0
    count: int = 0

    def begin(self) -> None:
        """Begin another sheet."""
        self.last_row = self.last_column = 0

    def fill(self, row: int, column: int, count: int = 1) -> None:
        """Take a cell with content, by its place from 1 on; raise Unreadable where it is beyond the
        bounds.
        """
        self.count += count
        if row > self.last_row or column > self.last_column:
            self.last_row, self.last_column = max(row, self.last_row), max(column, self.last_column)
            if self.last_row > MOST_ROWS:
                raise Unreadable(_("The file has more than %(limit)s rows.") % {"limit": MOST_ROWS})
            if self.last_column > _LAST_COLUMN:
                raise Unreadable(
                    _("The file has more than %(limit)s columns.") % {"limit": _LAST_COLUMN}
                )
        if max(self.last_row * self.last_column, self.count) > MOST_CELLS:
            raise Unreadable(
                _("The sheet has more than %(limit)s cells, rows × columns.")
                % {"limit": MOST_CELLS}
            )


class Sheet:
    """A sheet of an xlsx file: cells by their place, or, without one, after the cell before. Styled
    ones are empty.
    """

    def __init__(self, cells: Cells) -> None:
        self.cells, self.row, self.column, self.is_filled = cells, 0, 0, False

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the start of an element."""
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.is_filled = False
            if "r" not in values:
                self.column += 1
            elif place := _PLACE.fullmatch(values["r"]):
                self.row, self.column = int(place[2]), column_of(place[1])
            else:
                raise _not_valid(values["r"][:20])  # readers disagree about what that would be
        elif name in ("v", "f", "is") and not self.is_filled:
            self.is_filled = True
            self.cells.fill(self.row, self.column)
        elif name == "row":
            self.row, self.column = self.row + 1, 0
            if text := values.get("r"):
                self.row = int(text) if text.isdecimal() and len(text) < 10 else MOST_ROWS + 1

    def end(self, name: str) -> None:
        """Take the end of an element."""


class OpenDocument(Sheet):
    """The tables of an ods file, where a cell or a row may stand for many that are the same."""

    def __init__(self, cells: Cells) -> None:
        super().__init__(cells)
        self.rows, self.columns, self.last, self.filled = 1, 1, 0, 0

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the start of an element."""
        if name == "table:table":
            self.cells.begin()
            self.row = 0
        elif name == "table:table-row":
            self.rows = _repeated(values, "table:number-rows-repeated")
            self.column = self.last = self.filled = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.columns = _repeated(values, "table:number-columns-repeated")
            self.is_filled = any(
                each.startswith(("office:", "calcext:")) or "formula" in each for each in values
            )
        elif name == "text:p":
            self.is_filled = True
        else:
            super().start(name, values)  # an xlsx file may call its sheet as ods does

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in ("table:table-cell", "table:covered-table-cell"):
            self.column += self.columns
            if self.is_filled:
                self.last, self.filled = self.column, self.filled + self.columns
            self.is_filled = False
        elif name == "table:table-row":
            self.row += self.rows
            if self.filled:
                self.cells.fill(self.row, self.last, self.filled * self.rows)


def _repeated(values: dict[str, str], name: str) -> int:
    text = values.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 10 else MOST_ROWS + 1


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """Return the number of a column from 1 on: A → 1, XFD → 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
