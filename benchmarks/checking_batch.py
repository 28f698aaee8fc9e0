"""Makes sure that the product and the raw way leave the same rows behind when they make contacts
and undo it.
"""

import json
import re
from typing import Any

from django.db.models import Count, Max, Min

from benchmarks.state import State
from unisono.contacts.models import Contact
from unisono.history.models import Change, ChangeSet
from unisono.links.models import Link
from unisono.setup.models import NumberSeries

_SAMPLE = 1000
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
Row = dict[str, Any]


class Comparison:
    """Keeps what one way left behind of each act, and ends the measurement where another left
    something else.
    """

    def __init__(self, before: State) -> None:
        self._before = before
        self._left: dict[str, dict[str, str]] = {}

    def take(self, act: str, way: str) -> None:
        """Take down what a way has left behind of an act, the first time that it has done it."""
        left = self._left.setdefault(act, {})
        if way in left:
            return
        left[way] = _left_behind(self._before)
        if len(set(left.values())) > 1:
            lines = zip(*(text.splitlines() for text in left.values()), strict=True)
            differing = next(pair for pair in lines if len(set(pair)) > 1)
            raise SystemExit(
                "\n".join([f"The raw {act} does not do what the product does:", *differing])
            )


def _left_behind(before: State) -> str:
    """Return how many rows of each sort there are, and all those of some contacts; keys, times and
    sets left out.
    """
    changes = Change.objects.filter(pk__gt=before.last["history_change"])
    sets = ChangeSet.objects.filter(pk__gt=before.last["history_changeset"])
    links = Link.objects.filter(pk__gt=before.last["links_link"])
    contacts = Contact.objects.filter(pk__gt=before.last["contacts_contact"])
    found: list[Any] = [
        list(changes.order_by("event", "kind").values_list("event", "kind").annotate(Count("pk"))),
        [links.count(), contacts.count(), contacts.aggregate(Min("no"), Max("no"))],
        list(sets.order_by("via").values_list("via", "user_id", "by").distinct()),
        list(NumberSeries.objects.order_by("code").values_list("code", "next_no")),
        *(_without(row, "id") for row in contacts.order_by("no")[:_SAMPLE].values()),
        *(_link(row) for row in links.order_by("customer_id")[:_SAMPLE].values()),
        *(_change(row) for row in changes.order_by("no", "event", "kind")[: 3 * _SAMPLE].values()),
    ]
    lines = (json.dumps(one, default=_text, sort_keys=True, ensure_ascii=False) for one in found)
    return _MOMENT.sub("NOW", "\n".join(lines))


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _link(row: Row) -> Row:
    """Return a link with the number of its contact."""
    no = Contact.objects.values_list("no", flat=True).get(pk=row["contact_id"])
    return {**_without(row, "id", "contact_id", "change_set_id"), "contact": no}


def _change(row: Row) -> Row:
    """Return a row of history; contacts are known by their numbers alone."""
    keys = (
        ("id", "change_set_id", "record_id")
        if row["kind"] == "contact"
        else ("id", "change_set_id")
    )
    detail = row["detail"] and _without(row["detail"], "contact_id", "change_set")
    return {**_without(row, *keys), "detail": detail}


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
