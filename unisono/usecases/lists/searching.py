"""One search over everything that a person may see, best first."""

from dataclasses import dataclass

from unisono.access.roles import Actor
from unisono.common.borders import Rows, Stored
from unisono.common.kinds import Kind
from unisono.common.text import folded, key_of
from unisono.documents.models import Document
from unisono.documents.queries import search_documents
from unisono.documents.types import TYPES
from unisono.links.kinds import KINDS
from unisono.lists import search as searching
from unisono.lists.listing import COUNTED
from unisono.lists.search_words import starts


@dataclass(frozen=True)
class FoundDocument:
    """A document that was found, with what a hit shows of a record."""

    no: str
    no_key: str
    name: str
    city: str
    email: str
    sort_key: str
    phone_no: str = ""


def search(text: str, most: int, actor: Actor) -> list[tuple[str, Stored]]:
    """Return the kinds and rows that match every word, at most so many; documents are of their
    type.

    The same number comes first, then the same name, names that begin so, the rest. Only the columns
    that a hit shows are loaded.
    """
    wanted = " ".join(folded(text[:200]).split())
    found = []
    for kind in KINDS if wanted else ():
        if actor.may_read(kind):
            found += [(_rank(row, wanted), kind, row) for row in _matches(kind, text[:200], most)]
    found += (
        [(_rank(row, wanted), type_, row) for type_, row in _papers(text[:200], most, actor)]
        if wanted
        else []
    )
    found.sort(key=lambda hit: (hit[0], hit[2].sort_key, hit[2].no_key))
    return [(kind, row) for _rank_, kind, row in found[:most]]


def _papers(text: str, most: int, actor: Actor) -> list[tuple[str, FoundDocument]]:
    """Return the newest documents that match, and the one of this very number."""
    rows = Document.objects.filter(
        type__in=[name for name, info in TYPES.items() if actor.may_read(info.right)]
    )
    newest = search_documents(rows, text).order_by("-pk")[:most]
    found = {row.pk: row for row in (*rows.filter(no_key=key_of(text))[:most], *newest)}
    return [
        (
            row.type,
            FoundDocument(
                row.no, row.no_key, row.name, row.city, row.email, folded(row.name)[:400]
            ),
        )
        for row in found.values()
    ]


def _matches(kind: Kind, text: str, most: int) -> list[Stored]:
    rows: Rows = KINDS[kind].model._default_manager.all()
    rows = rows.only("no", "no_key", "name", "city", "phone_no", "email", "sort_key")
    same = rows.filter(no_key=key_of(text))
    best = rows.filter(starts("sort_key", folded(text).strip())).order_by("sort_key", "pk")[:most]
    first = {row.pk: row for row in (*same, *best)}
    if len(first) < most:  # else what only contains the words comes too late to be shown
        found = searching.first_by_name(
            rows, text, most, count=searching.count_of(rows, text, COUNTED)
        )
        first |= {row.pk: row for row in found}
    return list(first.values())


def _rank(row: Stored, wanted: str) -> int:
    if folded(row.no) == wanted:
        return 0
    if row.sort_key == wanted:
        return 1
    return 2 if row.sort_key.startswith(wanted) else 3
