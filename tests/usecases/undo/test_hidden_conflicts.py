"""What changed since on records that one may not see is counted, and nothing else is told of it
[10.3].
"""

import pytest

from tests.making import linked, row
from unisono.common.errors import EditConflict
from unisono.usecases.records.changing import change_record
from unisono.usecases.undo.undo_change_sets import undo_change_set


def test_fields_of_hidden_records_are_counted_alone(ines, omar, felix):
    contact, bank = linked(ines, "bank_account")
    done = change_record("contact", contact, {"phone_no": "600 111 222"}, actor=omar)
    row("bank_account", bank)
    change_record("bank_account", bank, {"phone_no": "600 333 444"}, actor=felix)

    with pytest.raises(EditConflict) as seen_by_all:
        undo_change_set(done.change_set, actor=ines)
    with pytest.raises(EditConflict) as seen_by_sales:
        undo_change_set(done.change_set, actor=omar)

    everything, some = seen_by_all.value, seen_by_sales.value
    assert {each.kind for each in everything.conflicts} == {"contact", "bank_account"}
    assert {each.kind for each in some.conflicts} == {"contact"}
    assert some.hidden == len(everything.conflicts) - len(some.conflicts) > 0
    assert some.extra["hidden"] == some.hidden
    assert bank not in str(some.extra)
