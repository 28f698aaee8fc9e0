"""Whether tied records differ, as only writing past the product makes them."""

from django.core.cache import cache

from unisono.access.roles import Actor, require_administrator
from unisono.links import check
from unisono.links.rules import rules_now

_KEY, _KEPT = "drift", 600  # seconds: a look reads every link, so it is not taken at each visit


def has_drift(actor: Actor) -> bool:
    """Tell an administrator whether tied records differ; looked at once in ten minutes at most."""
    require_administrator(actor)
    return drifted_lately()


def drifted_lately() -> bool:
    """Tell whether they differ, or did so ten minutes ago at most."""
    found: bool | None = cache.get(_KEY)
    if found is None:
        found = check.has_drift(rules_now())
        cache.set(_KEY, found, _KEPT)
    return found


def look_anew() -> None:
    """Have the next one who asks look: something was repaired."""
    cache.delete(_KEY)
