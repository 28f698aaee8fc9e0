"""What others stored while somebody typed in a form, said beside their inputs [3.5] [P4]."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.borders import Given
from unisono.common.errors import Conflict, EditConflict, FieldError
from unisono.common.kinds import Key
from unisono.history.queries import last_changes
from unisono.web import formatting


def said_meanwhile(key: Key, fields: Mapping[str, Field], conflict: EditConflict) -> Conflict:
    """Return the conflict as a form says it: who changed which field, from what, to what; Save then replaces it."""
    latest = last_changes([key])
    errors = [
        FieldError(each["field"], conflict.code, _sentence(each, fields.get(each["field"]), latest.get(each["field"])))
        for each in conflict.extra["conflicts"]
    ]
    return Conflict(conflict.message, errors=errors)


def _sentence(each: Given, field: Field | None, change: Any) -> str:
    by = change.change_set.by if change else "?"
    if each["field"] == "lines":
        return _("%(by)s changed the lines meanwhile. Save puts yours in their place; Cancel shows theirs.") % {
            "by": by
        }
    texts = {side: formatting.value(field, each[side]) or "—" for side in ("base", "current")}
    message = _("%(by)s changed this meanwhile from %(base)s to %(current)s. Save keeps yours.")
    return message % {"by": by, **texts}
