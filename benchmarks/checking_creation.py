"""Makes sure that the product and the raw way leave the same behind when they create a customer
with its contact.
"""

import json
from collections.abc import Callable
from typing import Any

from unisono.history.models import ChangeSet
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.setup.models import NumberSeries
from unisono.setup.series import after

Create = Callable[[dict[str, Any], dict[str, str]], object]
Row = dict[str, Any]
_KINDS = (
    "contact",
    "customer",
)  # the contact's number contains the customer's: it is replaced first


def require_equal(
    product: Create, raw: Create, values: dict[str, Any], searched: dict[str, str]
) -> None:
    """Let both create a customer of the same values; end the measurement where what they leave
    behind differs.
    """
    left = []
    for create in (product, raw):
        create(values, searched)
        left.append(_last_creation())
    if left[0] != left[1]:
        raise SystemExit(
            f"The raw creation does not do what the product does:\n{left[0]}\n{left[1]}"
        )


def _last_creation() -> str:
    """Return all rows of the newest change set as a text, with what must differ (numbers, keys,
    times) named alike.
    """
    newest: Any = ChangeSet.objects.order_by("-id")[:1].get()
    link = Link.objects.filter(change_set=newest).values().get()
    rows = {
        kind: KINDS[kind].model._default_manager.values().get(pk=link[f"{kind}_id"])
        for kind in _KINDS
    }
    keys = {
        "contact_id": link["contact_id"],
        "customer_id": link["customer_id"],
        "change_set_id": newest.id,
    }
    changes = [
        _change(change, keys) for change in newest.changes.order_by("kind", "event").values()
    ]
    found = [
        (newest.user_id, newest.by, newest.via, newest.undoes_id),
        {**link, "id": None, **{name: link[name] == key for name, key in keys.items()}},
        changes,
        {kind: {**row, "id": None} for kind, row in rows.items()},
        [NumberSeries.objects.filter(next_no=after(row["no"], 1)).count() for row in rows.values()],
    ]
    text = json.dumps(found, default=_text, sort_keys=True, ensure_ascii=False).replace(
        newest.at.isoformat(), "NOW"
    )
    for kind, row in rows.items():
        text = text.replace(row["no"], f"{kind} NO").replace(row["no"].lower(), f"{kind} no")
    return text


def _change(change: Row, keys: Row) -> Row:
    """Return a row of history with "is it the right one?" instead of each key."""
    found = {
        **change,
        "id": None,
        "change_set_id": change["change_set_id"] == keys["change_set_id"],
    }
    found["record_id"] = change["record_id"] == keys[f"{change['kind']}_id"]
    if change["detail"]:
        right = {
            "contact_id": "contact_id",
            "record_id": "customer_id",
            "change_set": "change_set_id",
        }
        compared = {name: change["detail"][name] == keys[key] for name, key in right.items()}
        found["detail"] = {**change["detail"], **compared}
    return found


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
