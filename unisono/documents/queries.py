"""Reads of documents."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from unisono.common.kinds import FACTS
from unisono.common.text import folded
from unisono.documents.lines import Line
from unisono.documents.models import Document
from unisono.setup.models import PaymentTerms


def document_rows() -> QuerySet[Any]:
    """Return documents with all that they are tied to."""
    return Document.objects.select_related("contact__company", "company", "customer", "vendor", "source")


def documents_of(kind: str, ids: Collection[int]) -> QuerySet[Any]:
    """Return the documents that are tied to these contacts, customers or vendors; bank accounts have none."""
    if not FACTS[kind].has_documents:
        return Document.objects.none()
    return document_rows().filter(**{f"{kind}_id__in": ids})


def lines_of(document: Document) -> list[Line]:
    """Return a stored document's lines, in order."""
    rows = document.lines.order_by("position") if document.pk else ()
    return [
        Line(row.description, row.quantity, row.unit_price, row.discount_pct, row.vat_pct, row.blanket_line_id)
        for row in rows
    ]


def search_documents(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the documents in whose number, name, city or reference every word is found, however it is written."""
    for word in folded(text).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def due_date(document_date: date, terms_code: str) -> str:
    """Return when payment is due by its terms, as ISO text; "" without terms."""
    days = PaymentTerms.objects.filter(code=terms_code).values_list("due_days", flat=True).first()
    try:
        return "" if days is None else (document_date + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""
