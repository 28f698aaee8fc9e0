"""One search over everything that a person may see, best first."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from unisono.access.roles import Actor
from unisono.common.borders import Rows, Stored
from unisono.common.kinds import Kind
from unisono.common.text import folded, key_of
from unisono.documents.models import Document
from unisono.documents.queries import search_documents
from unisono.documents.types import TYPES
from unisono.links.kinds import KINDS
from unisono.lists.best_first import best_first, fit_of
from unisono.lists.listing import COUNTED
from unisono.lists.search import count_of
from unisono.lists.similar import similar


@dataclass(frozen=True)
class FoundDocument:
    """A document that was found, with what a hit shows of a record."""

    no: str
    no_key: str
    name: str
    city: str
    email: str
    sort_key: str
    fit: int
    phone_no: str = ""


_Hit = tuple[str, Any]


@dataclass(frozen=True)
class Found:
    """What a search found: the kind of each (a document's is its type) and its row; whether it is
    only similar to what was searched.
    """

    hits: list[_Hit]
    is_similar: bool = False


def search(text: str, most: int, actor: Actor) -> Found:
    """Return what matches every word, at most so many, best first (lists/best_first); where nothing
    does, what does but for one letter.

    Only the columns that a hit shows are loaded.
    """
    text = text[:200]
    if not folded(text).split():
        return Found([])
    kinds = [kind for kind in KINDS if actor.may_read(kind)]
    found: list[_Hit] = [(kind, row) for kind in kinds for row in _matches(kind, text, most)]
    found += _papers(text, most, actor)
    if found:
        found.sort(key=lambda hit: (hit[1].fit, hit[1].sort_key, hit[1].no_key))
        return Found(found[:most])
    near = [[(kind, row) for row in _similar(kind, text)] for kind in kinds]
    # As many of each kind, each kind's most similar first.
    in_turn = [hit for some in zip_longest(*near) for hit in some if hit is not None]
    return Found(in_turn[:most], is_similar=bool(in_turn))


def _papers(text: str, most: int, actor: Actor) -> list[_Hit]:
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
                row.no,
                row.no_key,
                row.name,
                row.city,
                row.email,
                sort_key := folded(row.name)[:400],
                fit_of(text, row.no_key, sort_key),
            ),
        )
        for row in found.values()
    ]


def _matches(kind: Kind, text: str, most: int) -> list[Stored]:
    rows = _rows(kind)
    return best_first(rows, text, most, count=count_of(rows, text, COUNTED))


def _similar(kind: Kind, text: str) -> list[Stored]:
    keys = similar(_rows(kind), text)
    found = _rows(kind).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _rows(kind: Kind) -> Rows:
    rows: Rows = KINDS[kind].model._default_manager.all()
    return rows.only("no", "no_key", "name", "city", "phone_no", "email", "sort_key")
