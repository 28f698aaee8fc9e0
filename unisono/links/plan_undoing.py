"""Planning an undo: old values come back, and what is tied to them follows (semantics.md, 12).
Pure.
"""

from collections.abc import Mapping
from dataclasses import replace

from unisono.common.conflicts import FieldConflict
from unisono.common.kinds import Key, Kind
from unisono.links.values import Draft, Network, Notice, Party, Plan, Record, Rules, Value, Written

UNDO = "undo"


def plan_undo(
    network: Network, rules: Rules, written: Mapping[Key, Mapping[str, Written]], skip: bool = False
) -> Plan:
    """Plan putting back what a change set wrote on records of this network.

    A field that has another value by now, or that may not be changed here any more, is a conflict;
    with `skip` the rest is planned all the same, else the plan has the conflicts alone. Tied
    records outside the set follow; where tied records differ afterwards, that is a notice.
    """
    draft = Draft()
    conflicts: list[FieldConflict] = []
    for party in (network.party, *network.people):
        for record in party.members:
            for name, to in written.get(record.key, {}).items():
                present = record.values.get(name, "")
                if present == to.old:
                    continue
                if present != to.new or _is_locked(party, rules, record, name, written):
                    conflicts.append(
                        conflict(record.key.kind, record.no, name, to.new, present, to.old)
                    )
                else:
                    draft.put(record, name, to.old, UNDO)
    if conflicts and not skip:
        return Plan(conflicts=tuple(conflicts))
    notices: list[Notice] = []
    for party in (network.party, *network.people):
        _carry_on(draft, party, rules, written, notices)
    return replace(draft.plan(), conflicts=tuple(conflicts), notices=tuple(notices))


def _is_locked(
    party: Party,
    rules: Rules,
    record: Record,
    name: str,
    written: Mapping[Key, Mapping[str, Written]],
) -> bool:
    """Tell whether the field is led by records that the set does not put back themselves, and have
    another value.
    """
    if record not in rules.tied(party, name):
        return False
    beginners = rules.who_may_begin(party, name)
    back = written[record.key][name].old
    if any(name in written.get(beginner.key, {}) for beginner in beginners):
        return False
    return any(beginner.values.get(name, "") != back for beginner in beginners)


def conflict(
    kind: Kind, no: str, name: str, base: Value, current: Value, yours: Value
) -> FieldConflict:
    """Return a conflict: what was there, what is there now, what was wanted."""
    return FieldConflict(name, base, current, yours, kind, no)


def _carry_on(
    draft: Draft,
    party: Party,
    rules: Rules,
    written: Mapping[Key, Mapping[str, Written]],
    notices: list[Notice],
) -> None:
    """Carry restored values on to tied records outside the set, and list where tied records differ
    afterwards.
    """
    if party.contact is None:
        return
    names = dict.fromkeys(
        name for record in party.members for name in draft.decided.get(record.key, {})
    )
    for name in names:
        tied = rules.tied(party, name)
        source = next((record for record in tied if draft.changes(record, name)), None)
        if source is None:
            continue
        value = draft.value(source, name)
        for record in tied:
            if name not in written.get(record.key, {}):
                draft.put(record, name, value, UNDO)
        # A blank `fill` record beside a contact that the set itself puts back was blank before,
        # too: it stays so.
        if value != "" and name not in written.get(party.contact.key, {}):
            for record in rules.filled(party, name):
                if draft.value(record, name) == "" and name not in written.get(record.key, {}):
                    draft.put(record, name, value, UNDO)
        for record in tied[1:]:
            if draft.value(record, name) != draft.value(party.contact, name):
                notices.append(Notice(record.key.kind, record.no, name, party.contact.no))
