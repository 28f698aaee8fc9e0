"""The planner: decides what a change writes, and where. Pure; `semantics.md` is its specification.

    plan_edit      somebody changes fields of one record                          semantics 1 to 7
    plan_new       a new contact, with what it inherits and setup's defaults      semantics 6, 7
    plan_joining   a person joins or changes its company                          semantics 7
    plan_linking   in plan_linking.py: linking, resuming, a rule that ties        semantics 8 to 10
    plan_undo      in plan_undoing.py                                              semantics 12

Each takes values and returns a Plan; none looks at the clock or the database.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from unisono.cards.fields import ADDRESS_BLOCK, SHARED, SHARED_NAMES, shared_names
from unisono.common.kinds import FACTS, Key
from unisono.common.text import capitals
from unisono.contacts import person_names
from unisono.contacts.fields import LOST_BY_COMPANIES, NAME_PARTS
from unisono.links.values import Draft, Network, Party, Plan, Record, Refusal, Rules, Value, text_of

TYPED = "typed"
SEARCH_NAME = "search_name"


def plan_edit(
    network: Network, rules: Rules, origin: Key, values: Mapping[str, Value], cause: str = TYPED
) -> Plan:
    """Plan a change of fields of one record of the network.

    Only values that differ from today's begin anything (4). A field that another record leads is a
    refusal (1), and then nothing should be applied.
    """
    record = network.records[origin]
    party = next(party for party in (network.party, *network.people) if record in party.members)
    values = _with_names(record, values)
    draft = Draft()
    refusals = []
    for name, value in values.items():
        if value == record.values.get(name, ""):
            continue
        if name not in shared_names(origin.kind):
            draft.put(record, name, value, cause)
        elif leader := other_leader(party, rules, record, name):
            refusals.append(Refusal(name, leader))
        else:
            _begin(draft, party, rules, record, name, value, cause)
    search_name_given = SEARCH_NAME in values
    settled = search_name_given and record in rules.tied(party, SEARCH_NAME)
    derive(draft, party, rules, settled, values, decided=record if search_name_given else None)
    if party is network.party:
        inherit_all(draft, network, rules)
    return replace(draft.plan(), refusals=tuple(refusals))


def plan_joining(
    person: Party, rules: Rules, former: Mapping[str, Value], company: Record, draft: Draft
) -> None:
    """Give a person, in the draft, what it takes over from the company it joins (7); `former` is
    the one it left.
    """
    _inherit(draft, person, rules, former, company.values, company, joining=True)


def plan_new(
    blank: Record,
    rules: Rules,
    values: Mapping[str, Value],
    company: Record | None,
    defaults: Mapping[str, Value],
) -> Plan:
    """Plan a new contact: what was typed, then what it inherits from its company, then setup's
    defaults [5.7].
    """
    party, draft = Party(blank), Draft()
    for name, value in _with_names(blank, values).items():
        draft.put(blank, name, value, TYPED)
    if company is not None:
        plan_joining(party, rules, {}, company, draft)
    for name, value in defaults.items():
        if draft.value(blank, name) == "":
            draft.put(blank, name, value, "default")
    derive(draft, party, rules, settled=bool(values.get(SEARCH_NAME)), given=values)
    return draft.plan()


def _with_names(record: Record, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values with a person's full name composed where its parts were given (6)."""
    values = dict(values)
    kind = values.get("type", record.values.get("type"))
    if record.key.is_contact and kind == "person" and "name" not in values:
        if any(
            part in values and values[part] != record.values.get(part, "") for part in NAME_PARTS
        ):
            values["name"] = person_names.compose(
                {part: values.get(part, record.values.get(part, "")) for part in NAME_PARTS}
            )
    return values


def other_leader(party: Party, rules: Rules, record: Record, name: str) -> Record | None:
    """Return the record that leads the field, if a change may not begin at this one (1)."""
    if record not in rules.tied(party, name):
        return None
    beginners = rules.who_may_begin(party, name)
    return None if record in beginners else beginners[0]


def _begin(
    draft: Draft, party: Party, rules: Rules, record: Record, name: str, value: Value, cause: str
) -> None:
    """Change a field at one record and carry it on to those that it is tied to (2, 3)."""
    draft.put(record, name, value, cause)
    contact = party.contact
    if contact is None:
        return
    if record in rules.tied(party, name):
        spread(draft, party, rules, name, value, record.name)
    elif rules.of(record.key.kind, name) == "fill" and value != "":
        if draft.value(contact, name) == "" and not rules.leaders(party, name):
            spread(draft, party, rules, name, value, record.name)


def spread(
    draft: Draft,
    party: Party,
    rules: Rules,
    name: str,
    value: Value,
    cause: str,
    decided: Record | None = None,
) -> None:
    """Give all tied records the value (2), then the blank `fill` records, unless it is blank (3).

    `decided` is a record that keeps what was given there, blank or not (6).
    """
    for record in rules.tied(party, name):
        if draft.value(record, name) != value:
            draft.put(record, name, value, cause)
    if value != "":
        for record in rules.filled(party, name):
            if draft.value(record, name) == "" and record is not decided:
                draft.put(record, name, value, cause)


