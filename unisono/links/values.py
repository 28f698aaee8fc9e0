"""What the planner takes and gives: records, networks, rules, plans. Pure values, no Django."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from unisono.cards.fields import SYNCHRONISED_RULES
from unisono.common.conflicts import FieldConflict
from unisono.common.kinds import Key, Kind

# What a field holds: text, also money and dates; a flag; codes in order. "" where there is nothing,
# None: not known.
Value = str | bool | tuple[str, ...] | None


def text_of(value: Value) -> str:
    """Return the value of a field that holds text; "" where it is not known."""
    return value if isinstance(value, str) else ""


def codes_of(value: Value) -> tuple[str, ...]:
    """Return the value of a field that holds codes; none where it is not known."""
    return value if isinstance(value, tuple) else ()


@dataclass(frozen=True)
class Record:
    """A record as it is in the database now."""

    key: Key
    no: str
    version: int
    values: Mapping[str, Value]

    @property
    def name(self) -> str:
        """Return how a cause in the history names this record."""
        return f"{self.key.kind}:{self.no}"


@dataclass(frozen=True)
class Party:
    """A contact and the records of its active links; a record without active link stands alone,
    without contact.
    """

    contact: Record | None
    records: tuple[Record, ...] = ()

    @property
    def members(self) -> tuple[Record, ...]:
        """Return the contact and its records."""
        return (self.contact, *self.records) if self.contact else self.records


@dataclass(frozen=True)
class Network:
    """All that an edit can reach: a party and, where its contact is a company, the parties of its
    people.
    """

    party: Party
    people: tuple[Party, ...] = ()

    @property
    def records(self) -> dict[Key, Record]:
        """Return every record by its key."""
        return {
            record.key: record for party in (self.party, *self.people) for record in party.members
        }


@dataclass(frozen=True)
class Rules:
    """The rule per role and field [3.3], and the groups that people inherit [5.2]."""

    by_role: Mapping[str, Mapping[str, str]]
    inherited: frozenset[str] = frozenset()

    def of(self, kind: Kind, name: str) -> str:
        """Return the rule of a field for a role kind; a field that the kind lacks is separate."""
        return self.by_role[kind].get(name, "separate")

    def tied(self, party: Party, name: str) -> list[Record]:
        """Return the contact and the records whose rule for the field keeps them equal."""
        if party.contact is None:
            return []
        return [
            party.contact,
            *(
                record
                for record in party.records
                if self.of(record.key.kind, name) in SYNCHRONISED_RULES
            ),
        ]

    def leaders(self, party: Party, name: str) -> list[Record]:
        """Return the records that lead the field."""
        return [record for record in party.records if self.of(record.key.kind, name) == "role"]

    def filled(self, party: Party, name: str) -> list[Record]:
        """Return the records that take the field only where they are blank."""
        return [record for record in party.records if self.of(record.key.kind, name) == "fill"]

    def who_may_begin(self, party: Party, name: str) -> list[Record]:
        """Return the tied records at which a change of the field may begin (semantics.md, 1)."""
        if leaders := self.leaders(party, name):
            return leaders
        return [
            record
            for record in self.tied(party, name)
            if record.key.is_contact or self.of(record.key.kind, name) == "both"
        ]


class Written(NamedTuple):
    """A field's value before and after, and why: typed, link, undo, customer:C00010, company:CT0003
    …
    """

    old: Value
    new: Value
    cause: str


@dataclass(frozen=True)
class Write:
    """What a plan does to one record."""

    record: Record
    fields: Mapping[str, Written]


class Refusal(NamedTuple):
    """A field that may not be changed here, and the record that leads it."""

    field: str
    leader: Record


@dataclass
class Row:
    """A field of a preview: both values, the result (None: each side keeps its own), and the side
    `by` which it came.

    `conflict`: both sides have a value, and different ones. `led`: a record elsewhere leads the
    field.
    """

    field: str
    contact: Value
    other: Value
    result: Value
    conflict: bool
    by: str
    led: bool

    @property
    def differs(self) -> bool:
        """Tell whether the two sides have different values."""
        return self.contact != self.other

    def take(self, side: str) -> None:
        """Let the result be a side's value."""
        self.result, self.by, self.conflict = (
            (self.contact if side == "contact" else self.other),
            side,
            False,
        )


class Notice(NamedTuple):
    """A field in which a record and its contact differ after an undo."""

    kind: Kind
    no: str
    field: str
    contact_no: str


@dataclass(frozen=True)
class Plan:
    """What a change does: the preview before, the change in the database, the history
    afterwards.
    """

    writes: tuple[Write, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()
    notices: tuple[Notice, ...] = ()
    rows: tuple[Row, ...] = ()

    def write_of(self, key: Key) -> Mapping[str, Written]:
        """Return what is written on one record, empty where nothing is."""
        return next((write.fields for write in self.writes if write.record.key == key), {})

    @property
    def digest(self) -> str:
        """Return a digest that is equal when the same values are written on the same versions."""
        content = [
            [
                *write.record.key,
                write.record.version,
                sorted((name, to.old, to.new) for name, to in write.fields.items()),
            ]
            for write in sorted(self.writes, key=lambda write: write.record.key)
        ]
        return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()[:32]


@dataclass
class Draft:
    """The values a plan has decided so far; equal values are never written (semantics.md, 5)."""

    decided: dict[Key, dict[str, Written]] = field(default_factory=dict)
    records: dict[Key, Record] = field(default_factory=dict)

    def value(self, record: Record, name: str) -> Value:
        """Return the field's value as it would be."""
        written = self.decided.get(record.key, {}).get(name)
        return written.new if written else record.values.get(name, "")

    def put(self, record: Record, name: str, value: Value, cause: str) -> None:
        """Decide a value; what equals today's value is no change."""
        fields = self.decided.setdefault(record.key, {})
        self.records[record.key] = record
        old = record.values.get(name, "")
        if value == old:
            fields.pop(name, None)
        else:
            fields[name] = Written(old, value, cause)

    def changes(self, record: Record, name: str) -> bool:
        """Tell whether the field is written on this record."""
        return name in self.decided.get(record.key, {})

    def plan(self) -> Plan:
        """Return the plan: one write for each record that changes."""
        return Plan(
            tuple(
                Write(self.records[key], dict(fields))
                for key, fields in self.decided.items()
                if fields
            )
        )
