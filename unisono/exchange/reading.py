"""Reads tables from csv and xlsx files that others made: hostile until shown otherwise."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from unisono.common.errors import Refused

MOST_BYTES = 200 * 1024 * 1024
MOST_UNPACKED_BYTES = 1024 * 1024 * 1024
MOST_COLUMNS = 300
_BLANK = frozenset({"NULL", "\\N"})


class Unreadable(Refused):
    """The file cannot be read as a table."""

    code = "unreadable-file"


@dataclass(frozen=True)
class Row:
    """One row: its number as a person counts (the heading is row 1), its texts by column, why it cannot be read."""

    number: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A table's columns and rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Return the table in a csv or xlsx file; raise Unreadable, saying why.

    `NULL` and empty cells are blank texts; numbers of a sheet lose the ".0" that they never had.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(_("The file is larger than %(limit)s MB.") % {"limit": MOST_BYTES // 1024 // 1024})
        return _table(_lines(path))
    except OSError as error:
        raise Unreadable(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror or error}) from error


def _lines(path: Path) -> Iterator[Sequence[str]]:
    """Return a file's rows, by what its first bytes say that it is."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK\x03\x04"):
        return _sheet(path)
    if start.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")) or path.suffix.lower() in (".xlsx", ".xlsm"):
        raise Unreadable(_("This is neither an xlsx nor a csv file; save it as one of these."))
    return _csv(path)


def _table(lines: Iterator[Sequence[str]]) -> Table:
    columns = tuple(cell.strip() for cell in next(lines, ()))
    if not any(columns):
        raise Unreadable(_("The file has no heading."))
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(_("The file has more than %(limit)s columns.") % {"limit": MOST_COLUMNS})
    if twice := sorted({column for column in columns if column and columns.count(column) > 1}):
        raise Unreadable(_("Columns stand twice in the heading: %(columns)s.") % {"columns": ", ".join(twice)})
    rows = []
    for number, line in enumerate(lines, start=2):
        if any(cell.strip() for cell in line):
            rows.append(_row(number, columns, line))
    return Table(columns, tuple(rows))


def _row(number: int, columns: Sequence[str], line: Sequence[str]) -> Row:
    texts = _rejoined(line, len(columns))
    if len(texts) > len(columns) and any(text.strip() for text in texts[len(columns) :]):
        message = _("The row has %(count)s cells, the heading %(columns)s; is a text with a comma not in quotes?")
        return Row(number, {}, message % {"count": len(line), "columns": len(columns)})
    pairs = ((column, text.strip()) for column, text in zip(columns, texts, strict=False) if column)
    return Row(number, {column: "" if text in _BLANK else text for column, text in pairs})


def _rejoined(line: Sequence[str], count: int) -> list[str]:
    """Return a row's cells; in one that is too long, a cell beginning with a blank goes on with the one before.

    Files written without quotes have such rows: `…,Gran Vía, 1,Madrid,…` is one address with a comma.
    """
    joined: list[str] = []
    for cell in line:
        if joined and cell.startswith(" ") and cell.strip() and len(line) > count:
            joined[-1] = f"{joined[-1]},{cell}"
        else:
            joined.append(cell)
    return joined if len(joined) == count else list(line)


def _csv(path: Path) -> Iterator[Sequence[str]]:
    text = _text(path.read_bytes())
    sample = text[:20_000].split("\n")[0]
    delimiter = max(",;\t|", key=sample.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable(_("The file is not a valid csv file: %(reason)s.") % {"reason": error}) from error


def _text(content: bytes) -> str:
    """Return a file's text: UTF-8, UTF-16 with its mark, else what Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _sheet(path: Path) -> Iterator[Sequence[str]]:
    """Return the rows of the first sheet, after looking at how much the file would unpack to."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise Unreadable(
                    _("The file unpacks to more than %(limit)s MB.") % {"limit": MOST_UNPACKED_BYTES // 1024 // 1024}
                )
        book = CalamineWorkbook.from_path(str(path))
        for line in book.get_sheet_by_index(0).iter_rows():
            yield [_cell(value) for value in line]
    except (zipfile.BadZipFile, CalamineError) as error:
        raise Unreadable(_("The file is not a valid xlsx file: %(reason)s.") % {"reason": error}) from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return "" if value is None else str(value)
