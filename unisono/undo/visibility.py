"""What of the history a person may see [10.3]."""

from unisono.access.roles import Actor
from unisono.common.kinds import KIND_NAMES
from unisono.history.models import Change, ChangeSet
from unisono.undo.related_records import RELATED, is_related, right_of

OTHER = "other"  # what stands for a kind of record that the reader has no right to


def is_visible(change: Change, actor: Actor) -> bool:
    """Tell whether a change is of a record, or of a link to one, that the actor may see."""
    if is_related(change.kind):
        return actor.may_read(right_of(change.kind))
    if change.kind not in KIND_NAMES:
        return actor.is_administrator
    kind = (change.detail or {}).get("role")
    return actor.may_read(change.kind) and (kind is None or actor.may_read(kind))


def hidden_kinds(actor: Actor) -> list[str]:
    """Return the kinds of which the actor may see no change."""
    kinds = [kind for kind in KIND_NAMES if not actor.may_read(kind)]
    return kinds + [kind for kind in RELATED if not actor.may_read(right_of(kind))]


def via_seen(change_set: ChangeSet, actor: Actor) -> str:
    """Return by which way a change set was made."""
    hidden = change_set.via in KIND_NAMES and not actor.may_read(change_set.via)
    return OTHER if hidden else change_set.via


def source_seen(change_set: ChangeSet, actor: Actor) -> str:
    """Return which device, connection or file a change set came from."""
    return "" if via_seen(change_set, actor) == OTHER else change_set.source


def cause_seen(cause: str, actor: Actor) -> str:
    """Return the cause of a change, without a record that the actor may not see."""
    kind = cause.partition(":")[0]
    return OTHER if kind in KIND_NAMES and not actor.may_read(kind) else cause
