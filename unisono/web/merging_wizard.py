"""The wizard that merges two contacts: the link wizard with a list of what moves and what clashes
[P3].
"""

from django.http import QueryDict
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.errors import Refused
from unisono.links.kinds import KINDS
from unisono.links.values import Row
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
        "swapped": paths.card_url("contact", from_no, "merge", no),
        "left": merge.into.no,
        "right": merge.other.no,
        "all_equal": _("The two are equal in every field."),
        "into": merge.into,
        "other": merge.other,
        "into_name": merge.into.values["name"],
        "other_name": merge.other.values["name"],
        "differing": [row for row in rows if row["differs"]],
        "equal": [row for row in rows if not row["differs"]],
        "all": {side: name for name, side in _SIDES.items()}[keep["*"]],
        "sides": [
            ("contact", _("All from %(no)s") % {"no": merge.into.no}),
            ("other", _("All from %(no)s") % {"no": merge.other.no}),
            ("newer", _("The newer")),
            ("filled", _("Whatever is filled")),
        ],
        "effects": wizard.effects(merge.plan, actor, (merge.into.key, merge.other.key)),
        "moves": moves_shown(merge.moves),
        "digest": merge.plan.digest,
    }


def _rows(merge: Merge, keep: dict[str, str], auto: Merge) -> list[Content]:
    fields = KINDS["contact"].fields
    alone = {row.field: row for row in auto.plan.rows}
    rows = []
    for row in merge.plan.rows:
        name, both = row.field, row.by == ""
        side, by_itself = _side(row), _side(alone[name])
        rows.append(
            {
                "name": name,
                "label": labels.field(name),
                "contact": formatting.value(fields[name], row.contact),
                "other": formatting.value(fields[name], row.other),
                "result": formatting.value(fields[name], row.result),
                "differs": row.differs,
                "conflict": row.conflict,
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
