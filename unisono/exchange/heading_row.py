"""Which line of a table has the headings: below a title, between other lines, or none at all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from django.utils.translation import gettext as _

from unisono.exchange.headings import known_headings
from unisono.exchange.telling_values import looks_like_data

_LOOKED_AT = 30  # lines among which the headings are
_SHOWN, _LONG = 10, 60  # lines that a person may choose from, and characters of a cell of them


class Ahead:
    """The first lines of a table, read ahead of the rest."""

    def __init__(self, lines: Iterator[Sequence[str]]) -> None:
        self._rest = iter(lines)
        self._some = list(islice(self._rest, _LOOKED_AT))

    def place_of(self, number: int | None) -> int | None:
        """Return the place of the headings from 0 on, None where there are none; `number` is what a
        person said, from 1 on, 0 for none. IndexError where there is no such line.
        """
        if number == 0:
            return None
        if number is not None:
            if not 1 <= number <= len(self._some) or not _filled(self._some[number - 1]):
                raise IndexError(number)
            return number - 1
        return self._found()

    def _found(self) -> int | None:
        filled = [(place, line) for place, line in enumerate(self._some) if _filled(line)]
        if not filled:
            raise IndexError
        known = {place: known_headings([cell.strip() for cell in line]) for place, line in filled}
        best = max(known.values())
        if best >= 2 or (best == 1 and not _is_data(filled[0][1])):
            # The first that is nearly as good as the best: a row may repeat words of headings.
            return next(place for place, count in known.items() if count * 2 > best)
        if _is_data(filled[0][1]):
            return None
        # A title stands in one cell above a table of several.
        usual = Counter(_filled(line) for _place, line in filled).most_common(1)[0][0]
        wide = [place for place, line in filled if _filled(line) * 2 > usual]
        return wide[0] if wide else filled[0][0]

    def columns(self, place: int | None, is_sheet: bool, most: int) -> tuple[str, ...]:
        """Return what the first `most` columns are called: by the headings, by their letters where
        a heading is blank, with a number where it repeats.

        In a sheet, cells beyond the headings are columns, too; in a text, they are a sign that a
        comma belongs to a cell.
        """
        heading = [] if place is None else [" ".join(c.split()) for c in self._some[place]]
        all_lines = is_sheet or place is None
        lines = self._some[place or 0 :] if all_lines else []
        width = max((_width(line) for line in lines), default=0)
        names: list[str] = []
        for number in range(min(most, max(width, _width(heading)))):
            name = heading[number] if number < len(heading) else ""
            names.append(
                _free(name or _("Column %(letter)s") % {"letter": _letter(number)}, names, heading)
            )
        return tuple(names)

    def after(self, place: int | None) -> Iterator[Sequence[str]]:
        """Return the lines below the headings."""
        return chain(self._some[0 if place is None else place + 1 :], self._rest)

    def shown(self) -> list[list[str]]:
        """Return the first lines, shortened, for a person to choose the headings from."""
        return [
            [cell.strip()[:_LONG] for cell in line[: _width(line)]] for line in self._some[:_SHOWN]
        ]


def _free(name: str, taken: Sequence[str], heading: Sequence[str]) -> str:
    """Return a name that no column before has, and, with a number, no heading."""
    found, number = name, 1
    while found in taken or (number > 1 and found in heading):
        number += 1
        found = f"{name} ({number})"
    return found


def _filled(line: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in line)


def _width(line: Sequence[str]) -> int:
    """Return how many cells a line has up to its last that is not blank."""
    return max((place for place, cell in enumerate(line, 1) if cell.strip()), default=0)


def _is_data(line: Sequence[str]) -> bool:
    return any(looks_like_data(cell) for cell in line if cell.strip())


def _letter(number: int) -> str:
    """Return how a spreadsheet calls a column: 0 → A, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
