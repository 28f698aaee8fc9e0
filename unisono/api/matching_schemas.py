"""The shapes of duplicates, suggestions and merging; bodies and answers."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from unisono.api.schemas import Body, Shape
from unisono.common.borders import Content
from unisono.common.kinds import LINKED_KINDS, Kind

_ROLE: Shape = Field(json_schema_extra={"enum": list(LINKED_KINDS)})


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
    branch_no: str | None = Field(
        description="The one that is a branch or department of the other, where somebody said so"
    )
    found_at: datetime


class DuplicatePage(Schema):
    """Pairs, the likeliest first."""

    items: list[DuplicateShown]
    next: str | None
    count: int


class GroupOut(Schema):
    """Contacts that may be one party, however many."""

    id: int
    size: int = Field(description="How many contacts are in it")
    score: int = Field(description="The score of the likeliest pair in it")
    weakest: int = Field(description="The score of the least likely pair that ties it together")
    matching_fields: list[str]
    members: list[str] = Field(description="The numbers of its contacts, the eldest first")
    found_at: datetime


class GroupPage(Schema):
    """Groups, the likeliest first."""

    items: list[GroupOut]
    next: str | None
    count: int


class GroupBody(Body):
    """What a person says of a group."""

    state: Literal["dismissed"]
    contact_no: str = Field(
        default="", description="The one that is another than the rest; left out: all are different"
    )
    belongs_to: str = Field(
        default="",
        description="The company of the group that the contact belongs to: as its person, or as "
        "its branch or department",
    )


class SuggestionShown(Schema):
    """A record without a link beside a contact that looks like the same party."""

    id: int
    role: Kind = _ROLE
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


class _KeepBody(Body):
    keep: Any = Field(
        default=None,
        description='One side for all, or {"*": "into", "phone_no": "from"}; left out: into. '
        "Blanks are filled from the other side unless the field is named; notes and sets of codes "
        "come together. Where several are merged, a field may name the number of the contact whose "
        "value is kept",
        json_schema_extra={
            "oneOf": [
                {"type": "string", "enum": _MERGE_SIDES},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ]
        },
    )


class MergePreviewBody(_KeepBody):
    """Which contacts would be merged into this one, and whose values would be kept."""

    from_: str | list[str] = Field(
        alias="from", description="The number of the contact that goes, or of up to fifty"
    )
    with_records: bool = Field(
        default=False,
        description="Where two of them have a customer, or a vendor, merge these, too",
    )


class MergeBody(MergePreviewBody):
    """Which contacts to merge into this one, and whose values to keep."""

    plan: str = Field(
        default="",
        description="The digest of a preview: 409 preview-outdated if the plan changed since",
    )


class MergePreview(Schema):
    """What merging would do: per field both values and the result, what changes elsewhere, how much
    moves.
    """

    contact_no: str
    from_no: str
    fields: list[Content]
    also: list[Content]
    moves: dict[str, int]
    plan: str


class MergeRecordsPreviewBody(_KeepBody):
    """Which record would be merged into this one, and what becomes of their contacts."""

    from_: str = Field(alias="from", description="The number of the one that goes")
    contacts: str = Field(
        default="",
        description="Where both are linked to different contacts: merge these too, or keep the "
        "other one without this record",
        json_schema_extra={"enum": ["", "merge", "keep"]},
    )


class MergeRecordsBody(MergeRecordsPreviewBody):
    """Which record to merge into this one, and what becomes of their contacts."""

    plan: str = Field(
        default="",
        description="The digest of a preview: 409 preview-outdated if anything changed since",
    )


class MergeRecordsPreview(Schema):
    """What merging would do: per field both values and the result, what changes elsewhere, how many
    documents move.
    """

    no: str
    from_no: str
    fields: list[Content]
    also: list[Content]
    documents: int
    plan: str
