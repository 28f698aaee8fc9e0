"""Money is Decimal in the database and decimal text in the contract; never float."""

from decimal import Decimal


def money_text(value: object) -> str:
    """Return an amount as the contract has it: decimal text with two places."""
    return str(Decimal(str(value)).quantize(Decimal("0.01")))
