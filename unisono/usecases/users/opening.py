"""Opening the door to programs: by tokens, which end, and are not to be guessed at."""

from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address

from django.db import OperationalError
from django.db.models import F
from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_token
from unisono.access.models import ApiToken, TokenFailures
from unisono.access.roles import Actor
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common import whence
from unisono.common.clock import clock
from unisono.common.errors import Overloaded, Refused
from unisono.usecases.transaction import writing
from unisono.usecases.users.tokens import digest_of

# How exact the last use is. Each note is a write, and those who read should not wait for writers.
_NOTED_EVERY = timedelta(minutes=5)
# Wrong tokens from one address: a token cannot be guessed, so this bounds what trying costs. Right
# ones are let in all the same: many programs may stand behind one address.
MOST_FAILURES = 100
_WINDOW = timedelta(minutes=15)


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
        _count_failure(whence.address.get())
        return None
    if found.expires_at is not None and found.expires_at <= clock():
        raise TokenExpired(_("This token has expired. Make a new one."))
    _note_use(found)
    return actor_of_token(found)


def is_valid(token: str) -> bool:
    """Tell whether a token opens the door now."""
    found = _found(token)
    return found is not None and (found.expires_at is None or found.expires_at > clock())


def _found(token: str) -> ApiToken | None:
    rows = ApiToken.objects.select_related("user")
    return rows.filter(digest=digest_of(token), user__is_active=True).first()


def _note_use(token: ApiToken) -> None:
    moment = clock()
    if token.last_used_at is not None and moment - token.last_used_at < _NOTED_EVERY:
        return
    # Others are writing, or the disk is full: no reason to keep somebody from reading.
    with suppress(OperationalError, Overloaded):
        ApiToken.objects.filter(pk=token.pk).update(
            last_used_at=moment, last_address=whence.address.get()
        )


def _count_failure(address: str) -> None:
    """Count a wrong token of an address; nothing on this machine itself, where who guesses has the
    database anyway. Raises TooManyFailures.
    """
    if not address or ip_address(address).is_loopback:
        return
    begun = clock() - _WINDOW
    present = TokenFailures.objects.filter(address=address, since__gt=begun).first()
    if present is not None and present.count >= MOST_FAILURES:
        raise TooManyFailures(_("Too many wrong tokens came from your address. Wait a while."))
    _store_failure(address)


@writing
def _store_failure(address: str) -> None:
    moment = clock()
    # Held, so that two failures at a time count as two.
    row, is_new = TokenFailures.objects.select_for_update().get_or_create(
        address=address, defaults={"since": moment, "count": 0}
    )
    if is_new or row.since <= moment - _WINDOW:
        TokenFailures.objects.filter(pk=row.pk).update(since=moment, count=1)
        TokenFailures.objects.filter(since__lt=moment - _WINDOW).delete()
        put_on_record(Action.TOKEN_FAILED, None)
        return
    TokenFailures.objects.filter(pk=row.pk).update(count=F("count") + 1)
    if row.count + 1 == MOST_FAILURES:
        put_on_record(Action.TOKEN_FAILED, None, times=MOST_FAILURES)
