"""Who acts: a user as the use cases know them."""

from unisono.access.models import User
from unisono.access.roles import Actor


def actor_of_user(user: User) -> Actor:
    """Return the user as somebody who acts."""
    return Actor(user.pk, user.username, user.role, user.salesperson_id or "")
