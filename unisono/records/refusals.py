"""What is refused when records change, and when rules would tie what differs."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.errors import Conflict, FieldError, Refused
from unisono.links.naming import named
from unisono.links.values import Plan, Value


class LedByOtherSide(Refused):
    """The field may be changed at its leaders only [3.3]."""

    code = "led-by-other-side"


def refuse_led(plan: Plan, actor: Actor) -> None:
    """Raise LedByOtherSide for the plan's refusals, naming leaders that the actor may see."""
    if not plan.refusals:
        return
    errors = []
    for name, leader in plan.refusals:
        shown = named(leader) if actor.may_read(leader.key.kind) else _("another record")
        message = _("This field is led by %(leader)s; change it there.") % {"leader": shown}
        errors.append(FieldError(name, "led-by-other-side", message))
    raise LedByOtherSide(errors[0].message, errors=errors)


def only_of(type_: str, values: Mapping[str, Value], names: Collection[str]) -> list[FieldError]:
    """Return an error for each filled field that only contacts of a type can have [5.8]."""
    message = _("Only a person has this.") if type_ == "person" else _("Only a company has this.")
    return [FieldError(name, f"{type_}-only", message) for name in names if values.get(name)]


class Differences(Conflict):
    """A rule would tie fields that differ today; somebody has to say which side wins."""

    code = "differences"
