"""Puts acts on record, in the transaction of what was done."""

from datetime import datetime

from unisono.access.models import User
from unisono.access.roles import Actor
from unisono.audit.models import Action, AuditEntry
from unisono.common import whence
from unisono.common.borders import Content
from unisono.common.clock import clock

_MOST = 200  # characters, as many as the column has


def put_on_record(
    action: Action, actor: Actor | User | None, subject: str = "", **detail: object
) -> None:
    """Put on record that somebody did something; `actor` None is the command line, or nobody
    known. What is rolled back is not on record.
    """
    _put(action, actor, subject, clock(), detail)


def put_back_on_record(action: Action, actor: Actor, subject: str, at: datetime) -> None:
    """Put on record once more what happened at a moment (UTC): an older backup had forgotten it."""
    _put(action, actor, subject, at, {})


def _put(
    action: Action, actor: Actor | User | None, subject: str, at: datetime, detail: Content
) -> None:
    user_id, name = _who(actor)
    AuditEntry.objects.create(
        at=at,
        action=action,
        user_id=user_id,
        by=name,
        subject=subject[:_MOST],
        address=whence.address.get(),
        detail=detail,
    )


def _who(actor: Actor | User | None) -> tuple[int | None, str]:
    if isinstance(actor, User):
        return actor.pk, actor.username
    return (actor.user_id, actor.name) if actor else (None, "")
