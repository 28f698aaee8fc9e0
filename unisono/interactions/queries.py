"""Reads of the log."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from unisono.interactions.models import Interaction


def last_interactions(contact_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when something last happened with each of these contacts, a company's people included; not cancelled."""
    found: dict[int, datetime] = {}
    for column in ("contact_id", "company_id"):
        rows = Interaction.objects.filter(**{f"{column}__in": contact_ids}, cancelled=False).order_by()
        for id_, at in rows.values_list(column).annotate(last=Max("at")):
            found[id_] = max(at, found.get(id_, at))
    return found
