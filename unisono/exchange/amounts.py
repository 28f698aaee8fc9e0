"""Amounts as files write them: 1.500,00 or 1,500.00, told apart by the texts of a whole column,
never guessed.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from unisono.exchange.reading import Number

# An amount by its decimal mark; at most as many digits as any amount that we keep has, and some
# more.
_WRITTEN = {
    mark: re.compile(
        rf"[+-]?(?:\d{{1,18}}|[1-9]\d{{0,2}}(?:[{group}]\d{{3}}){{1,5}})(?:[{mark}]\d{{0,18}})?",
        re.ASCII,
    )
    for mark, group in ((".", ","), (",", "."))
}
_DOUBTFUL = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def decimal_mark(texts: Iterable[str]) -> str:
    """Return what a column of amounts has before its decimals, "," or ".", "" where nothing tells,
    or cells disagree.

    A lone 1.500 is a thousand and a half, or one and a half: only the other texts of the column can
    tell. Numbers of a sheet have no notation, and do not vote.
    """
    marks = {_own_mark(_bare(text)) for text in texts if not isinstance(text, Number)} - {""}
    return marks.pop() if len(marks) == 1 else ""


def is_doubtful(text: str, decimal: str) -> bool:
    """Tell whether an amount can be read in two ways, where `decimal` is all that its column
    tells.
    """
    return (
        not decimal
        and not isinstance(text, Number)
        and _DOUBTFUL.fullmatch(_bare(text)) is not None
    )


def amount_of(text: str, decimal: str) -> str:
    """Return an amount with a decimal point and two decimals; what is doubtful, or no such amount,
    as it is.

    A text that tells its own decimal mark is read by it, others by `decimal`, the mark of their
    column.
    """
    amount = _bare(text)
    if is_doubtful(text, decimal):
        return text
    mark = "." if isinstance(text, Number) else _own_mark(amount) or decimal or "."
    if not _WRITTEN[mark].fullmatch(amount):
        return text
    value = Decimal(amount.replace("." if mark == "," else ",", "").replace(mark, "."))
    rounded = value.quantize(Decimal("0.01"))
    return str(rounded) if value == rounded else text


def _own_mark(amount: str) -> str:
    """Return the decimal mark that an amount tells by itself, "" where it does not."""
    if _DOUBTFUL.fullmatch(amount):
        return ""
    found = [mark for mark, written in _WRITTEN.items() if written.fullmatch(amount)]
    return found[0] if len(found) == 1 else ""


def _bare(text: str) -> str:
    """Return an amount without currency and blanks."""
    return re.sub(r"\s|[€$£]|EUR|USD", "", text)
