"""Who may undo what, and what they are told of it [10.3]."""

from collections.abc import Collection, Sequence, Set

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator, require_write
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import Conflict
from unisono.common.kinds import KIND_NAMES, LINKED_KINDS, is_contact
from unisono.history.models import Change, ChangeSet
from unisono.undo.related_records import is_related, right_of

ERASURE = "erasure"  # the way of a change set that erased a person [10.2]


class NotUndoable(Conflict):
    """Changes of setup and code lists are changed back by hand; who was erased does not come
    back.
    """

    code = "not-undoable"


def require_kinds(change_set: ChangeSet, kinds: Set[str], actor: Actor) -> None:
    """Raise NotAllowed as `require_undo` does, without looking at every change."""
    if change_set.user_id != actor.user_id:
        require_administrator(actor)
    for kind in (kinds & set(LINKED_KINDS)) or kinds:
        require_write(actor, kind)


def require_undo(sets: Sequence[ChangeSet], changes: Sequence[Change], actor: Actor) -> None:
    """Raise NotAllowed for what others did, or kinds that the actor may not change; NotUndoable for
    setup.
    """
    if any(each.via == ERASURE for each in sets):
        raise NotUndoable(_("A person that was erased does not come back."))
    if any(change.event == "setup" for change in changes):
        raise NotUndoable(
            _("Changes of setup and of code lists cannot be undone; change them back.")
        )
    if any(each.user_id != actor.user_id for each in sets) or any(
        change.event == "rule" for change in changes
    ):
        require_administrator(actor)
    for right in (
        {right_of(change.kind) for change in changes if is_related(change.kind)}
        if _of_related(sets)
        else ()
    ):
        require_write(actor, right)
    for each in sets:
        for kind in _began_at(
            each, [change for change in changes if change.change_set_id == each.pk]
        ):
            require_write(actor, kind)


def _of_related(sets: Sequence[ChangeSet]) -> bool:
    """Tell whether change sets began with documents, and not with a link or record that documents
    followed.
    """
    return any(each.via == "document" or each.undoes is not None for each in sets)


def _began_at(change_set: ChangeSet, changes: Sequence[Change]) -> set[str]:
    """Return the kinds of record that one had to be allowed to write for this change set to come
    about.
    """
    if any(
        change.event == "deleted" and is_contact(change.kind) for change in changes
    ) and change_set.via in (
        "contact",
        "merge",
    ):
        return {"contact"}
    roles: set[str] = set(LINKED_KINDS)
    if roles := roles & {
        change.detail["role"] for change in changes if change.detail and "role" in change.detail
    }:
        return roles
    if change_set.via in KIND_NAMES:
        return {change_set.via}
    if change_set.undoes is not None:
        return _began_at(change_set.undoes, list(change_set.undoes.changes.all()))
    kinds: set[str] = {change.kind for change in changes if change.kind in KIND_NAMES}
    return kinds - {"contact"} or kinds


def seen_by(conflicts: Collection[FieldConflict], actor: Actor) -> list[FieldConflict]:
    """Return those that stand on records which the actor may see [10.3]."""
    return [each for each in conflicts if actor.may_read(right_of(each.kind))]
