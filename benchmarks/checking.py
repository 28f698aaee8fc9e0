"""Makes sure that the product's edit and the raw one do the same, and counts statements."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from unisono.history.models import ChangeSet
from unisono.links.kinds import KINDS

Edit = Callable[[str, str], object]
_OF_THE_TRANSACTION = ("BEGIN", "COMMIT")
_BEFORE = "+34 911 111 111"


def require_equal(product: Edit, raw: Edit, no: str, phone_no: str) -> None:
    """Let both make the same change of one party; end the measurement where what they leave behind
    differs.
    """
    left = []
    for edit in (product, raw):
        product(no, _BEFORE)
        edit(no, phone_no)
        left.append(_last_edit())
    if left[0] != left[1]:
        raise SystemExit(f"The raw edit does not do what the product does:\n{left[0]}\n{left[1]}")


def count_statements(act: Callable[[], object]) -> int:
    """Return how many statements an act takes besides those that begin and end its transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(
        not query["sql"].startswith(_OF_THE_TRANSACTION) for query in captured.captured_queries
    )


def _last_edit() -> list[Any]:
    """Return the newest change set, its changes, and the rows that they are about."""
    newest = ChangeSet.objects.order_by("-id")[:1].get()
    found: list[Any] = [(newest.user_id, newest.by, newest.via, newest.undoes_id)]
    for change in newest.changes.order_by("kind"):
        row: Any = KINDS[change.kind].model._default_manager.values().get(pk=change.record_id)
        found.append((change.event, change.kind, change.no, change.values, change.detail))
        found.append(
            (change.version_after - row.pop("version"), row.pop("modified_at") - newest.at, row)
        )
    return found
