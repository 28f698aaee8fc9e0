"""Forms that create something do it once, however often they are sent: each carries a key that its
write stores.
"""

import secrets
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.web.parts import go, warn

_LONGEST = 64  # characters of a key: ours have 22, others are refused


def new_key() -> str:
    """Return a key for a form that is shown now."""
    return secrets.token_urlsafe(16)


def actor_once(request: HttpRequest, actor: Actor) -> Actor:
    """Return the actor with the key of the form that was sent, so that a second write with it
    raises KeyInUse.
    """
    key = request.POST.get("once", "")
    return replace(actor, request_key=(f"page {key}", "")) if 0 < len(key) <= _LONGEST else actor


def sent_twice(request: HttpRequest, url: str) -> HttpResponse:
    """Say that the form was carried out the first time, and go where that can be seen."""
    warn(request, _("This form was sent twice; it was carried out once."))
    return go(request, url)
