"""The lines of a spreadsheet's sheet: values only, nothing is run, and nothing unpacks beyond its bounds."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from unisono.exchange.reading import Lines, Number, Unreadable
from unisono.exchange.sheet_bounds import refuse_too_large


def sheet_lines(path: Path, sheet: str = "") -> Lines:
    """Return the lines of a sheet, the first one unless named; raises Unreadable. Formulas give their stored values."""
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == b"PK"
        if is_packed:  # what our look at the zip cannot read, the reader of sheets does not get
            refuse_too_large(path)
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        name = sheet if sheet in names else names[0]
        about = {"kind": "xlsx", "sheet": name, "sheets": names}
        found = book.get_sheet_by_name(name)
        return Lines(_lines(found), about, first=1 + (found.start[0] if found.start else 0))
    except (CalamineError, IndexError, OSError, ValueError) as error:
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
            return Number(int(value))
        return Number(format(Decimal(repr(value)), "f")) if abs(value) < 10**15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if isinstance(value, date | time) else str(value)
    return "" if value is None else str(value)
