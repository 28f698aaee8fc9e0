"""A group of contacts that may be one party, side by side: who is merged, into whom, and whose
value is kept of each field [9.4].
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.http import QueryDict

from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.borders import Content, Stored
from unisono.common.errors import Refused
from unisono.common.kinds import LINKED_KINDS
from unisono.contacts.models import Contact
from unisono.links.alike import called_different
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.values import Value
from unisono.matching.texts import reasons_of
from unisono.usecases.matching.duplicates import GroupShown
from unisono.usecases.records.merging_several import MOST, MergedSeveral, preview_several
from unisono.web import formatting, labels, merging_wizard, wizard

# Notes and sets of codes come together, and the rest is no value that one chooses between.
_FIELDS = tuple(
    name
    for name, each in KINDS["contact"].fields.items()
    if each.kind != "codes" and name not in ("note", "company_no", "privacy_blocked")
)


class Asked(NamedTuple):
    """What a person asked for: into whom, who is ticked, from whom single fields come, and whether
    customers and vendors become one, too.
    """

    into: str
    numbers: list[str]
    keep: dict[str, str]
    with_records: bool


def asked(post: QueryDict, members: Sequence[Contact], actor: Actor) -> Asked:
    """Return what a form asks for: in the beginning all, into the one with most links, or else the
    eldest.
    """
    known = [each.no for each in members]
    if "into" not in post:
        into = _best(members, actor).no
        ticked = {into, *[no for no in known if no != into][:MOST]}
        return Asked(into, [no for no in known if no in ticked], {}, False)
    into = post["into"] if post["into"] in known else known[0]
    numbers = [no for no in known if no == into or no in post.getlist("no")]
    keep = {}
    for name in _FIELDS:
        chosen, by_itself = post.get(f"value.{name}"), post.get(f"auto.{name}")
        if chosen in numbers and chosen != by_itself:
            keep[name] = str(chosen)
    return Asked(into, numbers, keep, bool(post.get("with_records")))


def _best(members: Sequence[Contact], actor: Actor) -> Contact:
    """Return the contact with most links that the actor may see, or else the eldest."""
    links = Link.objects.filter(
        contact_id__in=[each.pk for each in members],
        role__in=[kind for kind in LINKED_KINDS if actor.may_read(kind)],
    )
    count = Counter(links.values_list("contact_id", flat=True))
    return max(members, key=lambda each: (count[each.pk], -each.pk))


def context(shown: GroupShown, wanted: Asked, actor: Actor) -> Content:
    """Return what the page shows; with `clash` where those that are ticked cannot be merged."""
    others = [no for no in wanted.numbers if no != wanted.into]
    found: Content = {
        "key": shown.row.pk,
        "score": shown.row.score,
        "weakest": shown.weakest,
        "reasons": reasons_of(shown.fields),
        "may_write": actor.may_write("contact"),
        "with_records": wanted.with_records,
        "asks_records": wanted.with_records,
        "count": len(wanted.numbers),
    }
    preview = auto = None
    if others and found["may_write"]:
        try:
            records = wanted.with_records
            preview = preview_several(wanted.into, others, wanted.keep, records, actor=actor)
            auto = (
                preview_several(wanted.into, others, None, records, actor=actor)
                if wanted.keep
                else preview
            )
        except Refused as refusal:
            found["clash"] = refusal.message
            found["asks_records"] = refusal.code == "both-linked"
    into, members = _columns(shown, wanted)
    found["more"] = len(shown.members) - len(members)
    values = {each.no: _values(each) for each in members}
    found["members"] = [
        {
            "row": each,
            "is_ticked": each.no in wanted.numbers,
            "is_into": each.no == wanted.into,
            "may_belong": each is not into and into.type == "company",
            "is_person": each.type == "person",
        }
        for each in members
    ]
    found["rows"] = _rows(values, wanted, preview, auto)
    if preview:
        found |= {
            "digest": preview.digest,
            "effects": wizard.effects_of(preview.elsewhere),
            "records": preview.records,
            "moves": merging_wizard.moves_shown(preview.moves),
        }
    return found


def _columns(shown: GroupShown, wanted: Asked) -> tuple[Stored, list[Stored]]:
    """Return the contact that stays, and those that are shown: of hundreds, as many as can be
    merged at a time, those that are ticked before others.
    """
    into = next(each for each in shown.members if each.no == wanted.into)
    others = [each for each in shown.members if each is not into]
    others.sort(key=lambda each: each.no not in wanted.numbers)
    return into, sorted([into, *others[:MOST]], key=lambda each: each.pk)


def _values(row: Contact) -> dict[str, Any]:
    fields = KINDS["contact"].fields
    return {name: value_of(row, fields[name]) for name in _FIELDS}


def _rows(
    values: Mapping[str, Mapping[str, Value]],
    wanted: Asked,
    preview: MergedSeveral | None,
    auto: MergedSeveral | None,
) -> list[Content]:
    """Return the fields in which those of the group differ."""
    fields, rows = KINDS["contact"].fields, []
    for name in _FIELDS:
        first, *others = values.values()
        if not any(called_different(fields[name], first, each) for each in others):
            continue
        kept = _whose(name, values, wanted, preview)
        rows.append(
            {
                "name": name,
                "label": labels.field(name),
                "cells": [
                    {
                        "no": no,
                        "text": formatting.value(fields[name], each[name]),
                        "is_ticked": no in wanted.numbers,
                        "is_kept": no == kept,
                    }
                    for no, each in values.items()
                ],
                "auto": _whose(name, values, wanted, auto),
                "result": formatting.value(fields[name], preview.values[name]) if preview else "",
            }
        )
    return rows


def _whose(
    name: str,
    values: Mapping[str, Mapping[str, Value]],
    wanted: Asked,
    preview: MergedSeveral | None,
) -> str:
    """Return the number of the contact whose value is kept, "" where it is nobody's alone."""
    if preview is None:
        return ""
    order = [wanted.keep.get(name, wanted.into), wanted.into, *wanted.numbers]
    return next((no for no in order if values[no][name] == preview.values[name]), "")
