"""Undoing a whole act in the background: newest change sets first, some at a time [3.7].

First, before anything is touched, it is looked whether something changed since; then nothing is
done, unless told to skip that. What creations made goes in sets (links/bulk); everything else as
undoing one change set does.
"""

import uuid
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, NotFound, required
from unisono.common.kinds import Kind
from unisono.history import queries
from unisono.history.models import Change, ChangeSet
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.jobs.working import conflict_texts
from unisono.links.bulk import undoing as bulk
from unisono.links.kinds import KINDS
from unisono.undo.parts_of_long_sets import parts_of
from unisono.undo.permission import NotUndoable, require_undo
from unisono.undo.related_records import is_related, related_kind, right_of
from unisono.undo.undo_change_sets import undo_creations, undo_sets

UNDO = "undo"
OPTIONS = ("act", "skip_conflicts")
LONG = 2000  # changes: an act that has more is undone as a job
_CHUNK = 2000  # changes, unless one change set alone has more
_CONFLICTS_SHOWN = 1000


def check_undo(options: Given, actor: Actor) -> Content:
    """Return what an undo was asked, checked; raise Invalid, NotFound, NotAllowed, NotUndoable."""
    act, skip = options.get("act"), options.get("skip_conflicts", False)
    if not act:
        raise Invalid([required("act")])
    if not isinstance(skip, bool):
        raise Invalid([FieldError("skip_conflicts", "type", _("This must be true or false."))])
    try:
        sets = ChangeSet.objects.filter(act=uuid.UUID(str(act)))
    except ValueError:
        sets = ChangeSet.objects.none()
    if not sets.exists():
        raise NotFound(_("There is no act %(id)s.") % {"id": act})
    if sets.exclude(user_id=actor.user_id or 0).exists():
        require_administrator(actor)
    if Change.objects.filter(change_set__in=sets, event="setup").exists():
        raise NotUndoable(
            _("Changes of setup and of code lists cannot be undone; change them back.")
        )
    newest = sets.order_by("-id")[:1].get()
    require_undo([newest], list(newest.changes.all()), actor)
    return {"act": str(act), "skip_conflicts": skip}


def is_long(act: str) -> bool:
    """Tell whether an act is too much for one answer."""
    try:
        changes = Change.objects.filter(change_set__act=uuid.UUID(act))
    except ValueError:
        return False
    return len(changes.order_by()[: LONG + 1].values_list("pk")) > LONG


def undo_act_step(job: Job, actor: Actor) -> Step:
    """Do one step of undoing an act: the look at what changed since, then change sets, newest
    first.
    """
    act, skip = uuid.UUID(job.payload["act"]), bool(job.payload["skip_conflicts"])
    if not job.position:
        check_undo(job.payload, actor)  # the role may be another by now
        return _look(act, skip, actor)
    acts = [act, job.act]
    sets = _next_sets(act, job.position["before"])
    if not sets:
        return Step(None)
    (first, count), *_others = sets
    if count > _CHUNK and not bulk.is_creation(first.pk):
        return _undo_part(first, job.position, skip, acts, actor)
    changes, errors = sum(count for _each, count in sets), list[tuple[str, str]]()
    for each in _together([change_set for change_set, _count in sets]):
        errors += _undo(each, skip, acts, actor)
    return Step({"before": sets[-1][0].pk}, changes, skipped=len(errors), errors=errors)


def _look(act: uuid.UUID, skip: bool, actor: Actor) -> Step:
    """Return how much there is to undo; fail where something changed since, unless that is to be
    skipped.
    """
    total = Change.objects.filter(change_set__act=act).count()
    last = ChangeSet.objects.filter(act=act).order_by("-id").values_list("id", flat=True)[0]
    conflicts = [] if skip else list(islice(_changed_since(act, actor), _CONFLICTS_SHOWN))
    if not conflicts:
        return Step({"before": last + 1}, total=total)
    errors = [
        (no, _("Changed meanwhile: %(fields)s.") % {"fields": ", ".join(fields)})
        for no, fields in conflicts
    ]
    failure = _(
        "Something changed since. Nothing was undone; undo again, skipping conflicts, for the rest."
    )
    return Step(None, errors=errors, total=total, failure=failure)


def _changed_since(act: uuid.UUID, actor: Actor) -> Iterator[tuple[str, list[str]]]:
    """Return the records of an act that have other values by now than it left, with the fields.

    A record of a kind that the actor may not see is not named.
    """
    for (kind, id_), changes in groupby(queries.with_later_changes(act), key=lambda row: row[:2]):
        rows = list(changes)
        was_created = any(row.event == "created" for row in rows)
        if was_created and not _exists(kind, id_):
            continue
        now = {name: value[1] for row in rows for name, value in row.later.items()}
        left = {name: value for row in rows for name, value in row.values.items()}
        fields = [
            name
            for name in now
            if was_created or (name in left and now[name] not in left[name][:2])
        ]
        if fields:
            yield (rows[0].no if actor.may_read(right_of(kind)) else "…"), fields


def _exists(kind: Kind, id_: int) -> bool:
    if is_related(kind):
        return related_kind(kind).find(id_) is not None
    return bool(KINDS[kind].model._default_manager.filter(pk=id_).exists())


def _next_sets(act: uuid.UUID, before: int) -> list[tuple[ChangeSet, int]]:
    """Return the next change sets to undo, newest first, with the number of their changes: about
    one chunk.
    """
    found: list[tuple[ChangeSet, int]] = []
    left = _CHUNK
    for change_set in ChangeSet.objects.filter(act=act, pk__lt=before).order_by("-id")[:_CHUNK]:
        count = change_set.changes.count()
        if found and count > left:
            break
        found.append((change_set, count))
        left -= count
    return found


def _together(sets: Sequence[ChangeSet]) -> list[list[ChangeSet]]:
    """Return the change sets in groups: creations, which go in sets, alone; others with their
    neighbours.
    """
    groups: list[list[ChangeSet]] = []
    former = True
    for change_set in sets:
        alone = bulk.is_creation(change_set.pk)
        if alone or former or not groups:
            groups.append([])
        groups[-1].append(change_set)
        former = alone
    return groups


def _undo_part(
    change_set: ChangeSet, position: Given, skip: bool, acts: Sequence[uuid.UUID], actor: Actor
) -> Step:
    """Undo the next part of a long change set, so that no transaction holds others up for long."""
    parts, at = parts_of(change_set), position.get("part", 0)
    changes = list(Change.objects.filter(pk__in=parts[at]).order_by("id"))
    errors = conflict_texts(undo_sets([change_set], skip, actor, acts, changes).more["conflicts"])
    is_last = at + 1 == len(parts)
    following = {"before": change_set.pk} if is_last else {**position, "part": at + 1}
    return Step(following, len(changes), skipped=len(errors), errors=errors)


def _undo(
    sets: Sequence[ChangeSet], skip: bool, acts: Sequence[uuid.UUID], actor: Actor
) -> list[tuple[str, str]]:
    """Undo change sets; return what was left as it is, and why."""
    if len(sets) == 1 and bulk.is_creation(sets[0].pk):
        outcome = undo_creations(sets[0], skip, actor, acts)
    else:
        outcome = undo_sets(sets, skip, actor, acts)
    return conflict_texts(outcome.more["conflicts"])
