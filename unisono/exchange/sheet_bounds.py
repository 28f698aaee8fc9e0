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
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext as _

from unisono.exchange.binary_sheet import BinarySheet
from unisono.exchange.limits import Limits, limits
from unisono.exchange.reading import Unreadable

_MOST_ENTRIES = 10_000  # parts of the zip; real workbooks have some dozens
_SMALL = 16 * 1024 * 1024  # bytes of a part that may unfold from almost nothing
_PIECE = 1024 * 1024  # unpacked at a time
_BEYOND = 10**10  # more rows or columns than any limit
_TABLE_CELLS = ("table:table-cell", "table:covered-table-cell")
_TABLES = ("table:table", "table:table-row", *_TABLE_CELLS, "text:p")
_LAST_COLUMN = 16_384  # XFD, as in the format itself
_MOST_MARKS = 100_000  # cells with an error, or a formula without result
_DEEPEST = 256  # elements within each other; a sheet has five
_LETTER = 10  # bytes that a letter takes at most: &#x10FFFF;
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII | re.IGNORECASE)
_SHEETS = re.compile(r"(work|chart|dialog|macro)sheets[/\\][^/\\]*$", re.IGNORECASE)
_XML = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def refuse_too_large(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Raise Unreadable, naming the limit, for a packed file that unpacks to too much, or has a
    sheet that is too large. Return, by the names of its sheets' parts, which cells hold an error,
    or a formula, that of a text left aside.

    What it declares of itself is not believed: it is unpacked a piece at a time, and its cells are
    counted.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    with _readable(), zipfile.ZipFile(path) as packed:
        entries, cells, size = packed.infolist(), Cells(), 0
        if len(entries) > _MOST_ENTRIES:
            raise Unreadable(
                _("The file has more than %(limit)s parts.") % {"limit": _MOST_ENTRIES}
            )
        for entry in entries:
            feed, part = None, 0
            cells.marks = found.setdefault(entry.filename, {})
            for piece in _pieces(packed, entry):
                size, part = size + len(piece), part + len(piece)
                if part > max(_SMALL, cells.most.unpacked_times * entry.compress_size):
                    times = {"limit": cells.most.unpacked_times}
                    raise Unreadable(
                        _("A part of the file unpacks to more than %(limit)s times its size.")
                        % times
                    )
                if size > cells.most.unpacked_mb * 1024 * 1024:
                    limit = {"limit": cells.most.unpacked_mb}
                    raise Unreadable(_("The file unpacks to more than %(limit)s MB.") % limit)
                feed = feed or _feed_of(entry.filename, piece, cells)
                feed(piece, False)
            if feed:
                feed(b"", True)
    return found


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
    return _Bounded(reader, part, cells.most).feed


class _Bounded:
    """Reads a part as long as its elements come: what lies between two of them is one cell at
    most.
    """

    def __init__(self, reader: expat.XMLParserType, part: "Sheet", most: Limits) -> None:
        self._reader, self._part, self._most = reader, part, most
        self._elements, self._bytes = 0, 0

    def feed(self, data: bytes, is_end: bool) -> None:
        """Take the next bytes; raise Unreadable where they are more than a cell can be."""
        self._reader.Parse(data, is_end)
        if self._part.elements != self._elements:
            self._elements, self._bytes = self._part.elements, 0
        self._bytes += len(data)
        if self._bytes > 2 * _PIECE + _LETTER * self._most.characters:
            raise Unreadable(
                _("A cell of the file has more than %(limit)s characters.")
                % {"limit": self._most.characters}
            )


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
    most: Limits = field(default_factory=limits)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)

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
            if self.last_row > self.most.rows:
                raise Unreadable(
                    _("The file has more than %(limit)s rows.") % {"limit": self.most.rows}
                )
            if self.last_column > _LAST_COLUMN:
                raise Unreadable(
                    _("The file has more than %(limit)s columns.") % {"limit": _LAST_COLUMN}
                )
        if max(self.last_row * self.last_column, self.count) > self.most.cells:
            raise Unreadable(
                _("The sheet has more than %(limit)s cells, rows × columns.")
                % {"limit": self.most.cells}
            )


class Sheet:
    """A sheet of an xlsx file: cells by their place, or, without one, after the cell before. Styled
    ones are empty.
    """

    def __init__(self, cells: Cells) -> None:
        self.cells, self.row, self.column, self.is_filled = cells, 0, 0, False
        self.elements = self.depth = 0
        self.has_formula = self.is_text = False

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the start of an element."""
        self.begin()
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.is_filled = self.has_formula = False
            self.is_text = values.get("t") == "str"
            if "r" not in values:
                self.column += 1
            elif place := _PLACE.fullmatch(values["r"]):
                self.row, self.column = int(place[2]), column_of(place[1])
            else:
                raise _not_valid(values["r"][:20])  # readers disagree about what that would be
            if values.get("t") == "e":
                self.mark("error")
        elif name in ("v", "f", "is"):
            self.has_formula = self.has_formula or name == "f"
            if not self.is_filled:
                self.is_filled = True
                self.cells.fill(self.row, self.column)
        elif name == "row":
            self.row, self.column = self.row + 1, 0
            if text := values.get("r"):
                self.row = int(text) if text.isdecimal() and len(text) < 10 else _BEYOND

    def begin(self) -> None:
        """Count an element."""
        self.elements += 1
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _not_valid(f"{_DEEPEST} levels")

    def is_marked(self) -> bool:
        """Tell whether something is wrong with the cell."""
        return (self.row, self.column) in self.cells.marks

    def mark(self, what: str) -> None:
        """Remember what is wrong with the cell, of as many as anybody mends."""
        if len(self.cells.marks) < _MOST_MARKS:
            self.cells.marks[self.row, self.column] = what

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self.depth -= 1
        is_cell = name.rpartition(":")[2] == "c"
        if is_cell and self.has_formula and not self.is_text and not self.is_marked():
            self.mark("formula")  # which matters where the cell turns out to be blank


class OpenDocument(Sheet):
    """The tables of an ods file, where a cell or a row may stand for many that are the same."""

    def __init__(self, cells: Cells) -> None:
        super().__init__(cells)
        self.rows, self.columns, self.last, self.filled = 1, 1, 0, 0

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the start of an element."""
        if name not in _TABLES:
            super().start(name, values)  # an xlsx file may call its sheet as ods does
            return
        self.begin()
        if name == "table:table":
            self.cells.begin()
            self.row = 0
        elif name == "table:table-row":
            self.rows = _repeated(values, "table:number-rows-repeated")
            self.column = self.last = self.filled = 0
        elif name in _TABLE_CELLS:
            self.columns = _repeated(values, "table:number-columns-repeated")
            self.is_filled = any(
                each.startswith(("office:", "calcext:")) or "formula" in each for each in values
            )
        else:
            self.is_filled = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        super().end(name)
        if name in _TABLE_CELLS:
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
    return int(text) if text.isdecimal() and len(text) < 10 else _BEYOND


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """Return the number of a column from 1 on: A → 1, XFD → 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
