"""What orders call off from the lines of a blanket order, and that it is never more than was agreed [7.1]."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from unisono.common.errors import InUse
from unisono.documents.lines import Line, number_text
from unisono.documents.models import Document, DocumentLine


def covers(agreed: Decimal, ordered: Decimal) -> bool:
    """Tell whether a quantity that was agreed is enough for what is ordered of it; a return has the other sign."""
    return ordered == 0 or (agreed * ordered > 0 and abs(ordered) <= abs(agreed))


def remaining(document: Document) -> list[Decimal]:
    """Return what is left of each line of a blanket order."""
    rows = document.lines.order_by("position").prefetch_related("called_off")
    return [row.quantity - sum((each.quantity for each in row.called_off.all()), Decimal(0)) for row in rows]


def refuse_over(order: Document, lines: Sequence[Line]) -> None:
    """Raise InUse where the lines that an order is to have take more than is left of its blanket order, now locked."""
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    place: dict[int, int] = {}
    for number, line in enumerate(lines):
        if line.blanket_line:
            wanted[line.blanket_line] += line.quantity
            place[line.blanket_line] = number
    agreed = DocumentLine.objects.filter(pk__in=wanted).select_related("document")
    list(Document.objects.select_for_update().filter(pk__in={row.document_id for row in agreed}).order_by("pk"))
    others = DocumentLine.objects.filter(blanket_line__in=wanted).exclude(document_id=order.pk)
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for key, quantity in others.values_list("blanket_line_id", "quantity"):
        taken[key] += quantity
    for row in DocumentLine.objects.filter(pk__in=wanted).order_by("pk"):
        if not covers(row.quantity, taken[row.pk] + wanted[row.pk]):
            left = {"quantity": number_text(row.quantity - taken[row.pk])}
            message = _("Only %(quantity)s are left of this line.") % left
            raise InUse(message, field=f"lines.{place[row.pk]}.quantity")
