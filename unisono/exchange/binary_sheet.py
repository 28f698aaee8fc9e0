"""The cells of a sheet in Excel's binary format (xlsb, [MS-XLSB] 2.1.4): records of a type, a
length, and bytes.
"""

from collections.abc import Callable

_ROW = 0  # BrtRowHdr: the row's number in its first four bytes
_CELLS = range(1, 12)  # BrtCellBlank to BrtFmlaError: the column's number in the first four bytes
_BLANK = 1
_HEAD = 6  # a type has at most two bytes, a length four


class BinarySheet:
    """Counts cells of a sheet that comes in pieces; `fill` is told the place of each from 1 on."""

    def __init__(self, fill: Callable[[int, int], None]) -> None:
        self._fill, self._rest, self._skip, self._row = fill, b"", 0, 0

    def feed(self, piece: bytes, is_end: bool) -> None:
        """Take the next bytes of a part."""
        if self._skip >= len(piece) and not is_end:
            self._skip -= len(piece)
            return
        data, at = self._rest + piece[self._skip :], 0
        self._skip = 0
        while at + _HEAD + 4 <= len(data) or (is_end and at + 2 <= len(data)):
            kind, at = _number(data, at, 2)
            size, at = _number(data, at, 4)
            self._take(
                kind, data[at : at + 4]
            )  # of a record that says less, a reader takes what follows, too
            at += size
        self._rest = data[at:]
        self._skip = max(at - len(data), 0)

    def _take(self, kind: int, start: bytes) -> None:
        number = int.from_bytes(start, "little")
        if kind == _ROW:
            self._row = number + 1
        elif kind in _CELLS and kind != _BLANK:
            self._fill(self._row, number + 1)


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits to a byte, the highest bit telling that another follows, and
    where it ends.
    """
    number = 0
    for shift in range(most):
        if at >= len(data):
            break
        byte, at = data[at], at + 1
        number |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            break
    return number, at
