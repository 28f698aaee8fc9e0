"""Which of two values wins where a contact and a record become equal (semantics.md, 8). Pure.

A blank one never does, unless it was chosen by name, or comes from what leads the field. The same
holds for what fills blanks and what people inherit (plan.py), and in sets (bulk/equalising.py).
"""

from collections.abc import Mapping

from unisono.links.values import (
    Record,
    Row,
    Value,
)


def result_of(
    contact: Record,
    record: Record,
    name: str,
    rule: str,
    keep: Mapping[str, str],
    newer: Mapping[str, str],
    led: bool,
) -> Row:
    """Return how one field of a link comes out (8)."""
    result: Value
    here, there = contact.values.get(name, ""), record.values.get(name, "")
    side = keep.get(name, keep.get("*", "contact"))
    if side == "newer":
        side = newer.get(name, "contact")
    if rule == "fill" and name not in keep:
        # Such a record only takes what it lacks: where both have a value, each keeps its own.
        if led and here == "":
            result, side = (None if there != "" else ""), "contact"
        elif here != "" and there != "":
            result, side = (here if here == there else None), ""
        else:
            result, side = here or there, "contact" if here != "" else "other"
    elif led:
        # A record elsewhere leads, and so the contact already says what it wants, be it blank.
        result, side = here, "contact"
    else:
        result = here if side == "contact" else there
        # The side was chosen for all fields at once: a blank there is no choice to lose a value.
        if result == "" and name not in keep:
            result, side = here or there, "other" if side == "contact" else "contact"
    return Row(name, here, there, result, here != there and here != "" and there != "", side, led)
