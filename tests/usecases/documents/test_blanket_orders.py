"""What orders take from a blanket order is counted line by line, and never more than was agreed
[7.1].
"""

import pytest

from tests.making import linked
from tests.making_documents import paper, stored
from unisono.common.errors import EditConflict, InUse
from unisono.documents.queries import remaining
from unisono.usecases.documents.changing import change_document, delete_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.undo.undo_change_sets import undo_change_set

PLANKS = {"description": "Tablón", "quantity": "10", "unit_price": "3"}
NAILS = {"description": "Clavos", "quantity": "5", "unit_price": "0.05"}


@pytest.fixture
def blanket(ines):
    """A blanket order of ten planks and five nails."""
    contact, _customer = linked(ines, "customer")
    return paper(ines, "sales_blanket_order", contact, [PLANKS, NAILS])


def ordered(actor, blanket, planks="0", nails="0"):
    """The number of an order of so many."""
    wanted = [{"line": 1, "quantity": planks}, {"line": 2, "quantity": nails}]
    return make_order("sales_blanket_order", blanket, quantities=wanted, actor=actor).no


def left(blanket):
    return [str(number.normalize()) for number in remaining(stored("sales_blanket_order", blanket))]


def lines_become(actor, order, *lines):
    return change_document("sales_order", order, {"lines": list(lines)}, actor=actor)


def test_a_line_taken_out_of_an_order_gives_back_its_own_quantity(ines, blanket):
    order = ordered(ines, blanket, "4", "5")

    lines_become(ines, order, NAILS)

    assert left(blanket) == ["1E+1", "0"]


def test_a_line_keeps_what_it_takes_when_others_come_before_it_or_its_text_is_corrected(
    ines, blanket
):
    order = ordered(ines, blanket, "4", "5")

    lines_become(ines, order, {"description": "Porte"}, {**PLANKS, "quantity": "3"}, NAILS)
    assert left(blanket) == ["7", "0"]
    lines_become(
        ines,
        order,
        {"description": "Porte"},
        {**PLANKS, "description": "Tablón largo", "quantity": "3"},
        NAILS,
    )

    assert left(blanket) == ["7", "0"]


@pytest.mark.parametrize("quantity", ["11", "500", "-1"])
def test_an_order_takes_no_more_than_is_left(ines, blanket, quantity):
    order = ordered(ines, blanket, "4")

    with pytest.raises(InUse) as refusal:
        lines_become(ines, order, {**PLANKS, "quantity": quantity})

    assert refusal.value.errors[0].field == "lines.0.quantity"
    lines_become(ines, order, {**PLANKS, "quantity": "10"})
    assert left(blanket) == ["0", "5"]


def test_an_undo_brings_back_no_order_that_takes_too_much(ines, blanket):
    deleted = delete_document("sales_order", ordered(ines, blanket, "10"), actor=ines)
    ordered(ines, blanket, "1")

    with pytest.raises((InUse, EditConflict)):
        undo_change_set(deleted.change_set, actor=ines)

    assert left(blanket) == ["9", "5"]


def test_what_was_ordered_stays_covered_with_its_sign(ines, blanket):
    ordered(ines, blanket, "10")

    with pytest.raises(InUse):
        change_document(
            "sales_blanket_order",
            blanket,
            {"lines": [{**PLANKS, "quantity": "-10"}, NAILS]},
            actor=ines,
        )


def test_an_order_that_goes_to_another_customer_takes_nothing_any_more(ines, blanket):
    order = ordered(ines, blanket, "10")
    other, _customer = linked(ines, "customer", name="Otra SL")

    change_document("sales_order", order, {"contact_no": other}, actor=ines)

    assert left(blanket) == ["1E+1", "5"]
