"""The lines of a spreadsheet's sheet: values only, nothing is run, and nothing unpacks beyond its
bounds.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from unisono.exchange.headings import known_headings
from unisono.exchange.reading import Lines, Number, Told, Unreadable
from unisono.exchange.sheet_bounds import refuse_too_large

_DIGITS = 15  # that a number of a sheet has; what follows is the noise of its computation
_LOST = 10**_DIGITS  # from here on a number has had more digits than the sheet keeps
_SHEETS, _LINES = 20, 10  # that are looked at for headings
_SPACES = re.compile(r"^\{[^}]*\}")
Marks = Mapping[tuple[int, int], str]


def sheet_lines(path: Path, sheet: str = "") -> Lines:
    """Return the lines of a sheet; where there is none of the name, of the one with most known
    headings. Raises Unreadable. Formulas give their stored values.
    """
    with path.open("rb") as file:
        is_packed = file.read(2) == b"PK"
    # What our look at the zip cannot read, the reader of sheets does not get.
    marks = refuse_too_large(path) if is_packed else {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        if sheet and sheet not in names:
            message = _("The file has no sheet %(sheet)s; it has: %(sheets)s.")
            raise Unreadable(message % {"sheet": sheet, "sheets": ", ".join(names)})
        name = sheet or _likeliest(book, names)
        found: Any = book.get_sheet_by_name(name)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise Unreadable(
            _("The file is not a valid xlsx file: %(reason)s.") % {"reason": error}
        ) from error
    about = {"kind": "xlsx", "sheet": name, "sheets": names}
    told = marks.get(_part_of(path, name), {}) if any(marks.values()) else {}
    return Lines(_rows(found, told, found.start[1] if found.start else 0), about, is_sheet=True)


def _likeliest(book: Any, names: list[str]) -> str:
    """Return the sheet that has most headings that are known, the first of several."""
    if len(names) == 1:
        return names[0]
    known = {}
    for name in names[:_SHEETS]:
        lines = islice(book.get_sheet_by_name(name).iter_rows(), _LINES)
        known[name] = max((known_headings(_texts(line)) for line in lines), default=0)
    return max(known, key=lambda name: known[name])


def _texts(line: list[object]) -> list[str]:
    return [str(value).strip() for value in line if isinstance(value, str)]


def _rows(sheet: Any, marks: Marks, first: int) -> Iterator[list[str]]:
    # From the first row on, and from the first column that has anything.
    for number, line in enumerate(sheet.iter_rows(), 1):
        said = {place: what for place, value in enumerate(line) if (what := _befell(value))}
        if marks:
            for place in range(len(line)):
                what = marks.get((number, place + 1 + first), "")
                if what == "error" or (what and line[place] in ("", None)):
                    said[place] = what
        cells = [_cell(value) for value in line]
        yield Told(cells, said) if said else cells


def _befell(value: object) -> str:
    """Return what a value of this type says of a cell that is read as a text."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, float):
        return "digits" if isfinite(value) and abs(value) >= _LOST else ""
    return "date" if isinstance(value, date | datetime | time | timedelta) else ""


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


def _part_of(path: Path, name: str) -> str:
    """Return the part of an xlsx file that a sheet is in, "" where it does not say."""
    try:
        with zipfile.ZipFile(path) as packed:
            book = fromstring(packed.read("xl/workbook.xml"))
            relations = fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ParseError, ValueError):
        return ""
    sheets = (each for each in book.iter() if _SPACES.sub("", each.tag) == "sheet")
    key = next((_by_name(each, "id") for each in sheets if each.get("name") == name), "")
    target = next((each.get("Target", "") for each in relations if each.get("Id") == key), "")
    return posixpath.normpath(posixpath.join("xl", target.lstrip("/"))).replace("xl/xl/", "xl/")


def _by_name(element: Any, name: str) -> str:
    """Return an attribute of whatever namespace (r:id)."""
    found = (text for key, text in element.attrib.items() if key.endswith("}" + name))
    return next(found, "")
