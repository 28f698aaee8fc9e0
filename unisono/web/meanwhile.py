"""What others stored while somebody typed in a form, said beside their inputs [3.5] [P4]."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import Conflict, EditConflict, FieldError
from unisono.common.kinds import Key
from unisono.history.models import Change
from unisono.history.queries import last_changes
from unisono.web import formatting


def said_meanwhile(key: Key, fields: Mapping[str, Field], conflict: EditConflict) -> Conflict:
    """Return the conflict as a form says it: who changed which field, from what, to what; Save then
    replaces it.
    """
    latest = last_changes([key])
    errors = [
        FieldError(
            each.field,
            conflict.code,
            _sentence(each, fields.get(each.field), latest.get(each.field)),
        )
        for each in conflict.conflicts
    ]
    return Conflict(conflict.message, errors=errors)


def _sentence(each: FieldConflict, field: Field | None, change: Change | None) -> str:
    by = change.change_set.by if change else "?"
    if each.field == "lines":
        return _(
            "%(by)s changed the lines meanwhile. Save puts yours in their place; Cancel shows "
            "theirs."
        ) % {"by": by}
    texts = {
        side: formatting.value(field, getattr(each, side)) or "—" for side in ("base", "current")
    }
    message = _("%(by)s changed this meanwhile from %(base)s to %(current)s. Save keeps yours.")
    return message % {"by": by, **texts}
