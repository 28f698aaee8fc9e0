"""Stale versions: what somebody saw is compared with what is there now [3.5]."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from unisono.common import figures
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import (
    EditConflict,
    PreconditionFailed,
)
from unisono.history.queries import base_of
from unisono.links.reconciling import reconcile
from unisono.links.values import Record, Value


def require_version(record: Record, expected: int | None) -> None:
    """Raise PreconditionFailed unless the expected version, if one was sent, is the present one."""
    if expected is not None and expected != record.version:
        raise PreconditionFailed(
            _("The record has version %(version)s by now.") % {"version": record.version}
        )


def refuse_stale(
    record: Record, present: Mapping[str, Value], values: Mapping[str, Value], expected: int | None
) -> None:
    """Raise EditConflict where fields sent were changed since the expected version (semantics.md,
    11).

    Sending today's value is no conflict. Raises PreconditionFailed for a version above the present
    one.
    """
    if expected is None or expected == record.version:
        return
    if expected > record.version:
        raise PreconditionFailed(_("There is no version %(version)s yet.") % {"version": expected})
    base = base_of(record.key, expected, values)
    found = reconcile(base=base, theirs=values, ours=present, meant=values)
    conflicts = [
        FieldConflict(name, base[name], present.get(name, ""), values[name])
        for name in found.conflicts
    ]
    if conflicts:
        figures.conflicts.inc()
        raise EditConflict(conflicts, record.version)
