"""What came from a copy and waits for a person: kept, never lost, never tried again blindly."""

from collections.abc import Collection, Mapping
from typing import Any

from unisono.access.roles import Actor
from unisono.common.clock import clock
from unisono.copies.models import ALIKE, HeldChange


def hold(
    actor: Actor,
    sort: str,
    contact_id: int,
    fields: Mapping[str, Any],
    reason: str = "",
    can_take: bool = True,
) -> None:
    """Keep what a copy brought for its user: `sort` is CLASH, REFUSED or ALIKE; `can_take` tells
    whether it can be stored at all. What waits already with the same words is kept once.
    """
    HeldChange.objects.get_or_create(
        user_id=actor.user_id or 0,
        channel=actor.via,
        source=actor.source,
        sort=sort,
        contact_id=contact_id,
        fields=dict(fields),
        reason=reason,
        can_take=can_take,
        defaults={"at": clock()},
    )


def let_go(actor: Actor, contact_id: int, names: Collection[str]) -> None:
    """Forget what waits of fields that their person has stored by now: it is older."""
    waiting = HeldChange.objects.filter(user_id=actor.user_id or 0, contact_id=contact_id)
    for held in waiting.exclude(sort=ALIKE):
        left = {name: each for name, each in held.fields.items() if name not in names}
        if held.fields and not left:
            held.delete()
        elif left != held.fields:
            held.fields = left
            held.save(update_fields=["fields"])
