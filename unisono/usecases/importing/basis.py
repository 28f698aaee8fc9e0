"""What a row changed since it was exported: its cells against the record as it was in the version of the file [3.5]."""

from collections.abc import Mapping
from typing import Any

from unisono.history.models import Change
from unisono.links import network
from unisono.links.kinds import KINDS


def changed_cells(kind: str, no: str, version: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those values that differ from the record as it was in a version: what somebody typed into the file.

    What was changed here since, and not there, is no longer what the file says: it stays.
    """
    place = network.find(kind, no)
    if place is None:
        return dict(values)
    base: dict[str, Any] = {}
    since = Change.objects.filter(kind=kind, record_id=place.key.id, event="changed", version_after__gt=version)
    for change in since.order_by("id").values_list("values", flat=True):
        for name, (old, _new, _cause) in change.items():
            base.setdefault(name, old)
    return {
        name: value for name, value in values.items() if name not in base or not _equal(kind, name, value, base[name])
    }


def _equal(kind: str, name: str, value: Any, base: Any) -> bool:
    field = KINDS[kind].fields.get(name)
    if field is not None and field.kind == "codes":
        return sorted(value) == sorted(base or ())
    return value == base if isinstance(value, bool) else str(value).strip() == str(base).strip()
