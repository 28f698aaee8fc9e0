"""The lines of a spreadsheet's sheet: values only, nothing is run, and nothing unpacks beyond its bounds."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from unisono.exchange.reading import Lines, Unreadable

MOST_UNPACKED_BYTES = 1024 * 1024 * 1024
_MOST_ENTRIES = 10_000
_PIECE = 1024 * 1024


def sheet_lines(path: Path, sheet: str = "") -> Lines:
    """Return the lines of a sheet, the first one unless named; raises Unreadable. Formulas give their stored values."""
    if zipfile.is_zipfile(path):
        refuse_bomb(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        name = sheet if sheet in names else names[0]
        about = {"kind": "xlsx", "sheet": name, "sheets": names}
        found = book.get_sheet_by_name(name)
        return Lines(_lines(found), about, first=1 + (found.start[0] if found.start else 0))
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise Unreadable(_("The file is not a valid xlsx file: %(reason)s.") % {"reason": error}) from error


def refuse_bomb(path: Path) -> None:
    """Raise Unreadable for a packed file that unpacks to too much, whatever it declares."""
    limit = {"limit": MOST_UNPACKED_BYTES // 1024 // 1024}
    try:
        with zipfile.ZipFile(path) as packed:
            entries, size = packed.infolist(), 0
            declared = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_ENTRIES or declared > MOST_UNPACKED_BYTES:
                raise Unreadable(_("The file unpacks to more than %(limit)s MB.") % limit)
            for entry in entries:
                # A size that lies is found out by unpacking, a piece at a time; zipfile itself checks the sum.
                with packed.open(entry) as file:
                    while piece := file.read(_PIECE):
                        size += len(piece)
                        if size > MOST_UNPACKED_BYTES:
                            raise Unreadable(_("The file unpacks to more than %(limit)s MB.") % limit)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(_("The file is not a valid xlsx file: %(reason)s.") % {"reason": error}) from error
    except Exception as error:  # zlib.error has no common parent
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_("The file is not a valid xlsx file: %(reason)s.") % {"reason": error}) from error


def _lines(sheet: object) -> Iterator[Sequence[str]]:
    rows: Iterator[list[object]] = iter(sheet.iter_rows())  # type: ignore[attr-defined]
    for line in rows:
        yield [_cell(value) for value in line]


def _cell(value: object) -> str:
    """Return a cell as text: dates in ISO 8601, whole numbers without decimals, others without exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10**15:
            return str(int(value))
        return format(Decimal(repr(value)), "f") if abs(value) < 10**15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if isinstance(value, date | time) else str(value)
    return "" if value is None else str(value)
