"""What the page of a document shows: facts, lines, sums, what it came from and became, what
happened with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.borders import Content
from unisono.documents.fields import fields_of
from unisono.documents.lines import Line, check_lines
from unisono.documents.models import Document
from unisono.documents.postal_addresses import address_lines
from unisono.documents.queries import documents_made_from, lines_of, remaining
from unisono.documents.totals import decimals_of
from unisono.documents.totals import totals_of as sums_of
from unisono.web import document_names, formatting, labels, paths
from unisono.web.form_keys import new_key
from unisono.web.log_entries import of_document

_ADDRESS = "name name_2 address address_2 post_code city county country_code attention".split()
_TEXTS = ("introduction", "work_description", "note")


@dataclass(frozen=True)
class Row:
    """A document in a list."""

    no: str
    name: str
    url: str
    icon: str
    type_name: str
    status: str
    status_name: str
    day: str
    total: str


def row_of(row: Document) -> Row:
    """Return a document as lists and cards show it."""
    return Row(
        row.no,
        row.name,
        document_names.document_url(row.type, row.no),
        document_names.ICONS[row.type],
        document_names.type_names()[row.type],
        row.status,
        document_names.statuses()[row.status],
        formatting.day(row.document_date.isoformat()),
        formatting.money(row.total, row.currency_code),
    )


@dataclass(frozen=True)
class Sums:
    """A document's sums as people read them."""

    subtotal: str
    rates: list[tuple[str, str, str]]
    total: str
    amounts: list[str]  # of each line


def totals_of(lines: Sequence[Line], currency: str) -> Sums:
    """Return the sums of lines."""
    decimals = decimals_of(currency)
    amounts = [line.amount(decimals) for line in lines]
    totals = sums_of(
        ((line.vat_pct, amount) for line, amount in zip(lines, amounts, strict=True)), decimals
    )
    rates = [
        (
            formatting.decimal(rate.pct),
            formatting.money(rate.base, currency),
            formatting.money(rate.vat, currency),
        )
        for rate in totals.rates
    ]
    shown_amounts = [formatting.money(amount, currency) for amount in amounts]
    return Sums(
        formatting.money(totals.subtotal, currency),
        rates,
        formatting.money(totals.total, currency),
        shown_amounts,
    )


def totals_of_sent(rows: list[Content], currency: str) -> Sums:
    """Return the sums of lines that were sent; raise Invalid."""
    return totals_of(check_lines(rows, currency), currency)


def context_of(document: Document, actor: Actor) -> Content:
    """Return what the page of a document shows to somebody, with a fixed number of statements."""
    info, currency = document.info, document.currency_code
    lines = lines_of(document)
    left = remaining(document) if info.is_blanket else []
    made = documents_made_from(document)
    may_write = actor.may_write(info.right)
    return {
        "document": document,
        "type": document.type,
        "title": document_names.type_names()[document.type],
        "icon": document_names.ICONS[document.type],
        "status_name": document_names.statuses()[document.status],
        "address": [
            line for line in (document.name, _other_names(document), *_place(document)) if line
        ],
        "facts": _facts(document),
        "texts": [
            (labels.field(name), getattr(document, name))
            for name in _TEXTS
            if getattr(document, name)
        ],
        "lines": [_line(line, currency, left[n] if left else None) for n, line in enumerate(lines)],
        "totals": totals_of(lines, currency),
        "ties": _ties(document),
        "made": [row_of(each) for each in made],
        "may_write": may_write,
        "is_open": document.status == "open",
        "may_order": may_write
        and bool(info.becomes)
        and document.status != "closed"
        and _is_left(left, lines),
        "once": new_key(),
        "other_states": [(s, n) for s, n in _acts().items() if s != document.status]
        if may_write
        else [],
        "entries": of_document(document, actor),
        "url": document_names.document_url(document.type, document.no),
        "list": document_names.list_url(document.type),
    }


def _is_left(left: Sequence[Decimal], lines: Sequence[Line]) -> bool:
    """Tell whether there is anything to order: of a blanket order what is left, of a quote
    always.
    """
    return any(left) if left else bool(lines)


def _acts() -> dict[str, str]:
    return {"open": _("Open again"), "released": _("Release"), "closed": _("Close")}


def _other_names(document: Document) -> str:
    return " · ".join(part for part in (document.name_2, document.attention) if part)


def _place(document: Document) -> list[str]:
    return address_lines(document, "", formatting.locale().language)


def _facts(document: Document) -> list[tuple[str, str, str]]:
    """Return (label, text, link) of the header's fields that have a value."""
    found = []
    for field in fields_of(document.type):
        if field.name not in (*_ADDRESS, *_TEXTS) and (
            text := formatting.value(field, value_of(document, field))
        ):
            found.append((labels.field(field.name), text, formatting.href(field, text)))
    return found


def _line(line: Line, currency: str, left: Decimal | None) -> dict[str, str]:
    return {
        "description": line.description,
        "quantity": formatting.decimal(line.quantity),
        "remaining": "" if left is None else formatting.decimal(left),
        "unit_price": formatting.price(line.unit_price, currency),
        "discount_pct": formatting.decimal(line.discount_pct) if line.discount_pct else "",
        "vat_pct": formatting.decimal(line.vat_pct),
        "amount": formatting.money(line.amount(decimals_of(currency)), ""),
    }


def _ties(document: Document) -> list[tuple[str, str, str]]:
    """Return (label, text, address) of what a document is tied to: the parties, and what it was
    made from.
    """
    found = []
    for kind in ("contact", document.info.role):
        tied = getattr(document, kind)
        if tied is not None:
            found.append(
                (
                    labels.kinds()[kind],
                    f"{tied.name} · {tied.no}",
                    paths.card_url(kind, tied.no),
                )
            )
    if document.source is not None:
        url = document_names.document_url(document.source.type, document.source.no)
        found.append((labels.field("source_no"), document.source.no, url))
    if document.template_code:
        found.append((labels.field("template_code"), document.template_code, ""))
    return found
