"""People with whom nobody has had to do for long: proposed for erasure [10.2]."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from unisono.contacts.models import Contact
from unisono.documents.models import Document
from unisono.interactions.models import Interaction

_DAYS_OF_A_MONTH = 30.4375


def months_before(moment: datetime, months: int) -> datetime:
    """Return the moment so many months before, by the average month."""
    return moment - timedelta(days=months * _DAYS_OF_A_MONTH)


def without_dealings_since(moment: datetime) -> QuerySet[Contact]:
    """Return the people whose card, log and documents are all older than a moment, with no document
    open, the longest first.
    """
    here = OuterRef("pk")
    late = Q(created_at__gte=moment) | Q(modified_at__gte=moment) | ~Q(status="closed")
    of_records = Document.objects.filter(
        Q(customer__link__contact=here) | Q(vendor__link__contact=here)
    )
    return (
        Contact.objects.filter(type="person", modified_at__lt=moment)
        .exclude(Exists(Interaction.objects.filter(contact=here, at__gte=moment)))
        .exclude(Exists(Document.objects.filter(late, contact=here)))
        .exclude(Exists(of_records.filter(late)))
        .order_by("modified_at", "pk")
    )
