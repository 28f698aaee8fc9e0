"""Writes lists as files for people: xlsx, csv, vcf; row by row, and nothing in them is run by a
spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from unisono.common.borders import Given
from unisono.exchange.escaping import escaped
from unisono.exchange.vcards import card_text

MOST_ROWS = 1_048_575  # of a sheet, without its heading
_WIDE = {"name": 32, "address": 28, "email": 28, "note": 40, "search_name": 28, "home_page": 24}
Rows = Iterable[Sequence[object]]


def write_xlsx(
    path: Path, names: Sequence[str], headings: Sequence[str], rows: Rows, title: str
) -> None:
    """Write a sheet: texts as texts, so that leading zeros stay and no formula runs; numbers as
    numbers.
    """
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 2)
    for place, (name, heading) in enumerate(zip(names, headings, strict=True)):
        sheet.set_column(place, place, _WIDE.get(name, 16))
        sheet.write_string(0, place, heading, bold)
    number = 0
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(
                    number, place, value, amount if isinstance(value, float) else None
                )
            elif value != "":
                sheet.write_string(number, place, str(value)[:32_767])
    if headings:
        sheet.autofilter(0, 0, number, len(headings) - 1)
    book.close()


def write_csv(path: Path, headings: Sequence[str], rows: Rows) -> None:
    """Write a csv file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(headings, rows))


def csv_lines(headings: Sequence[str], rows: Rows) -> Iterator[str]:
    """Return the lines of a csv file in UTF-8 with its mark, as spreadsheets want it; none of them
    runs anything.
    """
    yield f"\ufeff{_csv_line(headings)}"
    yield from map(_csv_line, rows)


def _csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(
        [escaped(f"{cell:.2f}" if isinstance(cell, float) else str(cell)) for cell in cells]
    )
    return line.getvalue()


def write_vcf(path: Path, cards: Iterable[Given]) -> None:
    """Write vCards 3.0."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for values in cards:
            file.write(card_text(values))
