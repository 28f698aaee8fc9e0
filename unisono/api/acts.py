"""The shapes of acts: linking, creating from a contact, rules, undoing, history; bodies and answers."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from unisono.api.schemas import Body, Link, Word, without_default
from unisono.cards.fields import ROLES
from unisono.documents.types import TYPES
from unisono.usecases.batches import ON_MATCH, SOURCES
from unisono.usecases.importing.options import ON_CONFLICT
from unisono.usecases.jobs import KINDS as JOB_KINDS

_ROLE: Any = Field(json_schema_extra={"enum": list(ROLES)})
_SIDES: list[Any] = ["contact", "other", "newer"]
_KEEP: Any = Field(
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

    role: str = _ROLE
    no: str
    keep: Any = _KEEP


class LinkBody(PreviewBody):
    """Which record to link, and which side's values to keep."""

    plan: str = Field(default="", description="The digest of a preview: 409 preview-outdated if the plan changed since")


class LinkStateBody(Body):
    """Pause, or resume with the side to keep for what differs by then."""

    state: str = Field(json_schema_extra={"enum": ["active", "paused"]})
    keep: Any = _KEEP


class CreateAsBody(Body):
    """What to create from a contact."""

    role: str = _ROLE
    template: str = ""
    values: dict[str, Any] = Field(default={}, description="Fields of the new record that the contact does not have")
    dry_run: bool = False


class RulesBody(Body):
    """Rules to change, by kind of record and field."""

    customer: dict[str, str] = {}
    vendor: dict[str, str] = {}
    bank_account: dict[str, str] = {}
    keep: str = Field(
        default="",
        description="Which side wins where fields differ that a rule ties; left out: 409 differences",
        json_schema_extra=without_default({"enum": _SIDES}),
    )


class UndoBody(Body):
    """Whether to undo the rest where something changed since."""

    skip_conflicts: bool = False


class LinkAnswer(Link):
    """A link, the contact that it is of (the company, for a person of one), and the change set that was made."""

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

    kind: str
    no: str
    fields: dict[str, dict[str, Any]]


class Preview(Schema):
    """What linking would do."""

    contact_no: str
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
    conflicts: list[dict[str, Any]]
    warnings: list[Word] | None = None


class Entry(Schema):
    """A line of a record's history: a field with old and new value, or an event."""

    change_set: int
    act: str
    at: datetime
    by: str
    via: str
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

    kind: str
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
    records: list[FeedRecord]


class FeedPage(Schema):
    """Change sets in order; `next` goes into `since`. No items: the end, for now."""

    items: list[FeedItem]
    next: str
    count: int


class Hit(Schema):
    """A record or document that was found; a document is of its type: sales_quote and so on."""

    kind: str = Field(json_schema_extra={"enum": ["contact", *ROLES, *TYPES]})
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


class JobBody(Body):
    """What to do.

    `create_contacts` takes `source`, `filter`, `on_match` and `dry_run`; `undo` takes `act` and `skip_conflicts`;
    `link_suggested` takes `ids` or `least`, and `keep`; `find_duplicates` and `suggest_links` take nothing; `import`
    takes `file`, `columns`, `match`, `act`, `on_match`, `on_conflict` and `dry_run`.
    """

    kind: str = Field(json_schema_extra={"enum": list(JOB_KINDS)})
    source: str = Field(default="", json_schema_extra={"enum": list(SOURCES)})
    filter: dict[str, Any] = Field(default={}, description='As a list\'s query: {"no__gte": "10000", "city": "Madrid"}')
    on_match: str = Field(default="create", json_schema_extra={"enum": list(ON_MATCH)})
    dry_run: bool = Field(default=False, description="Do everything, keep nothing, and count")
    file: str = Field(default="", description="import: a file that waits, of `POST /imports`")
    columns: dict[str, str] = Field(default={}, description='import: column → field; a field of "" leaves it out')
    match: list[str] = Field(default=["no"], description="import: the fields by which a row finds its record")
    act: str = Field(
        default="", description="undo: the act to undo. import: what to do (both, create, update, link_only)"
    )
    on_conflict: str = Field(default="ask", json_schema_extra={"enum": list(ON_CONFLICT)})
    ids: list[int] = Field(default=[], description="link_suggested: these suggestions")
    least: int = Field(default=0, description="link_suggested: all suggestions of at least so many points")
    keep: str = Field(default="contact", json_schema_extra={"enum": _SIDES})
    skip_conflicts: bool = Field(default=False, description="Undo the rest where something changed since")


class StateBody(Body):
    """What a person says of a finding."""

    state: str = Field(json_schema_extra={"enum": ["open", "dismissed"]})


class DuplicateShown(Schema):
    """Two contacts that may be the same party."""

    id: int
    contact_no: str
    other_no: str
    score: int = Field(description="How likely they are the same party, 0 to 100")
    matching_fields: list[str]
    state: Literal["open", "dismissed"]
    found_at: datetime


class DuplicatePage(Schema):
    """Pairs, the likeliest first."""

    items: list[DuplicateShown]
    next: str | None
    count: int


class SuggestionShown(Schema):
    """A record without a link beside a contact that looks like the same party."""

    id: int
    role: str = _ROLE
    no: str
    contact_no: str
    score: int
    matching_fields: list[str]
    state: Literal["open", "dismissed"]
    found_at: datetime


class SuggestionPage(Schema):
    """Suggestions that can be followed today, the likeliest first."""

    items: list[SuggestionShown]
    next: str | None
    count: int


_MERGE_SIDES: list[Any] = ["into", "from", "newer"]


class MergePreviewBody(Body):
    """Which contact would be merged into this one, and which side's values would be kept."""

    from_: str = Field(alias="from", description="The number of the contact that goes")
    keep: Any = Field(
        default=None,
        description='One side for all, or {"*": "into", "phone_no": "from"}; left out: into. Blanks are filled from '
        "the other side unless the field is named; notes and sets of codes come together",
        json_schema_extra={
            "oneOf": [
                {"type": "string", "enum": _MERGE_SIDES},
                {"type": "object", "additionalProperties": {"type": "string", "enum": _MERGE_SIDES}},
            ]
        },
    )


class MergeBody(MergePreviewBody):
    """Which contact to merge into this one, and which side's values to keep."""

    plan: str = Field(default="", description="The digest of a preview: 409 preview-outdated if the plan changed since")


class MergePreview(Schema):
    """What merging would do: per field both values and the result, what changes elsewhere, how much moves."""

    contact_no: str
    from_no: str
    fields: list[dict[str, Any]]
    also: list[dict[str, Any]]
    moves: dict[str, int]
    plan: str


class JobError(Schema):
    """A record that was not treated, and why."""

    no: str
    detail: str


class JobMatch(Schema):
    """A record beside a contact that looks like the same party."""

    no: str
    contact_no: str
    score: int
    matching_fields: list[str]


class JobShown(Schema):
    """A job, how far it is, and what it was asked."""

    id: int
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    total: int
    done: int
    created: int
    skipped: int
    errors: list[JobError]
    matches: list[JobMatch] = Field(description="Records left for review, each beside the contact that looks like it")
    detail: str
    act: str = Field(description="Names the change sets that the job makes")
    by: str
    options: dict[str, Any] = Field(description="What was asked")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobPage(Schema):
    """Jobs, newest first."""

    items: list[JobShown]
    next: str | None
    count: int


class FindingShown(Schema):
    """Something that is not as it should be: drift, side, kind, series, search or columns; and what a repair does."""

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
