"""What others stored in a document while somebody typed, said beside their inputs [3.5] [P4]."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from unisono.common.errors import Conflict, EditConflict, FieldError
from unisono.documents.fields import BY_NAME
from unisono.documents.models import Document
from unisono.links.values import Key
from unisono.web import shown
from unisono.web.last_changes import last_changes


def said_meanwhile(document: Document, conflict: EditConflict) -> Conflict:
    """Return the conflict as a form says it: who changed which field, from what, to what; Save then replaces it."""
    latest = last_changes([Key(document.type, document.pk)])
    errors = [
        FieldError(each["field"], conflict.code, _sentence(each, latest.get(each["field"])))
        for each in conflict.extra["conflicts"]
    ]
    return Conflict(conflict.message, errors=errors)


def _sentence(each: Mapping[str, Any], change: Any) -> str:
    by = change.change_set.by if change else "?"
    if each["field"] == "lines":
        return _("%(by)s changed the lines meanwhile. Save puts yours in their place; Cancel shows theirs.") % {
            "by": by
        }
    field = BY_NAME.get(each["field"])
    texts = {side: shown.value(field, each[side]) or "—" for side in ("base", "current")}
    message = _("%(by)s changed this meanwhile from %(base)s to %(current)s. Save keeps yours.")
    return message % {"by": by, **texts}
