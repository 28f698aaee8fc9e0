"""Planning that two contacts become one [9.2]: values as in linking (semantics.md, 8), people as in
joining. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from unisono.cards.fields import SHARED_NAMES
from unisono.common.kinds import FACTS
from unisono.contacts.fields import NAME_PARTS
from unisono.links.plan import derive, inherit_all, plan_joining, spread
from unisono.links.plan_linking import follow_name
from unisono.links.values import Draft, Network, Party, Plan, Record, Refusal, Row, Rules, Value
from unisono.links.which_value_wins import result_of

MERGE = "merge"


def plan_merge(
    network: Network,
    gone: Network,
    rules: Rules,
    keep: Mapping[str, str],
    newer: Mapping[str, str],
    own: Collection[str],
) -> Plan:
    """Plan what merging a contact (of `gone`) into the contact of `network` writes on those that
    stay.

    `keep` maps "*" and fields to contact (the one that stays), other (the one that goes) or newer;
    `own` are the contact's fields beside the shared ones: sets of codes come together and notes
    follow each other unless a side is named. The plan's rows are the preview. A choice against
    records that lead a field is a refusal.
    """
    into, other = network.party.contact, gone.party.contact
    assert into is not None
    assert other is not None
    mine, party = network.party, Party(into, (*network.party.records, *gone.party.records))
    draft, rows, refusals = Draft(), [], []
    for name in (*SHARED_NAMES, *own):
        leaders = rules.leaders(mine, name) or rules.leaders(gone.party, name)
        led_here = bool(rules.leaders(mine, name))
        row = _row(into, other, name, keep, newer, bool(leaders), led_here)
        if leaders and name in keep and row.result not in _chosen(row, keep[name], newer.get(name)):
            refusals.append(Refusal(name, leaders[0]))
        rows.append(row)
    follow_name(rows, into, other, keep)
    _keep_parts_with_name(rows, keep)
    for row in rows:
        _write(draft, party, rules, row, into)
    derive(draft, party, rules, settled=True, given=NAME_PARTS)
    for record in gone.party.records:
        if FACTS[record.key.kind].follows_type:
            draft.put(record, "type", into.values["type"], MERGE)
    inherit_all(draft, network, rules)
    _take_over_people(draft, gone, rules, into)
    rows.sort(key=lambda row: not row.differs)
    return replace(draft.plan(), rows=tuple(rows), refusals=tuple(refusals))


def _row(
    into: Record,
    other: Record,
    name: str,
    keep: Mapping[str, str],
    newer: Mapping[str, str],
    led: bool,
    led_here: bool,
) -> Row:
    """Decide one field."""
    if led and not led_here:
        # What leads it comes along with the contact that goes: its value, even a blank one.
        row = result_of(
            into, other, name, "both", {**keep, "*": "other", name: "other"}, newer, led=False
        )
        return replace(row, led=True)
    row = result_of(into, other, name, "both", keep, newer, led=led_here)
    here, there = into.values.get(name, ""), other.values.get(name, "")
    if name not in keep and (both := _together(name, here, there)) is not None:
        row.result, row.conflict, row.by = both, False, ""
    return row


def _together(name: str, here: Value, there: Value) -> Value | None:
    """Return the value that keeps what both contacts say, None where one of the two has to be
    chosen.
    """
    if isinstance(here, tuple):
        return tuple(sorted({*here, *(there if isinstance(there, tuple) else ())}))
    if isinstance(here, bool):
        return here or there  # "no mailings" of one of them holds for both
    return f"{here}\n\n{there}" if name == "note" and here and there and here != there else None


def _chosen(row: Row, side: str, newer: str | None) -> tuple[Value, ...]:
    side = (newer or "contact") if side == "newer" else side
    return (row.contact if side == "contact" else row.other,)


def _keep_parts_with_name(rows: list[Row], keep: Mapping[str, str]) -> None:
    """Let a person's parts of the name come from the side that the name comes from, unless they
    were chosen.
    """
    by_field = {row.field: row for row in rows}
    name = by_field["name"]
    side = "contact" if name.result == name.contact else "other"
    for part in NAME_PARTS:
        if part in by_field and part not in keep:
            by_field[part].take(side)


def _write(draft: Draft, party: Party, rules: Rules, row: Row, into: Record) -> None:
    name, result = row.field, row.result
    draft.put(into, name, result, MERGE)
    if name in SHARED_NAMES:
        # Also where the contact's own value stays: the records that come along take it.
        spread(draft, party, rules, name, result, into.name if row.by == "contact" else MERGE)


def _take_over_people(draft: Draft, gone: Network, rules: Rules, into: Record) -> None:
    """Let the people of the contact that goes belong to the one that stays."""
    former = gone.party.contact
    assert former is not None
    values = {**into.values, **{name: draft.value(into, name) for name in SHARED_NAMES}}
    company = Record(into.key, into.no, into.version, values)
    for person in gone.people:
        assert person.contact is not None
        draft.put(person.contact, "company_no", into.no, MERGE)
        plan_joining(person, rules, former.values, company, draft)
