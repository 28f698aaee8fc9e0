"""Who acts: a user as the use cases know them."""

from collections.abc import Iterable
from dataclasses import replace

from unisono.access.models import ApiToken, User
from unisono.access.roles import Actor


def actor_of_user(user: User) -> Actor:
    """Return the user as somebody who acts."""
    return Actor(user.pk, user.username, user.role, user.salesperson_id or "")


def actor_of_token(token: ApiToken) -> Actor:
    """Return the token's user, with what the token leaves of the role."""
    actor = actor_of_user(token.user)
    return replace(actor, only_reads=not token.may_write, kinds=kinds_of(token.kinds))


def kinds_of(stored: Iterable[str] | None) -> frozenset[str] | None:
    """Return the rights that were stored as a list, None for all."""
    return None if stored is None else frozenset(stored)
