"""Parts of a long change set that can be undone one after the other, since nothing connects
them.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from unisono.common.borders import Given
from unisono.common.kinds import Key
from unisono.history.models import ChangeSet
from unisono.links.bulk.components import components
from unisono.links.bulk.undoing import links_of, people_of

_PART = 500  # changes: about three seconds of the planner's work


def parts_of(change_set: ChangeSet) -> list[list[int]]:
    """Return the changes of a set in parts of some hundred that do not hang together; a change of
    rules is one part.
    """
    changes = list(
        change_set.changes.order_by("-id").values_list("id", "kind", "record_id", "event", "detail")
    )
    if any(event == "rule" for *_where, event, _detail in changes):
        return [[id_ for id_, *_rest in changes]]
    edges = [
        (Key(kind, id_), near)
        for _pk, kind, id_, _e, detail in changes
        for near in _named_in(detail or {})
    ]
    edges += _tied_now({Key(kind, id_) for _pk, kind, id_, *_rest in changes})
    together = components([Key(kind, id_) for _pk, kind, id_, *_rest in changes], edges)
    part_of: dict[Key, int] = {}
    sizes = Counter(Key(kind, id_) for _pk, kind, id_, *_rest in changes)
    part, size = 0, 0
    for component in together:
        part_of.update(dict.fromkeys(component, part))
        size += sum(sizes[key] for key in component)
        if size >= _PART:
            part, size = part + 1, 0
    parts: dict[int, list[int]] = {}
    for pk, kind, id_, *_rest in changes:
        parts.setdefault(part_of[Key(kind, id_)], []).append(pk)
    return [parts[each] for each in sorted(parts)]


def _tied_now(keys: Collection[Key]) -> Iterator[tuple[Key, Key]]:
    """Return what connects records today: an undo carries values on along links and to people."""
    for contact, kind, record, primary, _change_set in links_of(keys):
        yield Key("contact", contact), Key(kind, record)
        if primary:
            yield Key("contact", contact), Key("contact", primary)
    for person, company in people_of(key.id for key in keys if key.is_contact):
        yield Key("contact", person), Key("contact", company)


def _named_in(detail: Given) -> Iterator[Key]:
    """Return the records that a change names beside the one it is about."""
    if "role" in detail and "record_id" in detail:
        yield Key("contact", detail["contact_id"])
        yield Key(detail["role"], detail["record_id"])
        if detail["primary_contact_id"]:
            yield Key("contact", detail["primary_contact_id"])
    company = detail.get("columns", {}).get("company_id")
    ids = [id_ for pair in detail.get("ids", {}).values() for id_ in pair]
    yield from (Key("contact", id_) for id_ in (company, *ids) if id_)
