"""A book told by numbers instead of keys, to compare what two ways of doing the same leave
behind.
"""

import json

from unisono.cards.models import value_of
from unisono.history.models import Change
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.setup.models import NumberSeries

_TIMES = ("linked_at", "created_at", "change_set")


def told(since=0):
    """Records, links, number series, and the history after a change, without keys and times."""
    numbers = {
        (kind, pk): no
        for kind, pk, no in Change.objects.values_list("kind", "record_id", "no").order_by("id")
    }
    for kind, info in KINDS.items():
        numbers.update({(kind, row.pk): row.no for row in info.model.objects.all()})
    return {
        "records": {
            (kind, row.no): _row(kind, row, numbers)
            for kind in KINDS
            for row in KINDS[kind].model.objects.all()
        },
        "links": sorted(_link(link, numbers) for link in Link.objects.all()),
        "series": sorted(NumberSeries.objects.values_list("code", "next_no")),
        "history": sorted(
            (
                each.event,
                each.kind,
                each.no,
                each.version_after,
                _text(each.values),
                _text(_named(each.detail, numbers)),
            )
            for each in Change.objects.filter(pk__gt=since)
        ),
    }


def _row(kind, row, numbers):
    values = {name: value_of(row, field) for name, field in KINDS[kind].fields.items()}
    company = numbers.get(("contact", getattr(row, "company_id", None)))
    people = getattr(row, "people_text", "")
    hidden = (row.no_key, row.search_text, row.sort_key, row.match_keys, people)
    return values, company, getattr(row, "type", None), row.version, hidden


def _link(link, numbers):
    contact, primary = (
        numbers.get(("contact", id_), "") for id_ in (link.contact_id, link.primary_contact_id)
    )
    record = numbers[link.role, link.record_id]
    return (
        contact,
        link.role,
        record,
        link.slot,
        link.state,
        link.business_relation_id,
        primary,
        link.origin,
    )


def _named(detail, numbers):
    """What is remembered beside values, with numbers for keys."""
    if not detail:
        return detail
    named = {name: value for name, value in detail.items() if name not in _TIMES}
    for name, kind in (
        ("contact_id", "contact"),
        ("record_id", detail.get("role")),
        ("primary_contact_id", "contact"),
    ):
        if name in named:
            named[name] = numbers.get((kind, named[name]))
    if "columns" in named:
        named["columns"] = {
            k: numbers.get(("contact", v)) if k == "company_id" else v
            for k, v in named["columns"].items()
        }
    return named


def _text(content):
    return json.dumps(content, sort_keys=True, default=str)
