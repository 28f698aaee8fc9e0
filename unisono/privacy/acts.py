"""The record of who had personal data exported or erased [10.5]."""

from unisono.access.roles import Actor
from unisono.common.clock import clock
from unisono.privacy.models import PersonalDataAct


def note_act(action: str, contact_no: str, actor: Actor) -> None:
    """Put on record who had somebody's data exported or erased."""
    PersonalDataAct.objects.create(
        action=action, contact_no=contact_no, at=clock(), user_id=actor.user_id, by=actor.name
    )
