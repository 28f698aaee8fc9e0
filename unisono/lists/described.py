"""What a list is, said once: pages, files, saved views and acts on many rows are made from it,
whether it is of records, of documents, or the log.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from unisono.access.roles import Actor, require_read
from unisono.common.borders import Rows, Stored
from unisono.lists.filters import RESERVED, Column, filtered
from unisono.lists.listing import Page, page
from unisono.lists.similar import matching_or_similar

Cells = Callable[[Stored], Sequence[object]]


@dataclass(frozen=True)
class Described:
    """A list: `name` is by what saved views and chosen columns know it, `right` the kind of record
    by which reading is allowed.

    `columns` are what the actor may filter and sort by; `search` finds rows by words where no index
    does. Of a file, `exported` are the fields, `cell` is one of a row, `worded` are those whose
    values are choices, which have names, and `in_file` are the rows in a file's order, with all
    that its cells need.
    """

    name: str
    right: str
    rows: Callable[[], Rows]
    columns: Callable[[Actor], dict[str, Column]]
    default_sort: str
    exported: Sequence[str]
    cell: Callable[[Stored, str], object]
    in_file: Callable[[Rows], Rows]
    search: Callable[[Rows, str], Rows] | None = None
    worded: frozenset[str] = field(default_factory=frozenset)
    formats: Sequence[str] = ("xlsx", "csv")

    def page(self, query: Mapping[str, str], actor: Actor) -> Page:
        """Return the page that a query asks for; raise NotAllowed, Invalid."""
        require_read(actor, self.right)
        return page(self.rows(), self.columns(actor), query, self.default_sort, self.search)

    def selected(self, query: Mapping[str, str], actor: Actor) -> Rows:
        """Return all rows that a query selects, whatever its order and page; raise NotAllowed,
        Invalid.
        """
        require_read(actor, self.right)
        rows = filtered(self.rows(), self.columns(actor), query, RESERVED)
        text = query.get("q", "").strip()[:200]
        if not text:
            return rows
        return self.search(rows, text) if self.search else matching_or_similar(rows, text)
