"""Three ways: what both sides had, what a copy of a record says, and what the record says [3.5]
(outside.md, 2).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from unisono.links.values import Value


@dataclass(frozen=True)
class Reconciled:
    """What is to be done: `edits` of ours that the copy brings, and `conflicts`, fields that both
    sides changed.
    """

    edits: Mapping[str, Value]
    conflicts: tuple[str, ...] = ()


def reconcile(
    *,
    base: Mapping[str, Value],
    theirs: Mapping[str, Value],
    ours: Mapping[str, Value],
    meant: Collection[str] = (),
) -> Reconciled:
    """Return what becomes of the values of a copy, all three given in the same normal form.

    `base` are the fields that we changed since the copy was made, as they were then; what it lacks
    has stayed as `ours` says. A value that is as it was is no edit, unless it is among those that
    were `meant`: typed, and not just sent along. Equal values are no conflict, and of a field in
    conflict neither value is lost: nothing is done about it.
    """
    edits, conflicts = dict[str, Value](), list[str]()
    for name, value in theirs.items():
        if value == ours.get(name, ""):
            continue
        if name not in base:
            edits[name] = value
        elif value != base[name] or name in meant:
            conflicts.append(name)
    return Reconciled(edits, tuple(conflicts))
