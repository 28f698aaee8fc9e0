"""Reads tables from csv, xlsx and vcf files that others made: hostile until shown otherwise, row by
row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from unisono.common.borders import Content
from unisono.common.errors import Refused
from unisono.common.text import is_control
from unisono.exchange.heading_row import Ahead
from unisono.exchange.limits import limits

_BLANK = frozenset({"NULL", "\\N"})


class Unreadable(Refused):
    """The file cannot be read as a table."""

    code = "unreadable-file"


class Number(str):
    """The text of a cell that holds a number, a point before its decimals: there is no question of
    its notation.
    """


@dataclass(frozen=True)
class Row:
    """One row: its number as a person counts (the heading is row 1), its texts by column, why it
    cannot be read.

    The text of a cell that is a number is a `Number`. `said` is what befell cells on their way, by
    column, "" for the whole row: one of `BEFELL`.
    """

    number: int
    cells: dict[str, str]
    problem: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


# What can befall a cell: a number lost its digits, an error, a formula without result, a date or a
# truth that stands where a text is; a line in another encoding than the rest.
BEFELL = ("digits", "error", "formula", "date", "flag", "encoding")


class Told(list[str]):
    """The cells of a line, with what befell them, by their place; -1 for the whole line."""

    def __init__(self, cells: Iterable[str], said: Mapping[int, str]) -> None:
        super().__init__(cells)
        self.said = said


@dataclass
class OpenTable:
    """A table whose rows are read while they are asked for; `about` says how: kind, encoding,
    delimiter, sheet.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    about: Content = field(default_factory=dict)


@dataclass
class Lines:
    """The raw lines of a file, the heading first; `broken` are numbers of lines that have no
    readable text.
    """

    lines: Iterator[Sequence[str]]
    about: Content
    first: int = 1  # the number of the first line, as a person counts
    is_sheet: bool = False  # cells have their places: none of them is a part of another


def checked_size(path: Path) -> int:
    """Return a file's size in bytes; raise Unreadable for one that is too large, or not there."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise cannot_be_read(error) from error
    if size > limits().size_mb * 1024 * 1024:
        raise Unreadable(_("The file is larger than %(limit)s MB.") % {"limit": limits().size_mb})
    return size


def cannot_be_read(error: OSError) -> Unreadable:
    """Return the refusal of a file that the system does not give."""
    return Unreadable(
        _("The file cannot be read: %(reason)s.") % {"reason": error.strerror or error}
    )


def table_of(lines: Lines, heading_row: int | None = None) -> OpenTable:
    """Return the table that lines make; `heading_row` is the number of the line with the headings,
    0 for none; where nobody says, it is found.

    Raises Unreadable for headings that are none.
    """
    ahead = Ahead(lines.lines)
    try:
        number = heading_row - lines.first + 1 if heading_row else heading_row
        if heading_row and heading_row < lines.first:
            raise IndexError(heading_row)
        place = ahead.place_of(number)
    except IndexError as error:
        raise Unreadable(_("The file has no heading.")) from error
    # One more than a file may have is enough to know that it has too many.
    columns = ahead.columns(place, lines.is_sheet, limits().columns + 1)
    if len(columns) > limits().columns:
        raise Unreadable(
            _("The file has more than %(limit)s columns.") % {"limit": limits().columns}
        )
    if any(is_control(char) for column in columns for char in column):
        raise Unreadable(_("This is neither an xlsx nor a csv file; save it as one of these."))
    first = lines.first + (0 if place is None else place + 1)
    about = {
        "heading_row": 0 if place is None else lines.first + place,
        "first_rows": ahead.shown(),
        "first_line": lines.first,
    }
    rows = _rows(columns, ahead.after(place), first, lines.is_sheet)
    return OpenTable(columns, rows, {**lines.about, **about})


def _rows(
    columns: Sequence[str], raw: Iterator[Sequence[str]], first: int, is_sheet: bool
) -> Iterator[Row]:
    now = limits()
    for number, line in enumerate(raw, start=first):
        if number - first >= now.rows:
            raise Unreadable(_("The file has more than %(limit)s rows.") % {"limit": now.rows})
        if any(cell.strip() for cell in line):
            yield _row(number, columns, line, now.characters, is_sheet)


def _row(
    number: int, columns: Sequence[str], line: Sequence[str], characters: int, is_sheet: bool
) -> Row:
    texts = list(line) if is_sheet else _rejoined(line, len(columns))
    if len(texts) > len(columns) and any(text.strip() for text in texts[len(columns) :]):
        message = (
            _("The row has %(count)s cells, the heading %(columns)s.")
            if is_sheet
            else _(
                "The row has %(count)s cells, the heading %(columns)s; is a text with a comma not "
                "in quotes?"
            )
        )
        return Row(number, {}, message % {"count": len(line), "columns": len(columns)})
    cells = {column: _clean(text) for column, text in zip(columns, texts, strict=False) if column}
    if broken := next((column for column, text in cells.items() if "\ufffd" in text), ""):
        message = _(
            "The cell of %(column)s has characters that do not belong to the encoding of the file."
        )
        return Row(number, {}, message % {"column": broken})
    if long := next((column for column, text in cells.items() if len(text) > characters), ""):
        message = _("The cell of %(column)s has more than %(limit)s characters.")
        return Row(number, {}, message % {"column": long, "limit": characters})
    places = getattr(line, "said", {})
    said = {
        columns[place] if place >= 0 else "": what
        for place, what in places.items()
        if place < len(columns)
    }
    return Row(number, cells, said=said)


def _clean(text: str) -> str:
    if isinstance(text, Number):
        return text
    text = text.strip()
    return "" if text in _BLANK else text


def _rejoined(line: Sequence[str], count: int) -> list[str]:
    """Return a row's cells; in one that is too long, a cell beginning with a blank goes on with the
    one before.

    Files written without quotes have such rows: `…,Gran Vía, 1,Madrid,…` is one address with a
    comma.
    """
    if len(line) <= count:
        return list(line)
    joined: list[str] = []
    for cell in line:
        if joined and cell.startswith(" ") and cell.strip():
            joined[-1] = f"{joined[-1]},{cell}"
        else:
            joined.append(cell)
    return joined if len(joined) == count else list(line)
