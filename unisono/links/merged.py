"""Numbers of records that were merged into others [9.2] [9.4]."""

from unisono.common.kinds import Kind
from unisono.common.text import key_of
from unisono.contacts.models import MergedRecord
from unisono.links.kinds import KINDS


def merged_into(no: str, kind: Kind = "contact") -> str:
    """Return the number of the record that one of this number was merged into, "" where there is
    none [9.2].
    """
    rows = KINDS[kind].model._default_manager.all()
    of_kind = MergedRecord.objects.filter(kind=kind).order_by("-pk")
    merged = of_kind.filter(no_key=key_of(no)).first()
    seen: set[int] = set()
    while merged is not None and merged.merged_id not in seen:
        seen.add(merged.merged_id)
        if rows.filter(pk=merged.merged_id).exists():
            return ""  # the merge was undone
        if left := rows.filter(pk=merged.into_id).values_list("no", flat=True).first():
            return str(left)
        merged = of_kind.filter(merged_id=merged.into_id).first()
    return ""
