"""Reads a sheet, as a program of its own: what asks for more memory or time than this ends here,
and nowhere else.

    python sheet_child.py FILE SHEET

writes JSON, a line each: what the file is (`names`, `name`, `start`) or why it cannot be read
(`error`); then the rows, a number as a list of its text. It imports nothing of ours: it is begun
for every file.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MOST_MEMORY = 1536 * 1024 * 1024  # bytes; the largest sheet that is let in takes half of it
MOST_SECONDS = 120  # of a processor
_DIGITS = 15  # that a number of a sheet has; what follows is the noise of its computation


def main() -> None:
    """Write the sheet of a file, the first one where there is none of the name."""
    _limit()
    try:
        book = CalamineWorkbook.from_path(sys.argv[1])
        names = list(book.sheet_names)
        name = sys.argv[2] if sys.argv[2] in names else names[0]
        sheet = book.get_sheet_by_name(name)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        _say({"error": str(error)})
        return
    _say({"names": names, "name": name, "start": sheet.start[0] if sheet.start else 0})
    for row in _rows(sheet):
        _say(row)


def _limit() -> None:
    try:
        import resource
    except (
        ImportError
    ):  # where a system has no such limits, the bounds looked at before are all there is
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=True) + "\n")


def _rows(sheet: Any) -> Iterator[list[Any]]:
    for line in sheet.iter_rows():
        yield [_cell(value) for value in line]


def _cell(value: object) -> str | list[str]:
    """Return a cell as text: dates in ISO 8601, numbers without exponent; a number within a
    list.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not isfinite(value):
            return str(value)
        return [
            str(int(value)) if value.is_integer() else format(Decimal(f"{value:.{_DIGITS}g}"), "f")
        ]
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        )
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if isinstance(value, date | time) else str(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    main()
