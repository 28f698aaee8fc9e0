"""A column tells by its texts whether 1.500 is a thousand and a half; what nobody can tell is not
guessed.
"""

import pytest

from unisono.exchange.amounts import amount_of, decimal_mark, is_doubtful
from unisono.exchange.reading import Number

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("texts", "amounts"),
    [
        (["1.500", "1500,5", "1.234.567,89"], ["1500.00", "1500.50", "1234567.89"]),
        (["1,500", "1500.5"], ["1500.00", "1500.50"]),
        (["1.234,5 €", "7"], ["1234.50", "7.00"]),
        (["1.500.000", "2.000"], ["1500000.00", "2000.00"]),
        (["1500", "7"], ["1500.00", "7.00"]),
        (["0.500", "1234,500"], ["0.50", "1234.50"]),
        (["1.500,00", "1,500.00"], ["1500.00", "1500.00"]),
        (["much", "12 USD", "1e400", "NaN", "1,5,0"], ["much", "12.00", "1e400", "NaN", "1,5,0"]),
    ],
)
def test_amounts_are_read_by_the_notation_of_their_column(texts, amounts):
    assert [amount_of(text, decimal_mark(texts)) for text in texts] == amounts


@pytest.mark.parametrize(
    "texts", [["1.500", "2.000"], ["1.500", "7"], ["12.000", "1.500,00", "1,500.00"]]
)
def test_what_no_other_text_tells_stays_in_doubt(texts):
    decimal = decimal_mark(texts)

    assert is_doubtful(texts[0], decimal)
    assert amount_of(texts[0], decimal) == texts[0]


def test_a_number_of_a_sheet_has_no_notation_and_does_not_vote():
    texts = [Number("3000.5"), Number("12.125"), "12.000", "1.500,00"]

    assert decimal_mark(texts) == ","
    assert [amount_of(text, ",") for text in texts] == ["3000.50", "12.125", "12000.00", "1500.00"]
    assert is_doubtful("12.000", decimal_mark([Number("3000.5"), "12.000"]))
    assert not is_doubtful(Number("12.000"), "")
