"""Amounts of documents: pure sums in Decimal, rounded half up (away from zero) to the currency's
decimals [7.4].
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from babel.numbers import get_currency_precision

# Wide enough for a product of a quantity, a price and a percentage without losing a digit on the
# way.
_EXACT = Context(prec=80)
HUNDRED = Decimal(100)


def decimals_of(currency: str) -> int:
    """Return how many decimals amounts of a currency have (ISO 4217, by CLDR): EUR 2, JPY 0, KWD 3;
    2 where none.
    """
    return int(get_currency_precision(currency)) if currency else 2


def rounded(amount: Decimal, decimals: int) -> Decimal:
    """Return the amount with so many decimals; half a unit goes away from zero: 0.005 → 0.01,
    -0.005 → -0.01.
    """
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def line_amount(
    quantity: Decimal, unit_price: Decimal, discount_pct: Decimal, decimals: int
) -> Decimal:
    """Return the amount of a line after its discount in percent."""
    gross = _EXACT.multiply(quantity, unit_price)
    return rounded(_EXACT.divide(_EXACT.multiply(gross, HUNDRED - discount_pct), HUNDRED), decimals)


class Rate(NamedTuple):
    """What the lines of one VAT rate come to: their sum, and its VAT."""

    pct: Decimal
    base: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Totals:
    """A document's sums; VAT is computed per rate, of the sum of its lines."""

    rates: tuple[Rate, ...]

    @property
    def subtotal(self) -> Decimal:
        """Return the sum without VAT."""
        return sum((rate.base for rate in self.rates), Decimal(0))

    @property
    def vat_total(self) -> Decimal:
        """Return the VAT of all rates."""
        return sum((rate.vat for rate in self.rates), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Return what is to be paid."""
        return self.subtotal + self.vat_total


def totals_of(lines: Iterable[tuple[Decimal, Decimal]], decimals: int) -> Totals:
    """Return the totals of (VAT %, amount) of lines, by rate in ascending order."""
    bases: dict[Decimal, Decimal] = {}
    for pct, amount in lines:
        bases[pct] = _EXACT.add(bases.get(pct, Decimal(0)), amount)
    rates = (
        Rate(pct, base, rounded(_EXACT.divide(_EXACT.multiply(base, pct), HUNDRED), decimals))
        for pct, base in sorted(bases.items())
    )
    return Totals(tuple(rates))
