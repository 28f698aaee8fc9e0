"""Lines as they are sent: checked, turned into Decimals; every bad value is named by its place
(lines.0.quantity).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from unisono.cards.validation import Bad, check_text
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Invalid, unknown_field
from unisono.documents.totals import HUNDRED, Totals, decimals_of, line_amount, totals_of

MOST_LINES = 2000  # some fifty pages; more belongs to an attachment
DESCRIPTION_LENGTH = 2000  # characters: a page and a half of text
MOST_AMOUNT = Decimal("99999999999.9999")  # 15 digits, which SQLite keeps exactly
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
# Per number: how many digits may stand before and behind the point.
NUMBERS: dict[str, tuple[int, int]] = {
    "quantity": (10, 5),
    "unit_price": (10, 5),
    "discount_pct": (3, 4),
    "vat_pct": (3, 4),
}
LINE_FIELDS = ("description", *NUMBERS)
_NORMAL = {"quantity": "1", "unit_price": "0", "discount_pct": "0", "vat_pct": "0"}


@dataclass(frozen=True)
class Line:
    """A line of a document. `blanket_line` is the key of the blanket order's line that it takes its
    quantity from.
    """

    description: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = Decimal(0)
    discount_pct: Decimal = Decimal(0)
    vat_pct: Decimal = Decimal(0)
    blanket_line: int | None = None

    def amount(self, decimals: int) -> Decimal:
        """Return the amount after discount, rounded to so many decimals."""
        return line_amount(self.quantity, self.unit_price, self.discount_pct, decimals)


def check_lines(
    raw: object, currency: str, present: Sequence[Line] = (), vat_pct: str = ""
) -> list[Line]:
    """Return the lines that were sent, checked; raise Invalid that names every bad value by its
    place.

    An `amount` sent back is accepted where it is what the line comes to. `present` are today's
    lines: one that stays, wherever it stands by now, keeps what it is tied to. `vat_pct` is the
    rate of lines that say none.
    """
    if not isinstance(raw, list):
        raise Invalid([FieldError("lines", "type", _("This must be a list of lines."))])
    if len(raw) > MOST_LINES:
        raise Invalid(
            [FieldError("lines", "too-long", _("At most %(limit)s lines.") % {"limit": MOST_LINES})]
        )
    lines, errors = list[Line](), list[FieldError]()
    for position, each in enumerate(raw):
        line, found = _line(with_rate(each, vat_pct), f"lines.{position}", currency)
        errors += found
        lines.append(line)
    if errors:
        raise Invalid(errors)
    lines = _tied(lines, present)
    refuse_too_much(lines, currency)
    return lines


def with_rate(raw: object, vat_pct: str) -> object:
    """Return a line that was sent with a VAT rate where it says none; what is no line as it is."""
    if not isinstance(raw, Mapping) or raw.get("vat_pct", "") != "" or not vat_pct:
        return raw
    return {**raw, "vat_pct": vat_pct}


def without_rate(raw: object) -> list[int]:
    """Return the places of lines that were sent with a price and no VAT rate: "0" is one."""
    return [
        place
        for place, each in enumerate(raw if isinstance(raw, list) else ())
        if isinstance(each, Mapping)
        and each.get("vat_pct", "") == ""
        and str(each.get("unit_price", "")).strip("0.") != ""
    ]


def _tied(lines: list[Line], present: Sequence[Line]) -> list[Line]:
    """Return lines with the ties of today's that they are: by what they say, else, corrected, by
    their place.
    """
    free = dict(enumerate(present))
    found: dict[int, Line] = {}
    for position, line in enumerate(lines):
        same = [n for n, each in free.items() if each.description == line.description]
        if same:
            found[position] = free.pop(min(same, key=lambda n: abs(n - position)))
    for position in range(len(lines)):
        if position not in found and position in free:
            found[position] = free.pop(position)
    return [
        replace(line, blanket_line=found[n].blanket_line if n in found else None)
        for n, line in enumerate(lines)
    ]


def refuse_too_much(lines: Sequence[Line], currency: str) -> Totals:
    """Return the totals of lines; raise Invalid where an amount has more digits than are kept."""
    decimals = decimals_of(currency)
    amounts = [line.amount(decimals) for line in lines]
    totals = totals_of(
        ((line.vat_pct, each) for line, each in zip(lines, amounts, strict=True)), decimals
    )
    highest = max(
        (abs(each) for each in (*amounts, totals.subtotal, totals.vat_total, totals.total)),
        default=Decimal(0),
    )
    if highest > MOST_AMOUNT:
        message = _("The amounts are too large; at most %(limit)s.") % {"limit": MOST_AMOUNT}
        raise Invalid([FieldError("lines", "range", message)])
    return totals


def _line(raw: object, place: str, currency: str) -> tuple[Line, list[FieldError]]:
    if not isinstance(raw, Mapping):
        return Line(), [FieldError(place, "type", _("This must be an object."))]
    values: Content = {}
    errors = [
        unknown_field(f"{place}.{name}") for name in raw if name not in (*LINE_FIELDS, "amount")
    ]
    for name in LINE_FIELDS:
        if name in raw:
            try:
                values[name] = (
                    _description(raw[name])
                    if name == "description"
                    else check_number(name, raw[name])
                )
            except Bad as bad:
                errors.append(FieldError(f"{place}.{name}", bad.code, bad.message))
    line = Line(**values)
    if (
        "amount" in raw
        and not errors
        and raw["amount"] != amount_text(line.amount(decimals_of(currency)), currency)
    ):
        errors.append(
            FieldError(
                f"{place}.amount", "read-only", _("This is set by the system; leave it out.")
            )
        )
    return line, errors


def _description(value: object) -> str:
    return check_text(value, DESCRIPTION_LENGTH, several_lines=True)


def check_number(name: str, value: object) -> Decimal:
    """Return a line's number; raise Bad where it is none, too large, or has more decimals than are
    kept.
    """
    text = check_text(value, 70)
    text = text or _NORMAL[name]
    if not _NUMBER.fullmatch(text):
        raise Bad("type", _('This must be a number as text, such as "12.50".'))
    before, behind = NUMBERS[name]
    number = Decimal(text)
    if name.endswith("_pct") and not 0 <= number <= HUNDRED:
        raise Bad("range", _("A percentage is from 0 to 100."))
    if abs(number) >= Decimal(10) ** before:
        raise Bad("range", _("This number is too large."))
    if number != round(number, behind):
        raise Bad("decimals", _("At most %(limit)s decimals.") % {"limit": behind})
    return number


def amount_text(amount: Decimal, currency: str) -> str:
    """Return an amount as the contract has it: decimal text with the currency's decimals."""
    return f"{amount:.{decimals_of(currency)}f}"


def number_text(number: Decimal) -> str:
    """Return a number as the contract has it, without needless zeros: 1.50000 → 1.5."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0", "-") else text


def price_text(price: Decimal, currency: str) -> str:
    """Return a unit price as the contract has it: at least the currency's decimals, more where it
    has more.
    """
    text, decimals = number_text(price), decimals_of(currency)
    behind = len(text.partition(".")[2])
    return text if behind >= decimals else f"{price:.{decimals}f}"


def line_texts(line: Line, currency: str) -> dict[str, str]:
    """Return a line as the contract has it."""
    return {
        "description": line.description,
        "quantity": number_text(line.quantity),
        "unit_price": price_text(line.unit_price, currency),
        "discount_pct": number_text(line.discount_pct),
        "vat_pct": number_text(line.vat_pct),
        "amount": amount_text(line.amount(decimals_of(currency)), currency),
    }
