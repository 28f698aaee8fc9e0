"""Undoing a change set or a whole act [3.7]; `semantics.md`, 12."""

import uuid
from collections.abc import Sequence, Set
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator, require_write
from unisono.common.errors import Conflict, EditConflict, NotFound
from unisono.common.kinds import KINDS as KIND_NAMES
from unisono.common.kinds import ROLES, Key, is_contact
from unisono.history.models import Change, ChangeSet
from unisono.history.recording import Recorder
from unisono.links import network as networks
from unisono.links.bulk import undoing as bulk
from unisono.links.models import Link
from unisono.usecases.hanging import hanging_on
from unisono.usecases.outcome import Outcome
from unisono.usecases.papers import is_paper, right_of
from unisono.usecases.restoring import Restoration, differences, differing
from unisono.usecases.reversing import Reversal
from unisono.usecases.rules import refuse_untied
from unisono.usecases.transaction import recorder_for, writing
from unisono.usecases.undoing_papers import PapersUndone

_FEW = 200  # changes of a creation that are undone one by one


class NotUndoable(Conflict):
    """Changes of setup and code lists are changed back by hand."""

    code = "not-undoable"


@writing
def undo_change_set(id_: int, skip_conflicts: bool = False, *, actor: Actor) -> Outcome:
    """Undo one change set; raises EditConflict, with nothing done, where something changed since, unless told to skip.

    The outcome's change set is None where there was nothing to undo any more. Raises InUse where something depends on
    what would go, or number and place are taken by now.
    """
    sets = list(ChangeSet.objects.filter(pk=id_))
    if not sets:
        raise NotFound(_("There is no change set %(id)s.") % {"id": id_})
    if sets[0].changes.count() > _FEW and bulk.is_creation(id_):
        return undo_creations(sets[0], skip_conflicts, actor)
    return undo_sets(sets, skip_conflicts, actor)


@writing
def undo_act(act: str, skip_conflicts: bool = False, *, actor: Actor) -> Outcome:
    """Undo all change sets of an act (a batch, an import) as one; raises what undoing a change set raises."""
    try:
        sets = list(ChangeSet.objects.filter(act=uuid.UUID(act)).order_by("id"))
    except ValueError:
        sets = []
    if not sets:
        raise NotFound(_("There is no act %(id)s.") % {"id": act})
    return undo_sets(sets, skip_conflicts, actor)


def undo_sets(
    sets: Sequence[ChangeSet],
    skip: bool,
    actor: Actor,
    acts: Sequence[uuid.UUID] = (),
    changes: Sequence[Change] | None = None,
    recorder: Recorder | None = None,
) -> Outcome:
    """Undo change sets together, within a use case; raises what undoing one raises.

    Changes of `acts` do not count as made since. `changes` limits what is undone of the sets to what hangs together;
    `recorder` takes it down as part of something larger.
    """
    if changes is None:
        changes = list(Change.objects.filter(change_set__in=sets).order_by("id"))
    require_undo(sets, changes, actor)
    _lock(changes)
    recorder = recorder or undo_recorder(sets, actor)
    own = Q(change_set__in=sets) | Q(change_set__act__in=acts)
    papers = PapersUndone(changes, own, recorder)
    papers.run()
    changes = [change for change in changes if change.kind in KIND_NAMES or change.event == "rule"]
    reversal = Reversal(changes, own, skip, recorder)
    done = reversal.run()
    # What was created by the sets is gone by now, or kept as it is.
    restoration = Restoration(changes, set(reversal.created), actor)
    plans = restoration.plans(skip) if done else []
    if done:
        papers.finish()
    found = (*papers.conflicts, *reversal.conflicts, *restoration.conflicts)
    conflicts = [_for_actor(conflict, actor) for conflict in found]
    if conflicts and not skip:
        raise EditConflict(conflicts)
    for plan in plans:
        restoration.apply(plan, recorder)
    refuse_untied(changes)
    notices = [*restoration.notices, *differing(reversal.tied)]
    warnings = differences(notices, actor, _("%(no)s and contact %(contact)s differ now."))
    return Outcome(change_set=recorder.finish(), warnings=warnings, more={"conflicts": conflicts})


