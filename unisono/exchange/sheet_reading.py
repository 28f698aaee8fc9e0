"""The lines of a spreadsheet's sheet: values only, nothing is run, and nothing unpacks beyond its
bounds.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from unisono.exchange.reading import Lines, Number, Unreadable
from unisono.exchange.sheet_bounds import refuse_too_large

_DIGITS = 15  # that a number of a sheet has; what follows is the noise of its computation


def sheet_lines(path: Path, sheet: str = "") -> Lines:
    """Return the lines of a sheet, the first one where there is none of the name; raises
    Unreadable. Formulas give their stored values.
    """
    with path.open("rb") as file:
        is_packed = file.read(2) == b"PK"
    if is_packed:  # what our look at the zip cannot read, the reader of sheets does not get
        refuse_too_large(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        name = sheet if sheet in names else names[0]
        found: Any = book.get_sheet_by_name(name)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise Unreadable(
            _("The file is not a valid xlsx file: %(reason)s.") % {"reason": error}
        ) from error
    about = {"kind": "xlsx", "sheet": name, "sheets": names}
    return Lines(_rows(found), about, first=1 + (found.start[0] if found.start else 0))


def _rows(sheet: Any) -> Iterator[list[str]]:
    for line in sheet.iter_rows():
        yield [_cell(value) for value in line]


def _cell(value: object) -> str:
    """Return a cell as text: dates in ISO 8601, numbers without exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not isfinite(value):
            return str(value)
        is_whole = value.is_integer()
        return Number(str(int(value)) if is_whole else format(Decimal(f"{value:.{_DIGITS}g}"), "f"))
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        )
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if isinstance(value, date | time) else str(value)
    return "" if value is None else str(value)
