"""The records that a list's filter selects."""

from collections.abc import Mapping

from unisono.access.roles import Actor
from unisono.common.borders import Rows
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.links.kinds import KINDS
from unisono.lists.filters import filtered
from unisono.lists.record_columns import columns_of
from unisono.lists.search import matching


def selected(kind: Kind, texts: Mapping[str, str], actor: Actor) -> Rows:
    """Return the records that a filter selects, as the list of the kind would; raise Invalid."""
    visible = [linked for linked in LINKED_KINDS if actor.may_read(linked)]
    rows = KINDS[kind].model._default_manager.order_by()
    words = {name: text for name, text in texts.items() if name != "q"}
    rows = filtered(rows, columns_of(kind, visible), words, other=("zone",))
    return matching(rows, texts["q"][:200]) if "q" in texts else rows
