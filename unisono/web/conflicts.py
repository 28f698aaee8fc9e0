"""Two people changed the same field: what was there, what is there now, what was typed [3.5]
[P4].
"""

import json

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from unisono.common.borders import Content, Stored
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import EditConflict
from unisono.common.kinds import Key, Kind
from unisono.history.models import Change
from unisono.history.queries import last_changes
from unisono.web import facts, formatting, labels, paths
from unisono.web.inputs import sent_values
from unisono.web.parts import is_part


def conflict_page(
    request: HttpRequest, kind: Kind, row: Stored, values: Content, conflict: EditConflict
) -> HttpResponse:
    """Return the three values of each field that was changed meanwhile, and what of the edit fits
    anyway.
    """
    latest = last_changes([Key(kind, row.pk)])
    rows = [_row(kind, each, latest.get(each.field)) for each in conflict.conflicts]
    unlike = {each["name"] for each in rows}
    others = [
        (labels.field(name), formatting.value(facts.field_of(kind, name), value) or "—")
        for name, value in values.items()
        if name not in unlike
    ]
    context = {
        "kind": kind,
        "row": row,
        "rows": rows,
        "others": others,
        "values": json.dumps(values),
        "version": conflict.version or row.version,
        "url": paths.card_url(kind, row.no),
    }
    if is_part(request):
        response = render(request, "parts/conflict.html", context, status=409)
        response["HX-Retarget"], response["HX-Reswap"] = "#card", "outerHTML"
        return response
    return render(request, "conflict.html", context, status=409)


def _row(kind: Kind, conflict: FieldConflict, change: Change | None) -> Content:
    field = facts.field_of(kind, conflict.field)
    texts = {
        side: formatting.value(field, getattr(conflict, side))
        for side in ("base", "current", "yours")
    }
    return {
        "name": conflict.field,
        "label": labels.field(conflict.field),
        "change": change,
        **texts,
    }


def resolved(post: QueryDict) -> Content:
    """Return the edit as the person decided it: without the fields whose present value stays."""
    values = sent_values(post, "values")
    return {name: value for name, value in values.items() if post.get(f"keep.{name}") != "current"}
