"""Planning that a record and a contact become equal (semantics.md, 8 to 10). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from unisono.cards.fields import shared_names
from unisono.common.kinds import FACTS
from unisono.common.text import capitals
from unisono.links.plan import SEARCH_NAME, derive, inherit_all, spread
from unisono.links.values import (
    Draft,
    Network,
    Party,
    Plan,
    Record,
    Refusal,
    Row,
    Rules,
    text_of,
)
from unisono.links.which_value_wins import result_of


def plan_linking(
    network: Network,
    rules: Rules,
    record: Record,
    keep: Mapping[str, str],
    newer: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
    cause: str = "link",
) -> Plan:
    """Plan making a record and the network's contact equal: the record is about to be tied, or its
    rules change (8).

    `keep` maps "*" and field names to contact, other or newer; `newer` says per field which side
    changed last; `only` limits the fields. The plan's rows are the preview: field, both values,
    result, conflict. A choice that a leader elsewhere forbids is a refusal.
    """
    contact = network.party.contact
    assert contact is not None
    others = Party(
        contact, tuple(other for other in network.party.records if other.key != record.key)
    )
    party = Party(contact, (*others.records, record))
    draft = Draft()
    rows, refusals = [], []
    for name in shared_names(record.key.kind):
        rule = rules.of(record.key.kind, name)
        if rule == "separate" or (only is not None and name not in only):
            continue
        leaders = rules.leaders(others, name)
        if leaders and keep.get(name, "contact") != "contact":
            refusals.append(Refusal(name, leaders[0]))
        row = result_of(contact, record, name, rule, keep, newer or {}, led=bool(leaders))
        rows.append(row)
    follow_name(rows, contact, record, keep)
    for row in rows:
        _link_field(draft, party, rules, record, row, cause)
    decided = any(row.field == SEARCH_NAME and row.result is not None for row in rows)
    derive(draft, party, rules, settled=decided, decided=record if decided else None)
    if FACTS[record.key.kind].follows_type:
        draft.put(record, "type", contact.values["type"], cause)
    inherit_all(draft, network, rules)
    rows.sort(key=lambda row: not row.differs)
    return replace(draft.plan(), rows=tuple(rows), refusals=tuple(refusals))


def follow_name(rows: list[Row], contact: Record, record: Record, keep: Mapping[str, str]) -> None:
    """Let a search name that nobody chose follow the name that comes out."""
    by_field = {row.field: row for row in rows}
    row, name_row = by_field.get(SEARCH_NAME), by_field.get("name")
    if row is None or name_row is None or row.result is None or name_row.result is None:
        return
    if SEARCH_NAME in keep or row.led:
        return
    side = contact if row.by == "contact" else record
    if side.values.get(SEARCH_NAME, "") in ("", capitals(text_of(side.values.get("name", "")))):
        row.result = capitals(text_of(name_row.result))


def _link_field(
    draft: Draft, party: Party, rules: Rules, record: Record, row: Row, cause: str
) -> None:
    """Carry out one row: the contact's change goes on by 2 and 3, the record takes the result."""
    name, result, contact = row.field, row.result, party.contact
    assert contact is not None
    if result is None:
        return
    if contact.values.get(name, "") != result:
        draft.put(contact, name, result, cause)
        spread(draft, party, rules, name, result, contact.name)
    draft.put(record, name, result, cause)
