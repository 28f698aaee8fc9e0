"""Reads of documents."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.borders import Rows
from unisono.common.errors import NotFound
from unisono.common.kinds import FACTS, Kind, is_contact
from unisono.common.text import folded, key_of
from unisono.documents.lines import Line
from unisono.documents.models import Document, DocumentLine
from unisono.documents.parties import vat_rate
from unisono.documents.types import QUOTES, TYPES
from unisono.links.templates import TEMPLATES
from unisono.setup.models import PaymentTerms
from unisono.setup.queries import setup_now

_QUOTE_OF = {TYPES[name].role: name for name in QUOTES}


def document_rows() -> Rows:
    """Return documents with all that they are tied to."""
    return Document.objects.select_related(
        "contact__company", "company", "customer", "vendor", "source"
    )


def documents_of(kind: Kind, ids: Collection[int]) -> Rows:
    """Return the documents that are tied to these contacts, customers or vendors; bank accounts
    have none.
    """
    if not FACTS[kind].has_documents:
        return Document.objects.none()
    return document_rows().filter(**{f"{kind}_id__in": ids})


def lines_of(document: Document) -> list[Line]:
    """Return a stored document's lines, in order."""
    rows = document.lines.order_by("position") if document.pk else ()
    return [_line(row) for row in rows]


def _line(row: DocumentLine) -> Line:
    return Line(
        row.description,
        row.quantity,
        row.unit_price,
        row.discount_pct,
        row.vat_pct,
        row.blanket_line_id,
    )


def search_documents(rows: Rows, text: str) -> Rows:
    """Return the documents in whose number, name, city or reference every word is found, however it
    is written.
    """
    for word in folded(text).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def due_date(document_date: date, terms_code: str) -> str:
    """Return when payment is due by its terms, as ISO text; "" without terms."""
    days = PaymentTerms.objects.filter(code=terms_code).values_list("due_days", flat=True).first()
    return "" if days is None else days_after(document_date, days)


def vat_rate_of(document: Document) -> str:
    """Return the VAT rate of a stored document's lines that say none."""
    template = None
    if document.party is None and (code := document.template_code):
        template = TEMPLATES[document.info.role][0]._default_manager.filter(code=code).first()
    return vat_rate(document.party, template, setup_now())


def days_after(day: date, days: int) -> str:
    """Return the day so many days later, as ISO text; "" where the calendar has none."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""


def remaining(document: Document) -> list[Decimal]:
    """Return what is left of each line of a blanket order."""
    rows = document.lines.order_by("position").prefetch_related("called_off")
    return [
        row.quantity - sum((each.quantity for each in row.called_off.all()), Decimal(0))
        for row in rows
    ]


def documents_that_keep(kind: Kind, ids: Collection[int]) -> Rows:
    """Return the documents because of which these records cannot be deleted: open ones of a
    customer or vendor [4.2], open quotes whose only party is the contact [4.4].
    """
    found = documents_of(kind, ids).exclude(status="closed").order_by("pk")
    return found.filter(customer__isnull=True, vendor__isnull=True) if is_contact(kind) else found


def waiting_quotes(contact_id: int, kind: Kind) -> Rows:
    """Return the open quotes of a contact and those that people wrote for it that have no customer
    (vendor) yet.
    """
    if kind not in _QUOTE_OF:
        return Document.objects.none()
    rows = (
        document_rows().filter(type=_QUOTE_OF[kind], company_id=contact_id).exclude(status="closed")
    )
    return rows.filter(**{f"{kind}__isnull": True}).order_by("pk")


def find_document(type_: str, no: str, actor: Actor, *, write: bool = False) -> Document:
    """Return a document that the actor may see (with `write`: change); raise NotAllowed,
    NotFound.
    """
    (require_write if write else require_read)(actor, TYPES[type_].right)
    return one_document(document_rows(), type_, no)


def one_document(rows: QuerySet[Document], type_: str, no: str) -> Document:
    """Return the document of this type and number; raise NotFound."""
    found = rows.filter(type=type_, no_key=key_of(no)).first()
    if found is None:
        raise NotFound(_("There is no document %(no)s.") % {"no": no})
    return found


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """Return the documents of the types that the actor may see [10.3], with all that they are tied
    to.
    """
    types = [name for name, info in TYPES.items() if actor.may_read(info.right)]
    return document_rows().filter(type__in=types)


def documents_made_from(document: Document) -> list[Document]:
    """Return the orders that were made from a quote or blanket order."""
    return list(Document.objects.filter(source=document).order_by("pk"))


def lines_of_many(documents: Collection[Document]) -> dict[int, list[Line]]:
    """Return the lines of stored documents, in order, by the documents' keys; one statement."""
    lines: dict[int, list[Line]] = {document.pk: [] for document in documents}
    for each in DocumentLine.objects.filter(document__in=documents).order_by(
        "document_id", "position"
    ):
        lines[each.document_id].append(_line(each))
    return lines
