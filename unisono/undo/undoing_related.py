"""Undoing what happened to documents and other addresses [3.7]: their values are their own, nothing
follows them.

Before the parties are undone, what hangs on them goes (`run`); afterwards what needs them comes
back (`finish`).
"""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from unisono.common.borders import Content
from unisono.common.conflicts import FieldConflict
from unisono.common.kinds import Key
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.links.plan_undoing import conflict
from unisono.links.values import Value
from unisono.records.codes_now import CodesNow, missing
from unisono.undo.related_records import RelatedRecord, is_related, is_there, related_kind

Ids = dict[str, int | None]


class RelatedUndo:
    """Puts related records back as they were before change sets; what changed since, by others than
    its `own`, is a conflict.
    """

    def __init__(self, changes: Sequence[Change], own: Q, recorder: Recorder) -> None:
        self.own, self.recorder = own, recorder
        self.conflicts: list[FieldConflict] = []
        self.codes = CodesNow(min((change.pk for change in changes), default=0))
        self.groups: dict[Key, list[Change]] = {}
        for change in changes:
            if is_related(change.kind):
                self.groups.setdefault(Key(change.kind, change.record_id), []).append(change)
        self._waiting: list[list[Change]] = []

    def run(self) -> None:
        """Undo what can be undone as things are, newest first; the rest waits."""
        for group in sorted(self.groups.values(), key=lambda each: -each[-1].pk):
            if all(is_there(name, id_) for name, id_ in _former_ids(group).items()):
                self._undo(group)
            else:
                self._waiting.append(group)

    def finish(self) -> None:
        """Undo what waited for parties that are there again; ties to those that are not stay
        blank.
        """
        for group in self._waiting:
            self._undo(group)

    def _undo(self, group: list[Change]) -> None:
        first, last = group[0], group[-1]
        related = related_kind(first.kind).find(first.record_id)
        if first.event == "created":
            if related is not None and not self._changed_since(group):
                related_kind(first.kind).delete(related, self.recorder)
        elif last.event == "deleted":
            if related is None:
                self._restore(group)
        elif related is None:
            self._note(last.kind, last.no, (name for each in group for name in each.values))
        else:
            self._put_back(group, related)

    def _changed_since(self, group: list[Change]) -> bool:
        """Tell whether a created related record was changed by others since, and note it."""
        first = group[0]
        since = Change.objects.filter(
            kind=first.kind, record_id=first.record_id, event="changed", pk__gt=first.pk
        )
        found = list(since.exclude(self.own).order_by("id"))
        for change in found:
            for name, (old, new, _cause) in change.values.items():
                self.conflicts.append(conflict(change.kind, change.no, name, old, new, None))
        return bool(found)

    def _restore(self, group: list[Change]) -> None:
        last = group[-1]
        sort = related_kind(last.kind)
        values = {name: old for name, (old, *_rest) in last.values.items()}
        values |= {
            name: old
            for each in reversed(group[:-1])
            for name, (old, *_rest) in each.values.items()
        }
        values = {name: self._now(last, name, value) for name, value in values.items()}
        ids = {
            name: id_ if is_there(name, id_) else None for name, id_ in _former_ids(group).items()
        }
        sort.restore(last, values, ids, self.recorder)

    def _put_back(self, group: list[Change], related: RelatedRecord) -> None:
        """Put each field back that still has what the sets wrote."""
        former, ties = _former_ids(group), _written_ids(group)
        values: Content = {}
        ids: Ids = {}
        for name, (old, new) in _outer(group).items():
            if name in former:
                if related.ids[name] == ties[name] and is_there(name, former[name]):
                    ids[name] = former[name]
                    continue
            elif related.values.get(name) in (new, self._now(group[-1], name, new)):
                values[name] = self._now(group[0], name, old)
                continue
            if related.values.get(name) != old:
                self.conflicts.append(
                    conflict(group[0].kind, related.no, name, new, related.values.get(name), old)
                )
        if values or ids:
            related_kind(group[0].kind).write(related, values, ids, self.recorder)

    def _now(self, change: Change, name: str, value: Value) -> Value:
        """Return a value with its code as it is called now, blank where the code is gone."""
        field = related_kind(change.kind).fields.get(name)
        now = self.codes.value(field, value, change.pk)
        return "" if missing(field, now) else now

    def _note(self, kind: str, no: str, names: Iterable[str]) -> None:
        self.conflicts += [
            conflict(kind, no, name, None, None, None) for name in dict.fromkeys(names)
        ]


def _outer(group: list[Change]) -> dict[str, tuple[Value, Value]]:
    """Return per field the oldest old value and the newest new one."""
    found: dict[str, tuple[Value, Value]] = {}
    for change in group:
        for name, (old, new, _cause) in change.values.items():
            found[name] = (found[name][0] if name in found else old, new)
    return found


def _former_ids(group: list[Change]) -> Ids:
    """Return the keys of what a related record was tied to before the first of these changes."""
    found: Ids = {}
    for change in group:
        for name, pair in (change.detail or {}).get("ties", {}).items():
            found.setdefault(name, pair[0] if isinstance(pair, list) else pair)
    return {} if group[0].event == "created" else found


def _written_ids(group: list[Change]) -> Ids:
    found: Ids = {}
    for change in group:
        for name, pair in (change.detail or {}).get("ties", {}).items():
            found[name] = pair[1] if isinstance(pair, list) else pair
    return found
