"""The answers of idempotent requests, kept for their retries."""

from datetime import timedelta

from unisono.access.models import RequestKey
from unisono.access.roles import Actor
from unisono.common.clock import clock

KEPT_REQUEST_KEYS = timedelta(hours=24)


def keep_answer(actor: Actor, status: int, answer: str, location: str) -> None:
    """Keep the answer of an idempotent request for a retry; forget those older than a day."""
    if actor.request_key is None:
        return
    mine = RequestKey.objects.filter(user_id=actor.user_id or 0, key=actor.request_key[0])
    mine.update(status=status, answer=answer, location=location)
    RequestKey.objects.filter(at__lt=clock() - KEPT_REQUEST_KEYS).delete()


def kept_answer(actor: Actor) -> RequestKey | None:
    """Return what is kept of an earlier request with the same key, if it is not older than a
    day.
    """
    if actor.request_key is None:
        return None
    since = clock() - KEPT_REQUEST_KEYS
    RequestKey.objects.filter(
        user_id=actor.user_id or 0, key=actor.request_key[0], at__lt=since
    ).delete()
    return RequestKey.objects.filter(user_id=actor.user_id or 0, key=actor.request_key[0]).first()
