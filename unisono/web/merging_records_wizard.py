"""The wizard that merges two customers, or two vendors: both values and the result of each field,
what becomes of their contacts, what else changes [9.4].
"""

from django.http import QueryDict
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.errors import Refused
from unisono.common.kinds import Kind
from unisono.links.alike import called_different
from unisono.links.kinds import KINDS
from unisono.usecases.records.merging_records import (
    CONTACTS,
    MergedRecords,
    preview_merge_records,
)
from unisono.web import formatting, labels, merging_wizard, paths, wizard


def contacts_of(post: QueryDict) -> str:
    """Return what a person wants done with the two contacts, "" where that was not asked."""
    said = str(post.get("contacts", ""))
    return said if said in CONTACTS else ""


def context(
    kind: Kind, no: str, from_no: str, keep: dict[str, str], contacts: str, actor: Actor
) -> Content:
    """Return what the wizard shows, or why the two cannot be merged."""
    found: Content = {
        "kind": kind,
        "no": no,
        "from_no": from_no,
        "url": paths.card_url(kind, no),
        "contacts": contacts,
    }
    try:
        merge, found["contacts"] = _preview(kind, no, from_no, keep, contacts, actor)
        auto = merge
        if len(keep) > 1:
            alone = {"*": keep["*"]}
            auto, _said = _preview(kind, no, from_no, alone, found["contacts"], actor)
    except Refused as refusal:
        if refusal.status == 404:
            raise
        # With the contacts, merging may fail where it does without.
        return {**found, "clash": refusal.message, "asks_contacts": bool(contacts)}
    rows = _rows(kind, merge, keep, auto)
    return {
        **found,
        "asks_contacts": bool(found["contacts"]),
        **merging_wizard.both_sides(kind, merge.into, merge.gone, keep),
        "differing": [row for row in rows if row["differs"]],
        "equal": [row for row in rows if not row["differs"]],
        "effects": wizard.effects_of(merge.elsewhere),
        "moves": [(_("Documents"), merge.documents)] if merge.documents else [],
        "digest": merge.digest,
    }


def _preview(
    kind: Kind, no: str, from_no: str, keep: dict[str, str], contacts: str, actor: Actor
) -> tuple[MergedRecords, str]:
    """Return the preview, and what is done with the contacts: merged, where nobody said."""
    try:
        return preview_merge_records(kind, no, from_no, keep, contacts, actor=actor), contacts
    except Refused as refusal:
        if contacts or refusal.code != "both-linked":
            raise
    wanted = "merge" if actor.may_write("contact") else "keep"
    return preview_merge_records(kind, no, from_no, keep, wanted, actor=actor), wanted


def _rows(
    kind: Kind, merge: MergedRecords, keep: dict[str, str], auto: MergedRecords
) -> list[Content]:
    rows = []
    for name, field in KINDS[kind].fields.items():
        here, there = merge.into.values[name], merge.gone.values[name]
        result = merge.values[name]
        differs = called_different(field, merge.into.values, merge.gone.values)
        side, by_itself = (_side(here, there, each.values[name]) for each in (merge, auto))
        rows.append(
            {
                "name": name,
                "label": labels.field(name),
                "contact": formatting.value(field, here),
                "other": formatting.value(field, there),
                "result": formatting.value(field, result),
                "differs": differs,
                "conflict": differs and bool(here) and bool(there),
                "spelled": wizard.spelled(here, there, result),
                "side": side,
                "auto": by_itself if name in keep else side,
                "blank": "contact" if here == "" else "other" if there == "" else "",
                "both": result not in (here, there),
            }
        )
    return rows


def _side(here: object, there: object, result: object) -> str:
    """Return the side whose value comes out, "" where it is neither's."""
    return "contact" if result == here else "other" if result == there else ""
