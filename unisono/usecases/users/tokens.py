"""The tokens of people's programs: one's own, and an administrator's view of anybody's."""

import secrets

from django.utils.translation import gettext as _

from unisono.access.models import ApiToken
from unisono.access.roles import Actor, require_administrator
from unisono.cards.validation import Bad, check_text
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound, required
from unisono.usecases.transaction import writing
from unisono.usecases.users.users import digest_of, user_named

_LABEL_LENGTH = 50  # as long as its column


def own_tokens(actor: Actor) -> list[ApiToken]:
    """Return one's tokens by name; what a token itself is, nobody knows any more."""
    return list(ApiToken.objects.filter(user_id=actor.user_id or 0).order_by("label", "pk"))


@writing
def create_own_token(label: str, *, actor: Actor) -> str:
    """Return a new token of one's own, which is shown this once. Raises Invalid, Conflict where the
    name is taken.
    """
    name = _label(label)
    if ApiToken.objects.filter(user_id=actor.user_id or 0, label=name).exists():
        raise Conflict(_("You have a token %(name)s already.") % {"name": name}, field="label")
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(user_id=actor.user_id or 0, digest=digest_of(token), label=name)
    return token


@writing
def delete_own_token(token_id: int, *, actor: Actor) -> None:
    """End one of one's own tokens. Raises NotFound, also for a token of somebody else."""
    _delete(ApiToken.objects.filter(pk=token_id, user_id=actor.user_id or 0).first())


def tokens_of(username: str, actor: Actor) -> list[ApiToken]:
    """Return somebody's tokens by name, also of somebody disabled. Raises NotAllowed, NotFound."""
    require_administrator(actor)
    return list(user_named(username).tokens.order_by("label", "pk"))


@writing
def delete_token(token_id: int, *, actor: Actor) -> None:
    """End anybody's token. Raises NotAllowed, NotFound."""
    require_administrator(actor)
    _delete(ApiToken.objects.filter(pk=token_id).first())


def _delete(token: ApiToken | None) -> None:
    if token is None:
        raise NotFound(_("There is no such token."))
    token.delete()


def _label(value: str) -> str:
    try:
        label = check_text(value, _LABEL_LENGTH)
    except Bad as bad:
        raise Invalid([FieldError("label", bad.code, bad.message)]) from bad
    if not label:
        raise Invalid([required("label")])
    return label
