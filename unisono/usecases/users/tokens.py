"""The tokens of people's programs: one's own, and an administrator's view of anybody's."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from unisono.access.models import ApiToken, User
from unisono.access.roles import RIGHTS, Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.cards.validation import Bad, check_text
from unisono.common.clock import clock
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound, required
from unisono.usecases.transaction import writing
from unisono.usecases.users.users import find_user, user_named

_LABEL_LENGTH = 50  # as long as its column
_MOST_DAYS = 3650  # a longer life is none that anybody looks after


@dataclass(frozen=True)
class Scope:
    """What a token may of what its user may: only read, or only some rights (RIGHTS, None: all),
    and for how many days (None: until it is revoked).
    """

    may_write: bool = True
    rights: Collection[str] | None = None
    days: int | None = None


EVERYTHING = Scope()


def digest_of(token: str) -> str:
    """Return what is stored of a token; it has 256 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def own_tokens(actor: Actor) -> list[ApiToken]:
    """Return one's tokens by name; what a token itself is, nobody knows any more."""
    own = ApiToken.objects.filter(user_id=actor.user_id or 0, channel="api")
    return list(own.order_by("label", "pk"))


@writing
def create_own_token(label: str, scope: Scope = EVERYTHING, *, actor: Actor) -> str:
    """Return a new token of one's own, which is shown this once. Raises Invalid, Conflict where the
    name is taken.
    """
    name = checked_label(label)
    if any(token.label == name for token in own_tokens(actor)):
        raise Conflict(_("You have a token %(name)s already.") % {"name": name}, field="label")
    return _create(find_user(actor.name), name, scope, actor)


@writing
def create_token(
    username: str, label: str = "", scope: Scope = EVERYTHING, *, actor: Actor | None
) -> str:
    """Return a new token of a user, which is shown this once; a token with the same label, if any,
    ends. Raises Invalid, NotAllowed, NotFound.
    """
    if actor is not None:
        require_administrator(actor)
    user = find_user(username)
    if label and ApiToken.objects.filter(user=user, label=label, channel="api").delete()[0]:
        put_on_record(Action.TOKEN_ENDED, actor, user.username, token=label)
    return _create(user, label, scope, actor)


def _create(user: User, label: str, scope: Scope, actor: Actor | None) -> str:
    _check(scope)
    token = secrets.token_urlsafe(32)
    rights = None if scope.rights is None else sorted(scope.rights)
    ends = None if scope.days is None else clock() + timedelta(days=scope.days)
    ApiToken.objects.create(
        user=user,
        digest=digest_of(token),
        label=label,
        may_write=scope.may_write,
        kinds=rights,
        expires_at=ends,
    )
    about = {"token": label, "may_write": scope.may_write, "rights": rights, "ends": ends}
    put_on_record(Action.TOKEN_CREATED, actor, user.username, **about)
    return token


def _check(scope: Scope) -> None:
    if scope.days is not None and not 1 <= scope.days <= _MOST_DAYS:
        message = _("This must be a whole number from %(least)s to %(most)s.")
        told = message % {"least": 1, "most": _MOST_DAYS}
        raise Invalid([FieldError("days", "range", told)])
    if scope.rights is not None and (not scope.rights or set(scope.rights) - set(RIGHTS)):
        message = _("Choose at least one of: %(choices)s.") % {"choices": ", ".join(RIGHTS)}
        raise Invalid([FieldError("rights", "choice", message)])


@writing
def delete_own_token(token_id: int, *, actor: Actor) -> None:
    """End one of one's own tokens. Raises NotFound, also for a token of somebody else."""
    _delete(ApiToken.objects.filter(pk=token_id, user_id=actor.user_id or 0).first(), actor)


def tokens_of(username: str, actor: Actor) -> list[ApiToken]:
    """Return somebody's tokens by name, also of somebody disabled. Raises NotAllowed, NotFound."""
    require_administrator(actor)
    return list(user_named(username).tokens.order_by("label", "pk"))


@writing
def delete_token(token_id: int, *, actor: Actor) -> None:
    """End anybody's token. Raises NotAllowed, NotFound."""
    require_administrator(actor)
    _delete(ApiToken.objects.filter(pk=token_id).first(), actor)


def _delete(token: ApiToken | None, actor: Actor) -> None:
    if token is None:
        raise NotFound(_("There is no such token."))
    token.delete()
    put_on_record(Action.TOKEN_ENDED, actor, token.user.username, token=token.label)


def checked_label(value: str) -> str:
    """Return the name of a token or device; raise Invalid."""
    try:
        label = check_text(value, _LABEL_LENGTH)
    except Bad as bad:
        raise Invalid([FieldError("label", bad.code, bad.message)]) from bad
    if not label:
        raise Invalid([required("label")])
    return label
