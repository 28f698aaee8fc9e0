"""Documents and interactions as the contract shows them, to somebody in particular."""

from collections.abc import Iterable, Sequence
from typing import Any

from unisono.api.answers import moment
from unisono.cards.models import value_of
from unisono.common.borders import Content
from unisono.common.money import money_text
from unisono.contacts.models import AlternativeAddress
from unisono.contacts.queries import address_values
from unisono.documents.fields import fields_of
from unisono.documents.lines import Line, amount_text, line_texts, number_text
from unisono.documents.models import Document
from unisono.documents.queries import lines_of_many, remaining
from unisono.documents.totals import decimals_of, totals_of
from unisono.interactions.models import Attachment, Interaction, Message
from unisono.interactions.queries import attachments_of


def documents_shown(rows: Sequence[Document]) -> list[Content]:
    """Return documents as the contract has them, with a fixed number of statements but for blanket
    orders.
    """
    lines = lines_of_many(rows)
    return [document_shown(row, lines[row.pk]) for row in rows]


def document_shown(row: Document, lines: Sequence[Line]) -> Content:
    """Return a document as the contract has it."""
    info, currency = row.info, row.currency_code
    values = {field.name: _value(row, field) for field in fields_of(row.type)}
    party = row.party
    return {
        "document_type": row.type,
        "no": row.no,
        "status": row.status,
        "contact_no": row.contact.no if row.contact else None,
        f"{info.role}_no": party.no if party else None,
        **({"template_code": row.template_code} if info.is_quote else {}),
        "source_type": row.source.type if row.source else None,
        "source_no": row.source.no if row.source else None,
        "party_no": row.party_no,
        **values,
        "lines": _lines(row, lines),
        "vat": _vat(lines, currency),
        "subtotal": amount_text(row.subtotal, currency),
        "vat_total": amount_text(row.vat_total, currency),
        "total": amount_text(row.total, currency),
        "created_by": row.created_by,
        "version": row.version,
        "created_at": moment(row.created_at),
        "modified_at": moment(row.modified_at),
    }


def _value(row: Document, field: Any) -> Any:
    value = value_of(row, field)
    return value or None if field.kind == "date" else value


def _lines(row: Document, lines: Sequence[Line]) -> list[Content]:
    texts: list[Content] = [dict(line_texts(line, row.currency_code)) for line in lines]
    if row.info.is_blanket:
        for text, left in zip(texts, remaining(row), strict=True):
            text["remaining"] = number_text(left)
    return texts


def _vat(lines: Sequence[Line], currency: str) -> list[dict[str, str]]:
    decimals = decimals_of(currency)
    totals = totals_of(((line.vat_pct, line.amount(decimals)) for line in lines), decimals)
    return [
        {
            "vat_pct": number_text(rate.pct),
            "base": amount_text(rate.base, currency),
            "vat": amount_text(rate.vat, currency),
        }
        for rate in totals.rates
    ]


def entries_shown(rows: Sequence[Interaction]) -> list[Content]:
    """Return interactions as the contract has them, with their attachments in one statement."""
    attached = attachments_of(rows)
    return [_entry(row, attached.get(row.pk, [])) for row in rows]


def _entry(row: Interaction, attachments: Iterable[Attachment]) -> Content:
    plain = (
        "description comment by direction initiated_by medium action document_type "
        "document_no evaluation"
    ).split()
    return {
        "id": row.pk,
        "contact_no": row.contact.no if row.contact else None,
        "company_no": row.company.no if row.company else None,
        "former_contact_no": row.contact_no,
        "former_contact_name": row.contact_name,
        "date": moment(row.at),
        **{name: getattr(row, name) for name in plain},
        "salesperson_code": row.salesperson_id or "",
        "template_code": row.template_id,
        "group_code": row.group_id or "",
        "cost": money_text(row.cost),
        "duration_min": row.duration_min,
        "cancelled": row.cancelled,
        "cancelled_by": row.cancelled_by,
        "message": message_shown(row.message) if row.message else None,
        "attachments": [attachment_shown(each) for each in attachments],
        "version": row.version,
        "created_at": moment(row.created_at),
    }


def attachment_shown(each: Attachment) -> Content:
    """Return a file of an interaction as the contract has it."""
    return {
        "id": each.pk,
        "name": each.name,
        "type": each.type,
        "size": each.size,
        "sha256": each.digest,
    }


def message_shown(message: Message) -> Content:
    """Return an e-mail and how far it got."""
    names = ("to", "cc", "subject", "state", "attempts", "error")
    sent = moment(message.sent_at) if message.sent_at else None
    return {"id": message.pk, **{name: getattr(message, name) for name in names}, "sent_at": sent}


def address_shown(row: AlternativeAddress) -> Content:
    """Return another address of a contact as the contract has it; dates that are not set are
    null.
    """
    values = address_values(row)
    return {
        "id": row.pk,
        "version": row.version,
        **values,
        **{name: values[name] or None for name in ("starts_on", "ends_on")},
    }