def derive(
    draft: Draft,
    party: Party,
    rules: Rules,
    settled: bool = False,
    given: Collection[str] = frozenset(),
    decided: Record | None = None,
) -> None:
    """Let derived fields follow (6): search names, a person's name parts, a customer's type.

    `settled`: the tied search name was given already. `given`: what was typed where the change
    began. `decided`: a record whose own search name was given.
    """
    contact = party.contact
    tied = rules.tied(party, SEARCH_NAME)
    if not settled:
        for decider in rules.leaders(party, SEARCH_NAME) or tied[:1]:
            if _search_name_follows(draft, decider):
                search_name = capitals(text_of(draft.value(decider, "name")))
                spread(draft, party, rules, SEARCH_NAME, search_name, "derived", decided)
                break
    for record in party.members:
        if record not in tied and record is not decided and not draft.changes(record, SEARCH_NAME):
            if _search_name_follows(draft, record):
                draft.put(
                    record, SEARCH_NAME, capitals(text_of(draft.value(record, "name"))), "derived"
                )
    if contact is not None:
        _derive_name_parts(draft, contact, given)
        if draft.changes(contact, "type"):
            for record in party.records:
                if FACTS[record.key.kind].follows_type:
                    draft.put(record, "type", draft.value(contact, "type"), contact.name)


def _search_name_follows(draft: Draft, record: Record) -> bool:
    """Tell whether the name changes and the search name was nobody's own choice."""
    return draft.changes(record, "name") and record.values.get(SEARCH_NAME, "") in (
        "",
        capitals(text_of(record.values.get("name", ""))),
    )


def _derive_name_parts(draft: Draft, contact: Record, given: Collection[str]) -> None:
    """Split a person's new name into its parts, or clear what a company has not."""
    if not (draft.changes(contact, "name") or draft.changes(contact, "type")):
        return
    if draft.value(contact, "type") == "person":
        if any(draft.changes(contact, part) for part in NAME_PARTS) or all(
            part in given for part in NAME_PARTS
        ):
            return
        spoken = {name: draft.value(contact, name) for name in ("language_code", "country_code")}
        parts = person_names.split(
            text_of(draft.value(contact, "name")), person_names.language_of(spoken)
        )
    else:
        parts = dict.fromkeys(LOST_BY_COMPANIES, "")
    for part, value in parts.items():
        draft.put(contact, part, value, "derived")


def inherit_all(draft: Draft, network: Network, rules: Rules) -> None:
    """Let the people of the company follow its final values (7)."""
    company = network.party.contact
    if company is None or not network.people:
        return
    now = {name: draft.value(company, name) for name in SHARED_NAMES}
    if all(now[name] == company.values.get(name, "") for name in SHARED_NAMES):
        return
    for person in network.people:
        _inherit(draft, person, rules, company.values, now, company, joining=False)


def _inherit(
    draft: Draft,
    person: Party,
    rules: Rules,
    old: Mapping[str, Value],
    new: Mapping[str, Value],
    company: Record,
    joining: bool,
) -> None:
    """Give one person what follows from its company's values before and after (7)."""
    if "address" in rules.inherited:
        _inherit_block(draft, person, rules, ADDRESS_BLOCK, old, new, company, joining)
    language_follows = False
    for field in SHARED:
        name = field.name
        group = "country" if name == "country_code" else field.group
        if (
            group not in rules.inherited
            or group == "address"
            or (name == "country_code" and "address" in rules.inherited)
        ):
            continue
        # The language takes the region along, also where only the language changed.
        taken_along = name == "format_region" and language_follows
        followed = _inherit_block(
            draft, person, rules, (name,), old, new, company, joining or taken_along
        )
        language_follows = language_follows or (name == "language_code" and followed)


def _inherit_block(
    draft: Draft,
    person: Party,
    rules: Rules,
    block: tuple[str, ...],
    old: Mapping[str, Value],
    new: Mapping[str, Value],
    company: Record,
    joining: bool,
) -> bool:
    """Let a block of fields follow as one where it is blank or as the company's was; tell whether
    it did.
    """
    contact = person.contact
    assert contact is not None
    own = tuple(draft.value(contact, name) for name in block)
    before = tuple(old.get(name, "") for name in block)
    after = tuple(new.get(name, "") for name in block)
    if own == after or (before == after and not joining):
        return False
    blank_after = not any(after)
    if own != before and any(own):
        return False
    if blank_after and (joining or own != before):
        return False
    if any(contact not in rules.who_may_begin(person, name) for name in block):
        return False
    for name, value in zip(block, after, strict=True):
        if draft.value(contact, name) != value:
            draft.put(contact, name, value, f"company:{company.no}")
            spread(draft, person, rules, name, value, contact.name)
    return True
