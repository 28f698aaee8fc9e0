"""The link wizard's second and third step: both values and the result of each field, and what else
changes [P3].
"""

from collections.abc import Collection

from django.http import QueryDict

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.kinds import Key, Kind
from unisono.documents.queries import waiting_quotes
from unisono.links.alike import called_different
from unisono.links.kinds import KINDS
from unisono.links.values import Plan, Row
from unisono.records.planned import (
    SIDES,
    Elsewhere,
    PlannedLink,
    fields_that_lock,
    visible_writes,
)
from unisono.web import document_names, formatting, labels


def keep_of(post: QueryDict) -> dict[str, str]:
    """Return which sides a person chose: one for all, and the fields where they chose something
    else than that gives.

    The form says which side each field would have taken by itself; only what differs from that is a
    choice by name, and only a choice by name lets a blank win [2.1]. *All left* and the like begin
    anew; *whatever is filled* takes back the choices by which a blank would win.
    """
    reset = post.get("reset", "")
    all_ = post.get("all", post.get("keep", "contact")) if reset in ("", "filled") else reset
    keep = {"*": all_ if all_ in SIDES else "contact"}
    for name, side in post.items():
        field = name.removeprefix("side.")
        if field == name or reset not in ("", "filled"):
            continue
        auto, blank = post.get(f"auto.{field}"), post.get(f"blank.{field}")
        if (
            side in ("contact", "other")
            and side != auto
            and not (reset == "filled" and side == blank)
        ):
            keep[field] = side
    return keep


def rows_of(planned: PlannedLink, keep: dict[str, str], auto: PlannedLink) -> list[Content]:
    """Return the rows of the wizard, those that differ first; `auto` is the link without choices by
    name.
    """
    kind = planned.record.key.kind
    by_itself = {row.field: row for row in auto.plan.rows}
    rows = []
    for row in planned.plan.rows:
        name = row.field
        field = KINDS[kind].fields[name]
        alone = by_itself[name]
        differs = called_different(field, planned.contact.values, planned.record.values)
        rows.append(
            {
                "name": name,
                "label": labels.field(name),
                "contact": formatting.value(field, row.contact),
                "other": formatting.value(field, row.other),
                "result": formatting.value(field, row.result),
                "keeps_own": row.result is None,
                "differs": differs,
                "conflict": row.conflict and differs,
                "spelled": spelled(row.contact, row.other, row.result),
                "side": _side(row),
                # What follows a choice by name, such as the search name, is no choice itself.
                "auto": _side(alone) if name in keep else _side(row),
                "blank": "contact" if row.contact == "" else "other" if row.other == "" else "",
                "led": row.led,
                "is_chosen": name in keep,
            }
        )
    return rows


def spelled(here: object, there: object, result: object) -> str:
    """Return how the side that does not win spells what nobody calls different, "" where both are
    equal to the sign.
    """
    return "" if here == there else str(there if result in (here, None) else here)


def _side(row: Row) -> str:
    """Return the side whose value a row takes, "" where both keep their own."""
    if row.result is None:
        return ""
    return (
        "contact" if row.result == row.contact else "other" if row.result == row.other else row.by
    )


def effects(plan: Plan, actor: Actor, besides: Collection[Key] = ()) -> list[Content]:
    """Return what a plan changes on records other than those, as far as the actor may see it."""
    return effects_of(
        {
            write.record.key: (write.record.no, fields)
            for write, fields in visible_writes(plan, actor)
            if write.record.key not in besides
        }
    )


def effects_of(elsewhere: Elsewhere) -> list[Content]:
    """Return what changes on records, as pages show it."""
    return [
        {
            "kind": key.kind,
            "no": no,
            "lines": formatting.changes(
                key.kind, ((name, old, new) for name, (old, new) in fields.items() if old != new)
            ),
        }
        for key, (no, fields) in elsewhere.items()
    ]


def quotes(contact_id: int, kind: Kind, actor: Actor) -> list[tuple[str, str]]:
    """Return (number, address) of the open quotes that get the record [2.8], as far as the actor
    may see them.
    """
    found = waiting_quotes(contact_id, kind)
    return [
        (q.no, document_names.document_url(q.type, q.no))
        for q in found
        if actor.may_read(q.info.right)
    ]


def locks(planned: PlannedLink) -> dict[str, list[str]]:
    """Return what the link will lock on the contact and on the record, by the names of the
    fields.
    """
    return {
        side: [labels.field(name) for name in names]
        for side, names in fields_that_lock(planned).items()
        if names
    }
