"""The shapes of documents and their e-mails; OpenAPI is made from these."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field, create_model

from unisono.api.schemas import Body, Shape, Warning, page_of, registry_fields
from unisono.common.borders import Content
from unisono.documents.fields import fields_of
from unisono.documents.types import STATUSES, TYPES, DocumentType

_TEXT = (str, "")
_REFERENCE: object = (str | None, None)
_WORDS: object = (list[Warning] | None, None)
_STATUS: object = Literal[STATUSES]


class LineShown(Schema):
    """A line of a document; decimals are texts. `remaining`: what is left of a blanket order's
    line.
    """

    description: str
    quantity: str
    unit_price: str
    discount_pct: str
    vat_pct: str
    amount: str
    remaining: str | None = None


class VatShown(Schema):
    """The lines of one VAT rate: their sum and its VAT."""

    vat_pct: str
    base: str
    vat: str


_LINES: object = (
    list[object],
    Field(
        default=[],
        description=(
            "All lines: description, quantity, unit_price, discount_pct, vat_pct, as decimal texts"
        ),
        json_schema_extra={
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    name: {"type": "string"}
                    for name in (
                        "description",
                        "quantity",
                        "unit_price",
                        "discount_pct",
                        "vat_pct",
                        "amount",
                    )
                },
            }
        },
    ),
)


def _header(info: DocumentType) -> Content:
    """Return the header fields of a type of document; null clears a date."""
    return registry_fields(fields_of(info.name), "document")


def _name(info: DocumentType) -> str:
    return "".join(word.title() for word in info.name.split("_"))


def _ties(info: DocumentType) -> Content:
    ties: Content = {"contact_no": _REFERENCE, f"{info.role}_no": _REFERENCE}
    return {**ties, "template_code": _TEXT} if info.is_quote else ties


def shape(name: str, base: Shape, fields: Content) -> Shape:
    """Return a schema made of fields."""
    return create_model(name, __base__=base, **fields)


NEW: Content = {
    info.name: shape(
        f"{_name(info)}New", Body, {"no": _TEXT, **_ties(info), **_header(info), "lines": _LINES}
    )
    for info in TYPES.values()
}
CHANGE: Content = {
    info.name: shape(
        f"{_name(info)}Change",
        Body,
        {**_ties(info), **_header(info), "lines": _LINES, "status": (_STATUS, "open")},
    )
    for info in TYPES.values()
}
SHOWN: Content = {
    info.name: shape(
        _name(info),
        Schema,
        {
            "document_type": (str, ...),
            "no": (str, ...),
            "status": (_STATUS, ...),
            "contact_no": _REFERENCE,
            f"{info.role}_no": _REFERENCE,
            **({"template_code": _TEXT} if info.is_quote else {}),
            "source_type": _REFERENCE,
            "source_no": _REFERENCE,
            "party_no": (
                str,
                Field(default="", description="The number that was printed, whatever it is by now"),
            ),
            **_header(info),
            "lines": (list[LineShown], ...),
            "vat": (list[VatShown], ...),
            "subtotal": (str, ...),
            "vat_total": (str, ...),
            "total": (str, ...),
            "created_by": (str, ...),
            "version": (int, ...),
            "created_at": (datetime, ...),
            "modified_at": (datetime, ...),
            "warnings": _WORDS,
        },
    )
    for info in TYPES.values()
}
PAGES: Content = {name: page_of(each.__name__, each) for name, each in SHOWN.items()}


class MakeOrderBody(Body):
    """Whether a customer (vendor) may be created for the order, and by which template; what is
    wanted of a blanket.
    """

    create_customer: bool = False
    create_vendor: bool = False
    template: str = ""
    lines: list[object] | None = Field(
        default=None, description='Of a blanket order: [{"line": 1, "quantity": "3"}]'
    )


class PapersBody(Body):
    """Which documents are printed: those of a type that a list's `filter` selects, at most 50."""

    document_type: str
    filter: dict[str, str] = Field(
        default_factory=dict, description='As of the list: {"no__in": "SQ000001,SQ000002"}'
    )


class StatusesBody(PapersBody):
    """Which status documents get: those of a type that a list's `filter` selects, at most 500."""

    status: str


class NotDone(Schema):
    """A document that it was not done to, and why."""

    no: str
    message: str


class StatusesShown(Schema):
    """The documents that have the status by now, those that were refused, and the act by which all
    is undone, "" where all was so already.
    """

    changed: list[str]
    failed: list[NotDone]
    act: str
    warnings: list[Warning] | None = None


class RefreshBody(Body):
    """What a document would take over: looked at, or done as it was shown."""

    dry_run: bool = False
    plan: str = Field(
        default="", description="The digest of a dry run: 409 preview-outdated if it changed since"
    )


class RefreshRow(Schema):
    """A field that the party has another value of by now."""

    field: str
    old: str
    new: str


class Refreshed(Schema):
    """What refreshing does, and its digest."""

    fields: list[RefreshRow]
    plan: str
    change_set: int | None = None


class AttachmentBody(Body):
    """A file that is sent along: its name, its media type, its content in base64 (RFC 4648)."""

    name: str
    type: str = "application/octet-stream"
    content: str


class EmailBody(Body):
    """An e-mail; what is left out is proposed from the party and the texts of its language."""

    to: str = Field(default="", description="One or several addresses, separated by ;")
    cc: str = Field(default="", description="Who gets a copy, and is seen by all")
    subject: str = ""
    body: str = ""
    attachments: list[AttachmentBody] = Field(
        default=[], description="Files to send along; 2 MB at most by this way"
    )


class DocumentEmailBody(EmailBody):
    """A document's e-mail; by which text, and addressed to whom of the company."""

    text: str = Field(default="", description="The code of a text of e-mails")
    person_no: str = Field(default="", description="The contact whom it is addressed to")


class RecipientShown(Schema):
    """Somebody of the company to whom a document may go."""

    name: str
    email: str
    role: str
    purpose: str
    contact_no: str


class TextShown(Schema):
    """A text of e-mails that fits the document's type."""

    code: str
    description: str
    language_code: str


class EmailProposal(Schema):
    """A document's e-mail as it is proposed, and what else there is to choose from."""

    to: str
    subject: str
    body: str
    text: str
    texts: list[TextShown]
    recipients: list[RecipientShown]


class MessageShown(Schema):
    """An e-mail and how far it got."""

    id: int
    to: str
    cc: str
    subject: str
    state: Literal["waiting", "sent", "failed"]
    attempts: int
    error: str
    sent_at: datetime | None


class PrintedShown(Schema):
    """That a document was printed: its PDF is at `pdf`, and attached to the interaction."""

    document_type: str
    document_no: str
    pdf: str
    warnings: list[Warning] | None = None


class SentShown(MessageShown):
    """An e-mail that was put on its way."""

    warnings: list[Warning] | None = None