def undo_creations(change_set: ChangeSet, skip: bool, actor: Actor, acts: Sequence[uuid.UUID] = ()) -> Outcome:
    """Undo a change set that only created and linked: in sets what nothing hangs on, the rest as any other."""
    sides = bulk.sides_of(change_set.pk)
    _require_kinds(change_set, {key.kind for key in sides}, actor)
    networks.lock(sorted(sides))
    created, recorder = bulk.created_by(change_set.pk), undo_recorder([change_set], actor)
    tangled = bulk.tangled(change_set.pk, created, acts, hanging_on(created))
    bulk.undo_creations(change_set.pk, created - tangled, recorder)
    rows = change_set.changes.order_by("id") if tangled else ()
    changes = [each for each in rows if (each.kind, each.record_id) in tangled]
    return undo_sets([change_set], skip, actor, acts, changes, recorder)


def _require_kinds(change_set: ChangeSet, kinds: Set[str], actor: Actor) -> None:
    """Raise NotAllowed as `require_undo` does, without looking at every change."""
    if change_set.user_id != actor.user_id:
        require_administrator(actor)
    for kind in (kinds & set(ROLES)) or kinds:
        require_write(actor, kind)


def undo_recorder(sets: Sequence[ChangeSet], actor: Actor) -> Recorder:
    """Return what takes down the undoing of change sets."""
    return recorder_for(actor.by_way_of("undo"), "undo", undoes=sets[0].pk if len(sets) == 1 else None)


def require_undo(sets: Sequence[ChangeSet], changes: Sequence[Change], actor: Actor) -> None:
    """Raise NotAllowed for what others did, or kinds that the actor may not change; NotUndoable for setup."""
    if any(change.event == "setup" for change in changes):
        raise NotUndoable(_("Changes of setup and of code lists cannot be undone; change them back."))
    if any(each.user_id != actor.user_id for each in sets) or any(change.event == "rule" for change in changes):
        require_administrator(actor)
    for right in {right_of(change.kind) for change in changes if is_paper(change.kind)} if _of_papers(sets) else ():
        require_write(actor, right)
    for each in sets:
        for kind in _began_at(each, [change for change in changes if change.change_set_id == each.pk]):
            require_write(actor, kind)


def _of_papers(sets: Sequence[ChangeSet]) -> bool:
    """Tell whether change sets began with documents, and not with a link or record that documents followed."""
    return any(each.via == "document" or each.undoes is not None for each in sets)


def _began_at(change_set: ChangeSet, changes: Sequence[Change]) -> set[str]:
    """Return the kinds of record that one had to be allowed to write for this change set to come about."""
    if any(change.event == "deleted" and is_contact(change.kind) for change in changes) and change_set.via in (
        "contact",
        "merge",
    ):
        return {"contact"}
    roles: set[str] = set(ROLES)
    if roles := roles & {change.detail["role"] for change in changes if change.detail and "role" in change.detail}:
        return roles
    if change_set.via in KIND_NAMES:
        return {change_set.via}
    if change_set.undoes is not None:
        return _began_at(change_set.undoes, list(change_set.undoes.changes.all()))
    kinds: set[str] = {change.kind for change in changes if change.kind in KIND_NAMES}
    return kinds - {"contact"} or kinds


def _lock(changes: Sequence[Change]) -> None:
    """Lock all that an undo may touch, before anything is looked at, so that no edit slips in between."""
    keys = {Key(change.kind, change.record_id) for change in changes if change.kind in KIND_NAMES}
    for role in ROLES:
        ids = [key.id for key in keys if key.kind == role]
        contacts = Link.objects.filter(**{f"{role}_id__in": ids}).values_list("contact_id", flat=True)
        keys |= {Key("contact", id_) for id_ in contacts}
    networks.lock(sorted(keys))


def _for_actor(conflict: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Hide what stands on a record that the actor may not see."""
    if actor.may_read(right_of(conflict["kind"])):
        return conflict
    return {"field": conflict["field"], "base": None, "current": None, "yours": None}
