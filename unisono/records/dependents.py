"""What hangs on records besides links, and keeps them from just going: documents, entries of the
log, addresses.
"""

from collections.abc import Iterable
from typing import Any

from unisono.common.kinds import Key
from unisono.contacts.models import AlternativeAddress
from unisono.documents.models import Document
from unisono.interactions.models import Interaction

_MANY = 500  # keys in a statement
_NAMED: dict[str, tuple[tuple[Any, str], ...]] = {
    "contact": (
        (Document, "contact_id"),
        (Document, "company_id"),
        (Interaction, "contact_id"),
        (Interaction, "company_id"),
        (AlternativeAddress, "contact_id"),
    ),
    "customer": ((Document, "customer_id"),),
    "vendor": ((Document, "vendor_id"),),
}


def with_dependents(keys: Iterable[Key]) -> set[Key]:
    """Return those records on which something hangs."""
    found: set[Key] = set()
    by_kind: dict[str, list[int]] = {}
    for key in keys:
        by_kind.setdefault(key.kind, []).append(key.id)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), _MANY):
            some = ids[start : start + _MANY]
            for model, column in _NAMED.get(kind, ()):
                named = model._default_manager.filter(**{f"{column}__in": some}).values_list(
                    column, flat=True
                )
                found |= {Key(kind, id_) for id_ in named}
    return found
