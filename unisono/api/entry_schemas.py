"""The shapes of interactions and other addresses; OpenAPI is made from these."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field, create_model

from unisono.api.document_schemas import MessageShown, shape
from unisono.api.schemas import Body, Shape, Warning, page_of, registry_fields
from unisono.contacts.fields import ALTERNATIVE_ADDRESS, ALTERNATIVE_ADDRESS_FIELDS
from unisono.interactions.actions import ACTIONS
from unisono.interactions.entry_values import FIELDS as ENTRY_FIELDS


class EntryBody(Body):
    """An interaction by hand."""

    template_code: str = ""
    date: str = Field(default="", description="With time and zone; left out: now")
    duration_min: int | None = None


_ENTRY = registry_fields(ENTRY_FIELDS.values(), "interaction")
_ADDRESS = registry_fields(ALTERNATIVE_ADDRESS_FIELDS, ALTERNATIVE_ADDRESS)
ENTRY_NEW: Shape = shape("InteractionNew", EntryBody, _ENTRY)


class EntryChangeBody(Body):
    """What of an interaction changes."""

    date: str = ""
    duration_min: int | None = None


ENTRY_CHANGE: Shape = shape("InteractionChange", EntryChangeBody, _ENTRY)


class AttachmentShown(Schema):
    """A file of an interaction; its content is at /interactions/{id}/attachments/{key}."""

    id: int
    name: str
    type: str
    size: int
    sha256: str


class EntryShown(Schema):
    """An interaction. `contact_no` is null in the archive; `former_contact_no` is the number at
    that time.
    """

    id: int
    contact_no: str | None
    company_no: str | None
    former_contact_no: str
    former_contact_name: str
    date: datetime
    description: str
    comment: str
    by: str
    salesperson_code: str
    template_code: str
    group_code: str
    direction: str
    initiated_by: str
    medium: str
    action: str
    document_type: str
    document_no: str
    cost: str
    duration_min: int
    evaluation: str
    cancelled: bool
    cancelled_by: str
    message: MessageShown | None
    attachments: list[AttachmentShown]
    version: int
    created_at: datetime
    warnings: list[Warning] | None = None


class Sums(Schema):
    """Cost and minutes of what was not cancelled."""

    count: int
    cost: str
    duration_min: int


ENTRY_PAGE: Shape = create_model(
    "InteractionPage", __base__=page_of("Interaction", EntryShown), sums=(Sums, ...)
)


class CoverSheetsBody(Body):
    """Cover sheets for contacts, with the same subject and text for all."""

    contact_nos: list[str]
    subject: str = ""
    body: str = ""
    everybody: bool = Field(
        default=False, description="Also those of several who want no mailings or no letters"
    )
    salutation: Literal["formal", "informal", "none"] = Field(
        default="formal", description="How each contact is addressed, before a body"
    )


class SalutationShown(Schema):
    """How somebody is addressed."""

    salutation: str


class ResendBody(Body):
    """Recipients to correct."""

    to: str | None = None


ASSIGNMENTS: Shape = shape("InteractionTemplateSetup", Body, dict.fromkeys(ACTIONS, (str, "")))
ADDRESS_BODY: Shape = shape("OtherAddressBody", Body, _ADDRESS)
ADDRESS: Shape = shape(
    "OtherAddress",
    Schema,
    {
        "id": (int, ...),
        "version": (int, ...),
        **_ADDRESS,
    },
)


class Addresses(Schema):
    """A contact's other addresses, the earliest first."""

    items: list[ADDRESS]
    next: None
    count: int
