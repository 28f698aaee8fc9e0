"""Money is Decimal in the database and decimal text in the contract; never float."""

import re
from decimal import Decimal


def money_text(value: object) -> str:
    """Return an amount as the contract has it: decimal text with two places."""
    return str(Decimal(str(value)).quantize(Decimal("0.01")))


LONGEST_AMOUNT = 40  # characters


_AMOUNT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def is_amount(value: object) -> bool:
    """Tell whether this is an amount as the contract writes it, "12.50", of a length that can be
    one.
    """
    return len(str(value)) <= LONGEST_AMOUNT and _AMOUNT.fullmatch(str(value)) is not None
