"""Brings what is to be printed into the shape that the templates expect: every key is there, every
text printable.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from unisono.common.borders import Content, Given
from unisono.documents.printing_text import breakable, families, printable

# How many characters of a word fit into a line of the place where it stands.
_WIDTHS = {
    "lines": 30,
    "facts": 20,
    "recipient": 34,
    "columns": 10,
    "totals": 24,
    "total": 18,
    "title": 26,
    "number": 26,
}
_WIDTHS |= {"header": 50, "name": 26, "texts": 50}
_WIDTH = 70  # where nothing else is said
# A line of a document with more rows of text than this may break over two pages.
_TALL = 28
_ROW = 45  # characters of a description in a row of the table


def document(data: Given, missing: dict[str, None]) -> Content:
    """Return the data of a quote or order; add characters that no font has to `missing`."""
    given = _Given(data, missing)
    columns, lines = given.texts("columns"), given.rows("lines")
    count = max([len(columns), *map(len, lines)])
    columns, lines = _padded(columns, count), [_padded(line, count) for line in lines]
    return {
        **_shared(given),
        **{key: given.text(key) for key in ("intro", "carried", "brought")},
        **{key: given.texts(key) for key in ("recipient", "running")},
        **{key: given.pairs(key) for key in ("facts", "totals", "texts")},
        "total": _padded(given.texts("total"), 2),
        "columns": columns,
        "lines": lines,
        "tall": [_is_tall(line[0]) for line in lines],
        "widest": [_widest(place, columns, lines) for place in range(1, count)],
    }


def cover_sheet(data: Given, missing: dict[str, None]) -> Content:
    """Return the data of cover sheets; add characters that no font has to `missing`."""
    sheets = [_sheet(_Given(sheet, missing)) for sheet in data.get("sheets") or ()]
    shared = _shared(_Given(data, missing))
    shared["title"] = shared["title"] or (sheets[0]["title"] if sheets else "")
    return {**shared, "sheets": sheets}


def _shared(given: "_Given") -> Content:
    company = _Given(given.data.get("company") or {}, given.missing)
    return {
        "fonts": families(),
        "language": _code(given.data.get("language"), "[a-z]{2,3}") or "en",
        "region": _code(given.data.get("region"), "[A-Z]{2}"),
        "date": _date(given.data.get("date_iso")),
        **{key: given.text(key) for key in ("title", "number", "author", "page")},
        "company": {
            **{key: company.text(key) for key in ("name", "header", "footer")},
            "lines": company.texts("lines"),
            "facts": company.pairs("facts"),
        },
    }


def _sheet(given: "_Given") -> Content:
    texts = {"title": given.text("title"), "body": given.text("body")}
    return {"recipient": given.texts("recipient"), "facts": given.pairs("facts"), **texts}


class _Given:
    """Data from outside, where every key may be absent or empty."""

    def __init__(self, data: Given, missing: dict[str, None]) -> None:
        self.data = data
        self.missing = missing

    def text(self, key: str) -> str:
        return self._one(key, self.data.get(key))

    def texts(self, key: str) -> list[str]:
        return [self._one(key, value) for value in self.data.get(key) or ()]

    def rows(self, key: str) -> list[list[str]]:
        return [[self._one(key, value) for value in row] for row in self.data.get(key) or ()]

    def pairs(self, key: str) -> list[list[str]]:
        return [_padded(row, 2) for row in self.rows(key)]

    def _one(self, key: str, value: object) -> str:
        text = printable("" if value is None else str(value), self.missing)
        return breakable(text, _WIDTHS.get(key, _WIDTH))


def _padded(values: Sequence[str], count: int) -> list[str]:
    return [*values, *[""] * count][:count]


def _code(value: object, pattern: str) -> str | None:
    return value if isinstance(value, str) and re.fullmatch(pattern, value) else None


def _date(value: object) -> tuple[int, int, int] | None:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    return day.year, day.month, day.day


def _is_tall(text: str) -> bool:
    return sum(len(row) // _ROW + 1 for row in text.split("\n")) > _TALL


def _widest(place: int, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> tuple[str, str]:
    """Return the longest word of a column's heading and its longest text: its width comes from
    these.
    """
    heading = columns[place]
    word = (
        heading if len(heading) <= _WIDTHS["columns"] else max(heading.split(), key=len, default="")
    )
    return word, max(
        (row for line in lines for row in line[place].split("\n")), key=len, default=""
    )
