"""Links that somebody said are none: whatever looks alike later, they are not proposed again, and
no batch or file makes them [9.3].
"""

from unisono.common.kinds import Kind
from unisono.common.text import key_of
from unisono.duplicates.models import LinkSuggestion
from unisono.links.kinds import KINDS


def refused_links(kind: Kind) -> set[tuple[int, int]]:
    """Return the keys of record and contact of each link of a kind that was refused."""
    refused = LinkSuggestion.objects.filter(role=kind, state="dismissed")
    return set(refused.values_list("record_id", "contact_id"))


def is_refused(kind: Kind, no: str, contact_no: str) -> bool:
    """Tell whether the link between a record and a contact was refused."""
    record, contact = (
        KINDS[each].model._default_manager.filter(no_key=key_of(number)).values("pk")
        for each, number in ((kind, no), ("contact", contact_no))
    )
    refused = LinkSuggestion.objects.filter(role=kind, state="dismissed")
    return refused.filter(record_id__in=record, contact_id__in=contact).exists()
