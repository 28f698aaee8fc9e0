"""What a code that the history remembers is called by now: codes are renamed, and then found under
the new name.
"""

from typing import Any

from unisono.cards.fields import Field
from unisono.cards.validation import missing_codes
from unisono.history.models import Change
from unisono.links.values import Value, codes_of, text_of
from unisono.records.code_lists import LISTS


class CodesNow:
    """Translates codes of change `since` and later to what they are called today."""

    def __init__(self, since: int) -> None:
        renames = Change.objects.filter(
            event="setup", kind__in=LISTS, pk__gt=since, values__has_key="code"
        )
        self.renames: list[tuple[int, str, Any, Any]] = [
            (pk, LISTS[kind].model._meta.label, *values["code"][:2])
            for pk, kind, values in renames.order_by("pk").values_list("pk", "kind", "values")
        ]

    def value(self, field: Field | None, value: Value, since: int) -> Value:
        """Return a field's value with its codes as they are called now."""
        if field is None or not field.refers_to or not value:
            return value
        if isinstance(value, tuple | list):
            return tuple(sorted(self.code(field.refers_to, code, since) for code in value))
        return self.code(field.refers_to, text_of(value), since)

    def code(self, model: str, code: str, since: int) -> str:
        """Return what a code of this list (setup.Territory) is called now."""
        for pk, label, old, new in self.renames:
            if pk > since and label == model and old == code and new is not None:
                code = new
        return code


def missing(field: Field | None, value: Value) -> bool:
    """Tell whether a value has a code that its list does not have any more."""
    if field is None or not field.refers_to or not value:
        return False
    return bool(missing_codes(field.refers_to, codes_of(value) or (text_of(value),)))
