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
    found_at: datetime


class DuplicatePage(Schema):
    """Pairs, the likeliest first."""

    items: list[DuplicateShown]
    next: str | None
    count: int


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


class MergePreviewBody(Body):
    """Which contact would be merged into this one, and which side's values would be kept."""

    from_: str = Field(alias="from", description="The number of the contact that goes")
    keep: Any = Field(
        default=None,
        description='One side for all, or {"*": "into", "phone_no": "from"}; left out: into. '
        "Blanks are filled from "
        "the other side unless the field is named; notes and sets of codes come together",
        json_schema_extra={
            "oneOf": [
                {"type": "string", "enum": _MERGE_SIDES},
                {
                    "type": "object",
                    "additionalProperties": {"type": "string", "enum": _MERGE_SIDES},
                },
            ]
        },
    )


class MergeBody(MergePreviewBody):
    """Which contact to merge into this one, and which side's values to keep."""

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
