"""Making linked records equal where they differ: after a change of rules, and as a repair."""

from collections.abc import Collection, Mapping

from unisono.common.kinds import Key, Kind
from unisono.history.recording import Recorder
from unisono.links import network as networks
from unisono.links.apply import apply
from unisono.links.bulk.equalising import NOT_IN_SETS, even
from unisono.links.locks import lock
from unisono.links.models import Link
from unisono.links.rules import rules_now
from unisono.links.values import Rules
from unisono.records.linking import planned_values

Places = Mapping[
    tuple[str, str], Collection[int]
]  # per role kind and field: the records that differ
_AT_ONCE = 2000


def equalise(places: Places, keep: str, recorder: Recorder, cause: str = "link") -> None:
    """Make these fields of these records and their contacts equal (semantics.md, 8); `keep` is a
    side, or "leader".

    What only gives a record one field of its contact is done in sets, the rest by the planner,
    record by record: it may reach other records and people, and writes each record once.
    """
    rules, fields = rules_now(), _fields_of(places)
    for (kind, name), ids in sorted(places.items()):
        alone = [id_ for id_ in sorted(ids) if len(fields[kind, id_]) == 1]
        if (
            name in NOT_IN_SETS
            or _side(kind, name, keep, rules) != "contact"
            or rules.of(kind, name) == "fill"
        ):
            continue
        for start in range(0, len(alone), _AT_ONCE):
            some = alone[start : start + _AT_ONCE]
            _lock(kind, some)
            for id_ in set(some) - set(even(kind, name, some, recorder, cause)):
                del fields[kind, id_]
    for (kind, id_), names in sorted(fields.items()):
        _plan(
            kind,
            id_,
            names,
            {name: _side(kind, name, keep, rules) for name in names},
            rules,
            recorder,
            cause,
        )


def _fields_of(places: Places) -> dict[tuple[str, int], list[str]]:
    fields: dict[tuple[str, int], list[str]] = {}
    for (kind, name), ids in sorted(places.items()):
        for id_ in ids:
            fields.setdefault((kind, id_), []).append(name)
    return fields


def _side(kind: Kind, name: str, keep: str, rules: Rules) -> str:
    """Return the side that is kept: where it is the leader, that is the record if it leads the
    field.
    """
    if keep != "leader":
        return keep
    return "other" if rules.of(kind, name) == "role" else "contact"


def _lock(kind: Kind, ids: Collection[int]) -> None:
    contacts = Link.objects.filter(**{f"{kind}_id__in": ids}, state="active").values_list(
        "contact_id", flat=True
    )
    lock([*(Key("contact", id_) for id_ in contacts), *(Key(kind, id_) for id_ in ids)])


def _plan(
    kind: Kind,
    id_: int,
    names: Collection[str],
    sides: Mapping[str, str],
    rules: Rules,
    recorder: Recorder,
    cause: str,
) -> None:
    place = next(iter(networks.find_ids(kind, [id_])), None)
    if place is None or place.contact_id is None:
        return
    network = networks.load(place)
    # A side that is named wins even with a blank; one that stands for all does not. Only a leader's
    # blank counts.
    keep = {
        name: side
        for name, side in sides.items()
        if rules.of(kind, name) == "role" and side == "other"
    }
    general = next((side for name, side in sides.items() if name not in keep), "contact")
    apply(
        planned_values(
            network, rules, network.records[place.key], {"*": general, **keep}, names, cause
        ),
        recorder,
    )
