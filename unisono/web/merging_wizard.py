"""The wizard that merges two contacts: the link wizard with a list of what moves and what clashes
[P3].
"""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content, Stored
from unisono.common.errors import Refused
from unisono.common.kinds import Kind
from unisono.links.alike import called_different
from unisono.links.kinds import KINDS
from unisono.links.values import Record, Row
from unisono.records.planned import Merge
from unisono.usecases.records.merging import preview_merge
from unisono.web import formatting, labels, paths, wizard

_SIDES = {"contact": "into", "other": "from", "newer": "newer"}


def keep_of(post: QueryDict) -> dict[str, str]:
    """Return which sides a person chose, as merging takes it."""
    return {name: _SIDES[side] for name, side in wizard.keep_of(post).items()}


def context(no: str, from_no: str, keep: dict[str, str], actor: Actor) -> Content:
    """Return what the wizard shows: the rows, what else changes, what moves; or why the two cannot
    be merged.
    """
    found = {"kind": "contact", "no": no, "from_no": from_no, "url": paths.card_url("contact", no)}
    try:
        merge = preview_merge(no, from_no, keep, actor=actor)
        auto = preview_merge(no, from_no, {"*": keep["*"]}, actor=actor) if len(keep) > 1 else merge
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return {**found, "clash": refusal.message}
    rows = _rows(merge, keep, auto)
    return {
        **found,
        **both_sides("contact", merge.into, merge.other, keep),
        "differing": [row for row in rows if row["differs"]],
        "equal": [row for row in rows if not row["differs"]],
        "effects": wizard.effects(merge.plan, actor, (merge.into.key, merge.other.key)),
        "moves": moves_shown(merge.moves),
        "digest": merge.plan.digest,
    }


def both_sides(kind: Kind, into: Record, other: Record, keep: dict[str, str]) -> Content:
    """Return what the wizard says of the two that become one, and of what is kept of all fields."""
    return {
        "swapped": paths.card_url(kind, other.no, "merge", into.no),
        "left": into.no,
        "right": other.no,
        "all_equal": _("The two are equal in every field."),
        "into": into,
        "other": other,
        "into_name": into.values["name"],
        "other_name": other.values["name"],
        "all": {side: name for name, side in _SIDES.items()}[keep["*"]],
        "sides": [
            ("contact", _("All from %(no)s") % {"no": into.no}),
            ("other", _("All from %(no)s") % {"no": other.no}),
            ("newer", _("The newer")),
            ("filled", _("Whatever is filled")),
        ],
    }


def merge_choice(
    kind: Kind, row: Stored, text: str, look: Sequence[Stored], found: Sequence[Stored]
) -> Content:
    """Return what the page shows on which the one is chosen that is merged into a record."""
    return {
        "no": row.no,
        "row": row,
        "q": text,
        "candidates": [
            {"row": each.row, "reasons": each.reasons, "url": merge_url(kind, row, each.row)}
            for each in look
        ],
        "found": [{"row": each, "url": merge_url(kind, row, each)} for each in found],
        "url": paths.card_url(kind, row.no),
    }


def merge_url(kind: Kind, into: Stored, other: Stored) -> str:
    """Return the address of the wizard that merges a record into another."""
    return paths.card_url(kind, into.no, "merge", other.no)


def _rows(merge: Merge, keep: dict[str, str], auto: Merge) -> list[Content]:
    fields = KINDS["contact"].fields
    alone = {row.field: row for row in auto.plan.rows}
    rows = []
    for row in merge.plan.rows:
        name, both = row.field, row.by == ""
        side, by_itself = _side(row), _side(alone[name])
        differs = called_different(fields[name], merge.into.values, merge.other.values)
        rows.append(
            {
                "name": name,
                "label": labels.field(name),
                "contact": formatting.value(fields[name], row.contact),
                "other": formatting.value(fields[name], row.other),
                "result": formatting.value(fields[name], row.result),
                "differs": differs,
                "conflict": row.conflict and differs,
                "spelled": wizard.spelled(row.contact, row.other, row.result),
                "side": side,
                "auto": by_itself if name in keep else side,
                "blank": "contact"
                if row.contact in ("", ())
                else "other"
                if row.other in ("", ())
                else "",
                "led": row.led,
                "both": both,
            }
        )
    return rows


def _side(row: Row) -> str:
    """Return the side whose value a row takes, "" where it is neither's alone."""
    return "contact" if row.result == row.contact else "other" if row.result == row.other else ""


def moves_shown(moves: dict[str, int]) -> list[tuple[str, int]]:
    """Return what moves, by name, and how much of it."""
    names = {
        "links": _("Links"),
        "people": _("People"),
        "documents": _("Documents"),
        "interactions": _("Interactions"),
        "alternative_addresses": _("Other addresses"),
    }
    return [(names[name], count) for name, count in moves.items() if count]
