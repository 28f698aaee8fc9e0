"""One search over everything that the person may see, best first."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import acts
from unisono.api.answers import answer
from unisono.api.lists import COUNTED, limit_of
from unisono.api.requests import actor_of
from unisono.common.text import folded, key_of
from unisono.links import search as searching
from unisono.links.filters import refuse_unknown
from unisono.links.kinds import KINDS
from unisono.links.search_words import starts

router = Router(tags=["Search"])


@router.get("/search", response=acts.Hits, summary="Contacts, customers, vendors and bank accounts in one answer")
def search(request: HttpRequest, q: str = "", limit: str = "") -> HttpResponse:
    """Return what matches every word: the same number first, then the same name, names that begin so, the rest."""
    refuse_unknown(request.GET, ("q", "limit"))
    actor, most = actor_of(request), limit_of(request.GET)
    wanted = " ".join(folded(q[:200]).split())
    found = []
    for kind in KINDS if wanted else ():
        if actor.may_read(kind):
            found += [(_rank(row, wanted), kind, row) for row in _matches(kind, q[:200], most)]
    found.sort(key=lambda hit: (hit[0], hit[2].sort_key, hit[2].no_key))
    items = [
        {"kind": kind, "no": row.no, "name": row.name, "city": row.city, "phone_no": row.phone_no, "email": row.email}
        for _rank_, kind, row in found[:most]
    ]
    return answer({"items": items, "next": None, "count": len(items)})


def _matches(kind: str, text: str, most: int) -> list[Any]:
    rows: QuerySet[Any] = KINDS[kind].model._default_manager.all()
    rows = rows.only("no", "no_key", "name", "city", "phone_no", "email", "sort_key")
    same = rows.filter(no_key=key_of(text))
    best = rows.filter(starts("sort_key", folded(text).strip())).order_by("sort_key", "pk")[:most]
    found = searching.first_by_name(rows, text, most, count=searching.count_of(rows, text, COUNTED))
    return list({row.pk: row for row in (*same, *best, *found)}.values())


def _rank(row: Any, wanted: str) -> int:
    if folded(row.no) == wanted:
        return 0
    if row.sort_key == wanted:
        return 1
    return 2 if row.sort_key.startswith(wanted) else 3
