"""What came from a copy and waits for a person: kept, never lost, never tried again blindly."""

from collections.abc import Mapping
from typing import Any

from unisono.access.roles import Actor
from unisono.common.clock import clock
from unisono.copies.models import HeldChange


def hold(
    actor: Actor, sort: str, contact_id: int, fields: Mapping[str, Any], reason: str = ""
) -> None:
    """Keep what a copy brought for its user: `sort` is CLASH, REFUSED or ALIKE. What waits already
    with the same words is kept once.
    """
    HeldChange.objects.get_or_create(
        user_id=actor.user_id or 0,
        channel=actor.via,
        source=actor.source,
        sort=sort,
        contact_id=contact_id,
        fields=dict(fields),
        reason=reason,
        defaults={"at": clock()},
    )
