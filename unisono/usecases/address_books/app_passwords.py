"""App passwords: one for each device, typed there once; they open the books and nothing else."""

import hashlib
import secrets

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_token
from unisono.access.models import ApiToken
from unisono.access.roles import Actor
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common import whence
from unisono.common.clock import clock
from unisono.common.errors import Conflict
from unisono.usecases.transaction import writing
from unisono.usecases.users.opening import TooManyFailures, count_failure, note_use
from unisono.usecases.users.tokens import checked_label
from unisono.usecases.users.users import find_user

CHANNEL = "carddav"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another on a small screen
_GROUPS, _LENGTH = 4, 5  # 99 random bits: nobody guesses them, hashed as they are
MOST = 50  # devices of a person


def digest_of(password: str) -> str:
    """Return what is stored of an app password, typed with or without hyphens, blanks, capitals."""
    letters = "".join(char for char in password.casefold() if char.isalnum())
    return hashlib.sha256(f"{CHANNEL}:{letters}".encode()).hexdigest()


def app_passwords(actor: Actor) -> list[ApiToken]:
    """Return one's devices by name; their passwords nobody knows any more."""
    rows = ApiToken.objects.filter(user_id=actor.user_id or 0, channel=CHANNEL)
    return list(rows.order_by("label", "pk"))


@writing
def create_app_password(device: str, *, actor: Actor) -> str:
    """Return a new app password for a device of one's own, which is shown this once. Raises
    Invalid, Conflict where a device has this name or there are too many.
    """
    label = checked_label(device)
    own = ApiToken.objects.filter(user_id=actor.user_id or 0, channel=CHANNEL)
    if own.filter(label=label).exists():
        raise Conflict(_("You have a device %(name)s already.") % {"name": label}, field="label")
    if own.count() >= MOST:
        raise Conflict(_("At most %(limit)s devices; revoke one first.") % {"limit": MOST})
    groups = ("".join(secrets.choice(_LETTERS) for _n in range(_LENGTH)) for _g in range(_GROUPS))
    password = "-".join(groups)
    user = find_user(actor.name)
    ApiToken.objects.create(user=user, digest=digest_of(password), label=label, channel=CHANNEL)
    put_on_record(Action.TOKEN_CREATED, actor, user.username, token=label, channel=CHANNEL)
    return password


def device_by(username: str, password: str) -> tuple[ApiToken, Actor] | None:
    """Return the device that an app password is of, and who acts by it; None for a wrong one. Notes
    that it was used.
    """
    rows = ApiToken.objects.select_related("user").filter(channel=CHANNEL)
    found = rows.filter(digest=digest_of(password), user__is_active=True).first()
    if found is None or found.user.username.casefold() != username.strip().casefold():
        return None
    if found.expires_at is not None and found.expires_at <= clock():
        return None
    note_use(found)
    return found, actor_of_token(found).by_way_of(CHANNEL, found.label)


def refuse_guessing(request: HttpRequest, username: str) -> bool:
    """Count a wrong password of a user's devices; tell whether there were too many of them."""
    # Counted apart from signing in: a phone with a revoked password must not lock its user out.
    credentials = {"username": f"{CHANNEL}:{username.strip().casefold()[:100]}"}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return True
    user_login_failed.send(sender=CHANNEL, request=request, credentials=credentials)
    try:
        count_failure(whence.address.get())
    except TooManyFailures:
        return True
    return False
