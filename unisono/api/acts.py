"""The shapes of acts: linking, creating from a contact, rules, undoing, history; bodies and
answers.
"""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from unisono.api.schemas import Body, Link, Shape, Warning, without_default
from unisono.common.borders import Content
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.documents.types import TYPES

_ROLE: Shape = Field(json_schema_extra={"enum": list(LINKED_KINDS)})
_SIDES: list[Any] = ["contact", "other", "newer"]
_KEEP: Shape = Field(
    default=None,
    description='One side for all, or {"*": "contact", "phone_no": "other"}; left out: contact',
    json_schema_extra={
        "oneOf": [
            {"type": "string", "enum": _SIDES},
            {"type": "object", "additionalProperties": {"type": "string", "enum": _SIDES}},
        ]
    },
)


class PreviewBody(Body):
    """Which record would be linked, or resumed, and which side's values would be kept."""

    role: Kind = _ROLE
    no: str
    keep: Any = _KEEP


class LinkBody(PreviewBody):
    """Which record to link, and which side's values to keep."""

    plan: str = Field(
        default="",
        description="The digest of a preview: 409 preview-outdated if the plan changed since",
    )


class LinkStateBody(Body):
    """Pause, or resume with the side to keep for what differs by then."""

    state: str = Field(json_schema_extra={"enum": ["active", "paused"]})
    keep: Any = _KEEP


class CreateAsBody(Body):
    """What to create from a contact."""

    role: Kind = _ROLE
    template: str = ""
    values: Content = Field(
        default={}, description="Fields of the new record that the contact does not have"
    )
    dry_run: bool = False


class RulesBody(Body):
    """Rules to change, by kind of record and field."""

    customer: dict[str, str] = {}
    vendor: dict[str, str] = {}
    bank_account: dict[str, str] = {}
    keep: str = Field(
        default="",
        description=(
            "Which side wins where fields differ that a rule ties; left out: 409 differences"
        ),
        json_schema_extra=without_default({"enum": _SIDES}),
    )


class UndoBody(Body):
    """Whether to undo the rest where something changed since."""

    skip_conflicts: bool = False


class LinkAnswer(Link):
    """A link, the contact that it is of (the company, for a person of one), and the change set that
    was made.
    """

    contact_no: str
    change_set: int | None = None


class PreviewRow(Schema):
    """One shared field: both values and the result; null where both keep their own."""

    field: str
    contact: str
    other: str
    result: str | None
    conflict: bool


class Effect(Schema):
    """What changes on another record."""

    kind: Kind
    no: str
    fields: dict[str, Content]


class Preview(Schema):
    """What linking would do."""

    contact_no: str
    fields: list[PreviewRow]
    also: list[Effect]
    locked: dict[str, list[str]]
    plan: str


class ChangePreview(Schema):
    """What naming a primary contact would tie a record to: a contact that is there, or a new
    one.
    """

    dry_run: Literal[True]
    creates_contact: bool
    contact_no: str | None
    fields: list[PreviewRow]
    also: list[Effect]
    locked: dict[str, list[str]]
    plan: str


class Unlinked(Schema):
    """The contact that the link was of, and the change set that was made."""

    contact_no: str
    change_set: int | None


class Undone(Schema):
    """The change set of the undo, null where there was nothing to undo, and what was left out."""

    change_set: int | None
    conflicts: list[Content]
    warnings: list[Warning] | None = None


class Entry(Schema):
    """A line of a record's history: a field with old and new value, or an event."""

    change_set: int
    act: str
    at: datetime
    by: str
    via: str
    source: str
    cause: str
    field: str | None
    old: Any
    new: Any
    event: str | None


class EntryPage(Schema):
    """A page of a record's history, newest first."""

    items: list[Entry]
    next: str | None
    count: int


class FeedRecord(Schema):
    """What a change set did to one record."""

    kind: Kind
    no: str
    event: str
    fields: list[str]


class FeedItem(Schema):
    """A change set with its records."""

    change_set: int
    act: str
    at: datetime
    by: str
    via: str
    source: str
    records: list[FeedRecord]


class FeedPage(Schema):
    """Change sets in order; `next` goes into `since`. No items: the end, for now."""

    items: list[FeedItem]
    next: str
    count: int


class Hit(Schema):
    """A record or document that was found; a document is of its type: sales_quote and so on."""

    kind: str = Field(json_schema_extra={"enum": ["contact", *LINKED_KINDS, *TYPES]})
    no: str
    name: str
    city: str
    phone_no: str
    email: str


class Hits(Schema):
    """What was found, best first."""

    items: list[Hit]
    next: None
    count: int
    similar: bool = False


class FindingShown(Schema):
    """Something that is not as it should be: drift, side, kind, series, search or columns; and what
    a repair does.
    """

    sort: str
    problem: str
    kind: str | None
    no: str
    contact_no: str | None
    field: str | None
    contact: str | None
    other: str | None
    detail: str
    repair: str


class Integrity(Schema):
    """All that the check finds; `ok` where that is nothing."""

    ok: bool
    checked_at: datetime
    items: list[FindingShown]
    count: int
