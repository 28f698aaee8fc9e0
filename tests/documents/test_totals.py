"""Amounts [7.4]: named rounding cases, and properties against a second computation with
fractions.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.documents.totals import decimals_of, line_amount, rounded, totals_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "currency", "amount"),
    [
        ("1", "0.005", "0", "EUR", "0.01"),  # half a cent goes up
        (
            "-1",
            "0.005",
            "0",
            "EUR",
            "-0.01",
        ),  # and down, so that a returned line takes back what it was sold for
        ("1", "0.015", "0", "EUR", "0.02"),
        ("1", "0.0049", "0", "EUR", "0.00"),
        ("3", "19.99", "10", "EUR", "53.97"),
        ("1", "0.05", "50", "EUR", "0.03"),
        ("7", "12.34", "100", "EUR", "0.00"),  # given away
        ("1.5", "333", "0", "JPY", "500"),  # a yen has no parts
        ("1", "0.5", "0", "JPY", "1"),
        ("1", "0.0005", "0", "KWD", "0.001"),  # a dinar has a thousand fils
        ("3", "1.2345", "0", "KWD", "3.704"),
        ("-2", "10", "25", "EUR", "-15.00"),
        ("0", "10", "0", "EUR", "0.00"),
        ("9999999999.99999", "0.00001", "0", "EUR", "100000.00"),
        ("1", "1.005", "0", "", "1.01"),  # no currency: two decimals; as a float it would be 1.00
    ],
)
def test_a_line_comes_to(quantity, price, discount, currency, amount):
    found = line_amount(Decimal(quantity), Decimal(price), Decimal(discount), decimals_of(currency))

    assert str(found) == amount or (found == 0 and Decimal(amount) == 0)


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=5, allow_nan=False)
PERCENTS = st.decimals(min_value=0, max_value=100, places=4, allow_nan=False)
DECIMALS = st.sampled_from([0, 2, 3, 4])


def half_up(exact, decimals):
    """The second computation: exact fractions, and whole units counted by integers."""
    units = abs(exact) * 10**decimals
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return (-1 if exact < 0 else 1) * Fraction(whole, 10**decimals)


@given(NUMBERS, NUMBERS, PERCENTS, DECIMALS)
def test_lines_agree_with_fractions(quantity, price, discount, decimals):
    exact = Fraction(quantity) * Fraction(price) * (100 - Fraction(discount)) / 100

    assert Fraction(line_amount(quantity, price, discount, decimals)) == half_up(exact, decimals)


@given(st.lists(st.tuples(PERCENTS, NUMBERS), max_size=30), DECIMALS)
def test_totals_agree_with_fractions(rows, decimals):
    lines = [(pct, rounded(amount, decimals)) for pct, amount in rows]

    totals = totals_of(lines, decimals)

    bases = {}
    for pct, amount in lines:
        bases[pct] = bases.get(pct, Fraction(0)) + Fraction(amount)
    vat = {pct: half_up(base * Fraction(pct) / 100, decimals) for pct, base in bases.items()}
    assert Fraction(totals.subtotal) == sum(bases.values())
    assert Fraction(totals.vat_total) == sum(vat.values())
    assert totals.total == totals.subtotal + totals.vat_total
    assert [rate.pct for rate in totals.rates] == sorted(bases)


@given(NUMBERS, NUMBERS, PERCENTS, DECIMALS)
def test_a_returned_line_takes_back_exactly_what_it_was_sold_for(
    quantity, price, discount, decimals
):
    sold = line_amount(quantity, price, discount, decimals)

    assert line_amount(-quantity, price, discount, decimals) == -sold
