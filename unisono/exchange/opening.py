"""Opens a file of rows by what it is: csv, a spreadsheet, or vCards."""

from pathlib import Path

from django.utils.translation import gettext as _

from unisono.exchange.csv_reading import csv_lines
from unisono.exchange.reading import (
    OpenTable,
    Unreadable,
    cannot_be_read,
    checked_size,
    table_of,
)
from unisono.exchange.sheet_reading import sheet_lines
from unisono.exchange.vcard_table import is_vcard, vcard_table

_OLD_SHEET = b"\xd0\xcf\x11\xe0"
_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def open_table(
    path: Path,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    heading_row: int | None = None,
) -> OpenTable:
    """Return the table in a file, its rows read while they are asked for; raise Unreadable, saying
    why.

    Encoding and delimiter of a csv file, the sheet of a spreadsheet, and the number of the line
    with the headings (0: none) are found out unless they are told. `NULL` and empty cells are blank
    texts.
    """
    checked_size(path)
    try:
        with path.open("rb") as file:
            start = file.read(4096)
        if start.startswith(b"PK\x03\x04") or (
            start.startswith(_OLD_SHEET) and path.suffix.lower() == ".xls"
        ):
            return table_of(sheet_lines(path, sheet), heading_row)
        if is_vcard(start) or path.suffix.lower() == ".vcf":
            return vcard_table(path)
        if _is_no_text(start) or path.suffix.lower() in _SHEETS:
            raise Unreadable(_("This is neither an xlsx nor a csv file; save it as one of these."))
        return table_of(csv_lines(path, encoding, delimiter), heading_row)
    except OSError as error:
        raise cannot_be_read(error) from error


def _is_no_text(start: bytes) -> bool:
    marks = (
        b"%PDF",
        _OLD_SHEET,
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x1f\x8b",
        b"7z\xbc\xaf",
        b"Rar!",
    )
    head = start[:200].lstrip().lower()
    return start.startswith(marks) or head.startswith((b"<!doctype", b"<html", b"<?xml"))
