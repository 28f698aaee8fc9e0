"""What orders call off from the lines of a blanket order, and that it is never more than was agreed
[7.1].
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from unisono.common.errors import InUse
from unisono.documents.lines import Line, number_text
from unisono.documents.models import Document, DocumentLine


def covers(agreed: Decimal, ordered: Decimal) -> bool:
    """Tell whether a quantity that was agreed is enough for what is ordered of it; a return has the
    other sign.
    """
    return ordered == 0 or (agreed * ordered > 0 and abs(ordered) <= abs(agreed))


def refuse_over(order: Document, lines: Sequence[Line]) -> None:
    """Raise InUse where the lines that an order is to have take more than is left of its blanket
    order, now locked.
    """
    place = {line.blanket_line: number for number, line in enumerate(lines) if line.blanket_line}
    if not place:
        return
    _hold(place)
    others = DocumentLine.objects.filter(blanket_line__in=place).exclude(document_id=order.pk)
    taken = _sums(others.values_list("blanket_line_id", "quantity"))
    wanted = _sums((line.blanket_line, line.quantity) for line in lines if line.blanket_line)
    for row in DocumentLine.objects.filter(pk__in=place).order_by("pk"):
        if not covers(row.quantity, taken[row.pk] + wanted[row.pk]):
            left = {"quantity": number_text(row.quantity - taken[row.pk])}
            message = _("Only %(quantity)s are left of this line.") % left
            raise InUse(message, field=f"lines.{place[row.pk]}.quantity")


def _hold(line_keys: Collection[int]) -> None:
    """Lock the blanket orders of lines, so that nobody calls off from them meanwhile."""
    keys = DocumentLine.objects.filter(pk__in=line_keys).values_list("document_id", flat=True)
    # By key, so that two orders that call off from the same two blanket orders do not wait for each
    # other.
    list(Document.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk"))


def _sums(pairs: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for key, quantity in pairs:
        found[key] += quantity
    return found
