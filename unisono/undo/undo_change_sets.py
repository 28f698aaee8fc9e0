"""Undoing a change set or a whole act [3.7]; `semantics.md`, 12."""

import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common import figures
from unisono.common.errors import EditConflict
from unisono.common.kinds import KIND_NAMES, LINKED_KINDS, Key
from unisono.common.outcome import Outcome
from unisono.history.models import Change, ChangeSet
from unisono.history.recording import Recorder, recorder_for
from unisono.links.bulk import undoing as bulk
from unisono.links.locks import lock
from unisono.links.models import Link
from unisono.records.dependents import with_dependents
from unisono.records.sync_rules import refuse_broken_rules
from unisono.undo.permission import require_kinds, require_undo, seen_by
from unisono.undo.restoring import Restoration, differences, differing
from unisono.undo.reversing import Reversal
from unisono.undo.undoing_related import RelatedUndo


def undo_sets(
    sets: Sequence[ChangeSet],
    skip: bool,
    actor: Actor,
    acts: Sequence[uuid.UUID] = (),
    changes: Sequence[Change] | None = None,
    recorder: Recorder | None = None,
) -> Outcome:
    """Undo change sets together, within a use case; raises what undoing one raises.

    Changes of `acts` do not count as made since. `changes` limits what is undone of the sets to
    what hangs together; `recorder` takes it down as part of something larger.
    """
    if changes is None:
        changes = list(Change.objects.filter(change_set__in=sets).order_by("id"))
    require_undo(sets, changes, actor)
    _lock(changes)
    recorder = recorder or undo_recorder(sets, actor)
    own = Q(change_set__in=sets) | Q(change_set__act__in=acts)
    related = RelatedUndo(changes, own, recorder)
    related.run()
    changes = [change for change in changes if change.kind in KIND_NAMES or change.event == "rule"]
    reversal = Reversal(changes, own, skip, recorder)
    done = reversal.run()
    # What was created by the sets is gone by now, or kept as it is.
    restoration = Restoration(changes, set(reversal.created), actor)
    plans = restoration.plans(skip) if done else []
    if done:
        related.finish()
    found = (*related.conflicts, *reversal.conflicts, *restoration.conflicts)
    conflicts = seen_by(found, actor)
    hidden = len(found) - len(conflicts)
    if found and not skip:
        figures.conflicts.inc()
        raise EditConflict(conflicts, hidden=hidden)
    for plan in plans:
        restoration.apply(plan, recorder)
    refuse_broken_rules(changes)
    notices = [*restoration.notices, *differing(reversal.tied)]
    warnings = differences(notices, actor, _("%(no)s and contact %(contact)s differ now."))
    return Outcome(
        change_set=recorder.finish(),
        warnings=warnings,
        more={"conflicts": [each.shown() for each in conflicts], "hidden": hidden},
    )


def undo_creations(
    change_set: ChangeSet, skip: bool, actor: Actor, acts: Sequence[uuid.UUID] = ()
) -> Outcome:
    """Undo a change set that only created and linked: in sets what nothing hangs on, the rest as
    any other.
    """
    sides = bulk.sides_of(change_set.pk)
    require_kinds(change_set, {key.kind for key in sides}, actor)
    lock(sorted(sides))
    created, recorder = bulk.created_by(change_set.pk), undo_recorder([change_set], actor)
    tangled = bulk.tangled(change_set.pk, created, acts, with_dependents(created))
    bulk.undo_creations(change_set.pk, created - tangled, recorder)
    rows = change_set.changes.order_by("id") if tangled else ()
    changes = [each for each in rows if (each.kind, each.record_id) in tangled]
    return undo_sets([change_set], skip, actor, acts, changes, recorder)


def undo_recorder(sets: Sequence[ChangeSet], actor: Actor) -> Recorder:
    """Return what takes down the undoing of change sets."""
    return recorder_for(
        actor.by_way_of("undo"), "undo", undoes=sets[0].pk if len(sets) == 1 else None
    )


def _lock(changes: Sequence[Change]) -> None:
    """Lock all that an undo may touch, before anything is looked at, so that no edit slips in
    between.
    """
    keys = {Key(change.kind, change.record_id) for change in changes if change.kind in KIND_NAMES}
    for kind in LINKED_KINDS:
        ids = [key.id for key in keys if key.kind == kind]
        contacts = Link.objects.filter(**{f"{kind}_id__in": ids}).values_list(
            "contact_id", flat=True
        )
        keys |= {Key("contact", id_) for id_ in contacts}
    lock(sorted(keys))
