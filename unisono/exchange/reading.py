"""Reads tables from csv, xlsx and vcf files that others made: hostile until shown otherwise, row by
row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from unisono.common.borders import Content
from unisono.common.errors import Refused
from unisono.common.text import is_control
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

    The text of a cell that is a number is a `Number`.
    """

    number: int
    cells: dict[str, str]
    problem: str = ""


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


def table_of(lines: Lines) -> OpenTable:
    """Return the table that lines make, the first of them the heading; raise Unreadable for
    headings that are none.
    """
    raw = iter(lines.lines)
    heading = list(next(raw, ()))
    while heading and not heading[-1].strip():
        heading.pop()
    if not heading:
        raise Unreadable(_("The file has no heading."))
    if len(heading) > limits().columns:
        raise Unreadable(
            _("The file has more than %(limit)s columns.") % {"limit": limits().columns}
        )
    columns = tuple(" ".join(cell.split()) for cell in heading)
    if any(is_control(char) for column in columns for char in column):
        raise Unreadable(_("This is neither an xlsx nor a csv file; save it as one of these."))
    if twice := sorted({column for column in columns if column and columns.count(column) > 1}):
        raise Unreadable(
            _("Columns stand twice in the heading: %(columns)s.") % {"columns": ", ".join(twice)}
        )
    return OpenTable(columns, _rows(columns, raw, lines.first + 1), lines.about)


def _rows(columns: Sequence[str], raw: Iterator[Sequence[str]], first: int) -> Iterator[Row]:
    now = limits()
    for number, line in enumerate(raw, start=first):
        if number - first >= now.rows:
            raise Unreadable(_("The file has more than %(limit)s rows.") % {"limit": now.rows})
        if any(cell.strip() for cell in line):
            yield _row(number, columns, line, now.characters)


def _row(number: int, columns: Sequence[str], line: Sequence[str], characters: int) -> Row:
    texts = _rejoined(line, len(columns))
    if len(texts) > len(columns) and any(text.strip() for text in texts[len(columns) :]):
        message = _(
            "The row has %(count)s cells, the heading %(columns)s; is a text with a comma not in "
            "quotes?"
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
    return Row(number, cells)


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
