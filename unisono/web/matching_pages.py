"""Pages of what comparisons found: pairs of contacts, suggested links, the likeliest first."""

from collections.abc import Mapping

from unisono.common.borders import Rows
from unisono.lists.filters import Column
from unisono.lists.listing import Page, page

_ORDER = {"score": Column("score", "number"), "id": Column("pk", "number")}


def found_page(rows: Rows, query: Mapping[str, str]) -> Page:
    """Return the page of findings that an address asks for by `cursor`; raise Invalid for a cursor
    of another list.
    """
    return page(rows, _ORDER, {"cursor": query.get("cursor", "")}, "-score,id")
