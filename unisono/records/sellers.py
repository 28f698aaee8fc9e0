"""The user's own salesperson on what they make by hand [5.7]."""

from collections.abc import Mapping

from unisono.access.roles import Actor
from unisono.common.kinds import Kind
from unisono.links.values import Value

_FIELDS = {"customer": "salesperson_code", "vendor": "purchaser_code"}


def seller_field(kind: Kind, values: Mapping[str, Value], actor: Actor) -> dict[str, Value]:
    """Return the salesperson (of a vendor: purchaser) that a new record of these values gets, {}
    where it has one already or the user is none. Files say themselves whose records are.
    """
    name = _FIELDS.get(kind, "")
    if not name or values.get(name) or not actor.salesperson_code or actor.via == "import":
        return {}
    return {name: actor.salesperson_code}
