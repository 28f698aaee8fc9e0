"""What a row changed since it was exported: its cells against the record as it was in the version
of the file [3.5].
"""

from typing import Any

from unisono.common.borders import Content, Given
from unisono.common.kinds import Kind
from unisono.history.queries import base_of
from unisono.links import network
from unisono.links.kinds import KINDS
from unisono.links.reconciling import reconcile


def changed_cells(kind: Kind, no: str, version: int, values: Given) -> Content:
    """Return those values that differ from the record as it was in a version: what somebody typed
    into the file.

    What was changed here since, and not there, is no longer what the file says: it stays.
    """
    place = network.find(kind, no)
    if place is None:
        return dict(values)
    there = network.load_records(kind, [place.key.id], list(values), lock=False)
    ours = (
        {name: value for name, value in there[0].values.items() if name in values} if there else {}
    )
    # What is in conflict is found out once more when the record is changed, and locked.
    found = reconcile(
        base=_normalised(kind, base_of(place.key, version, values)),
        theirs=_normalised(kind, values),
        ours=_normalised(kind, ours),
    )
    return {name: values[name] for name in (*found.edits, *found.conflicts)}


def _normalised(kind: Kind, values: Given) -> Content:
    return {name: _normal(kind, name, value) for name, value in values.items()}


def _normal(kind: Kind, name: str, value: Any) -> Any:
    """Return a value in the form in which a file and the history are compared."""
    field = KINDS[kind].fields.get(name)
    if field is not None and field.kind == "codes":
        return sorted(value or ())
    return value if isinstance(value, bool) else str(value).strip()
