"""Lines as they are sent: every bad value is named by its place, and what was good is as it was."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.common.errors import Invalid
from unisono.documents.lines import MOST_LINES, Line, check_lines, line_texts

pytestmark = pytest.mark.pure


def test_a_line_has_one_piece_at_no_price_without_discount_where_nothing_is_said():
    assert check_lines([{"description": "Consultoría"}], "EUR") == [Line("Consultoría")]


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ({"quantity": "many"}, "lines.0.quantity", "type"),
        ({"quantity": 2}, "lines.0.quantity", "type"),
        ({"quantity": "1,5"}, "lines.0.quantity", "type"),
        ({"quantity": "1e3"}, "lines.0.quantity", "type"),
        ({"quantity": "٢"}, "lines.0.quantity", "type"),
        ({"quantity": "NaN"}, "lines.0.quantity", "type"),
        ({"quantity": "10000000000"}, "lines.0.quantity", "range"),
        ({"quantity": "0.000001"}, "lines.0.quantity", "decimals"),
        ({"unit_price": "Infinity"}, "lines.0.unit_price", "type"),
        ({"discount_pct": "100.01"}, "lines.0.discount_pct", "range"),
        ({"discount_pct": "-1"}, "lines.0.discount_pct", "range"),
        ({"vat_pct": "101"}, "lines.0.vat_pct", "range"),
        ({"description": 7}, "lines.0.description", "type"),
        ({"description": "x" * 2001}, "lines.0.description", "too-long"),
        ({"description": "a\x00b"}, "lines.0.description", "control-characters"),
        ({"colour": "red"}, "lines.0.colour", "unknown-field"),
        ({"quantity": "2", "unit_price": "3", "amount": "7.00"}, "lines.0.amount", "read-only"),
        ("Consultoría", "lines.0", "type"),
    ],
)
def test_a_bad_value_is_named(line, field, code):
    with pytest.raises(Invalid) as refusal:
        check_lines([line], "EUR")

    assert [(error.field, error.code) for error in refusal.value.errors] == [(field, code)]


def test_every_bad_value_is_named_at_once():
    with pytest.raises(Invalid) as refusal:
        check_lines([{"quantity": "x"}, {"vat_pct": "x", "unit_price": "y"}], "EUR")

    places = {error.field for error in refusal.value.errors}
    assert places == {"lines.0.quantity", "lines.1.vat_pct", "lines.1.unit_price"}


def test_lines_are_a_list_of_at_most_two_thousand():
    for lines in ({}, "x", None):
        with pytest.raises(Invalid):
            check_lines(lines, "EUR")
    with pytest.raises(Invalid):
        check_lines([{}] * (MOST_LINES + 1), "EUR")


def test_amounts_with_more_digits_than_are_kept_are_refused():
    with pytest.raises(Invalid) as refusal:
        check_lines([{"quantity": "9999999999", "unit_price": "9999999999"}], "EUR")

    assert refusal.value.errors[0].field == "lines"


PRICES = st.decimals(min_value=-99_999, max_value=99_999, places=5, allow_nan=False)
PERCENTS = st.decimals(min_value=0, max_value=100, places=4, allow_nan=False)


@given(
    st.text(max_size=40),
    PRICES,
    PRICES,
    PERCENTS,
    PERCENTS,
    st.sampled_from(["EUR", "JPY", "KWD", ""]),
)
def test_what_is_shown_can_be_sent_back(description, quantity, price, discount, vat, currency):
    try:
        (line,) = check_lines([{"description": description}], currency)
    except Invalid:
        description = line = None
    line = Line(line.description if line else "", quantity, price, discount, vat)

    (again,) = check_lines([line_texts(line, currency)], currency)

    assert again == line
    assert all(
        isinstance(number, Decimal) for number in (again.quantity, again.unit_price, again.vat_pct)
    )
