"""Opening the door to programs: by tokens, which end, and are not to be guessed at."""

import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_token
from unisono.access.models import ApiToken
from unisono.access.roles import Actor
from unisono.audit.models import Action
from unisono.common import whence
from unisono.common.clock import clock
from unisono.common.errors import Overloaded, Refused
from unisono.usecases.users import failures
from unisono.usecases.users.tokens import digest_of

# How exact the last use is. It is remembered, and stored by a thread of its own: who reads does not
# wait for those who write.
_NOTED_EVERY = timedelta(minutes=5)
_STORED_EVERY = 10.0  # seconds
_uses: dict[int, tuple[datetime, str]] = {}


class TokenExpired(Refused):
    """A token whose time is over."""

    code = "token-expired"
    status = 401


class TooManyFailures(Refused):
    """Too many wrong tokens from one address."""

    code = "too-many-failures"
    status = 429


def actor_by(token: str) -> Actor | None:
    """Return who acts by a token, and what it leaves of their role; None for a wrong token.

    Notes that it was used, and wrong ones by address. Raises TokenExpired, TooManyFailures.
    """
    found = _found(token)
    if found is None:
        count_failure(whence.address.get())
        return None
    if found.expires_at is not None and found.expires_at <= clock():
        raise TokenExpired(_("This token has expired. Make a new one."))
    note_use(found)
    return actor_of_token(found)


def is_valid(token: str) -> bool:
    """Tell whether a token opens the door now."""
    found = _found(token)
    return found is not None and (found.expires_at is None or found.expires_at > clock())


def _found(token: str) -> ApiToken | None:
    rows = ApiToken.objects.select_related("user")
    return rows.filter(digest=digest_of(token), channel="api", user__is_active=True).first()


def note_use(token: ApiToken) -> None:
    """Remember that a token was used, from where, to store it soon."""
    moment = clock()
    if token.last_used_at is None or moment - token.last_used_at >= _NOTED_EVERY:
        _uses[token.pk] = (moment, whence.address.get())


def store_uses() -> None:
    """Store which tokens were used since the last call, when and from where; on a server that is
    written to, what cannot be stored now is tried again.
    """
    for key in list(_uses):
        moment, address = _uses[key]
        # Others are writing, or the database is away.
        with suppress(DatabaseError, Overloaded):
            ApiToken.objects.filter(pk=key).update(last_used_at=moment, last_address=address)
            if _uses.get(key) == (moment, address):
                del _uses[key]


def store_uses_for_ever() -> None:
    """Store them every now and then, in a thread of this process."""

    def go_on() -> None:
        while True:
            time.sleep(_STORED_EVERY)
            store_uses()
            connection.close()

    threading.Thread(target=go_on, daemon=True).start()


def count_failure(address: str) -> None:
    """Count a wrong token of an address; nothing on this machine itself, where who guesses has the
    database anyway. Raises TooManyFailures.
    """
    if not address or ip_address(address).is_loopback:
        return
    if failures.are_too_many(Action.TOKEN_FAILED, address):
        raise TooManyFailures(_("Too many wrong tokens came from your address. Wait a while."))
    failures.count(Action.TOKEN_FAILED, address)
