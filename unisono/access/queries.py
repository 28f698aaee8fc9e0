"""Reads of what belongs to users."""

from datetime import datetime

from axes.models import AccessAttempt
from django.db.models import Max, Q, QuerySet

from unisono.access.models import SavedView
from unisono.access.roles import Actor


def saved_views(of: str, actor: Actor) -> QuerySet[SavedView]:
    """Return the views of a list that somebody saved, and those that others share, by name."""
    mine = Q(user_id=actor.user_id or 0)
    return SavedView.objects.filter(mine | Q(is_shared=True), kind=of).order_by("name")


def last_failed_sign_in(username: str, address: str) -> datetime | None:
    """Return when somebody last failed to sign in under a name from an address; None where nobody
    did.
    """
    mine = AccessAttempt.objects.filter(username=username, ip_address=address)
    last: datetime | None = mine.aggregate(last=Max("attempt_time"))["last"]
    return last
