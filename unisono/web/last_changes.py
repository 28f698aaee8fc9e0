"""Who changed each field of some records last."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from unisono.common.kinds import Key
from unisono.history.models import Change

_LOOKED_AT = 300


def last_changes(keys: Sequence[Key]) -> dict[str, Change]:
    """Return per field the latest change of any of these records, of their latest few hundred changes."""
    which = reduce(or_, (Q(kind=key.kind, record_id=key.id) for key in keys))
    changes = Change.objects.filter(which, event="changed").select_related("change_set").order_by("-id")[:_LOOKED_AT]
    latest: dict[str, Change] = {}
    for change in changes:
        for name in change.values:
            latest.setdefault(name, change)
    return latest
