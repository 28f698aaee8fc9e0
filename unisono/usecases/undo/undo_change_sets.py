"""Undoing a change set or a whole act [3.7]."""

import uuid

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.errors import NotFound
from unisono.common.outcome import Outcome
from unisono.history.models import ChangeSet
from unisono.links.bulk import undoing as bulk
from unisono.undo.undo_change_sets import undo_creations, undo_sets
from unisono.usecases.transaction import writing

_FEW = 200  # changes of a creation that are undone one by one


@writing
def undo_change_set(id_: int, skip_conflicts: bool = False, *, actor: Actor) -> Outcome:
    """Undo one change set; raises EditConflict, with nothing done, where something changed since,
    unless told to skip.

    The outcome's change set is None where there was nothing to undo any more. Raises InUse where
    something depends on what would go, or number and place are taken by now.
    """
    sets = list(ChangeSet.objects.filter(pk=id_))
    if not sets:
        raise NotFound(_("There is no change set %(id)s.") % {"id": id_})
    if sets[0].changes.count() > _FEW and bulk.is_creation(id_):
        return undo_creations(sets[0], skip_conflicts, actor)
    return undo_sets(sets, skip_conflicts, actor)


@writing
def undo_act(act: str, skip_conflicts: bool = False, *, actor: Actor) -> Outcome:
    """Undo all change sets of an act (a batch, an import) as one; raises what undoing a change set
    raises.
    """
    try:
        sets = list(ChangeSet.objects.filter(act=uuid.UUID(act)).order_by("id"))
    except ValueError:
        sets = []
    if not sets:
        raise NotFound(_("There is no act %(id)s.") % {"id": act})
    return undo_sets(sets, skip_conflicts, actor)
