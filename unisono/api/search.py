"""One search over everything that the person may see, best first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import acts
from unisono.api.answers import answer
from unisono.api.lists import limit_of, searched
from unisono.api.requests import actor_of
from unisono.common.text import folded
from unisono.links.filters import refuse_unknown
from unisono.links.kinds import KINDS

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
            found += [(_rank(row, wanted), kind, row) for row in _matches(kind, q, most)]
    found.sort(key=lambda hit: (hit[0], hit[2].sort_key, hit[2].no_key))
    items = [
        {"kind": kind, "no": row.no, "name": row.name, "city": row.city, "phone_no": row.phone_no, "email": row.email}
        for _rank_, kind, row in found[:most]
    ]
    return answer({"items": items, "next": None, "count": len(items)})


def _matches(kind: str, q: str, most: int) -> list[Any]:
    rows = KINDS[kind].model._default_manager.all()
    best = rows.filter(sort_key__startswith=folded(q[:200]).strip()).order_by("sort_key")[:most]
    return list({row.pk: row for row in (*best, *searched(rows, q[:200]).order_by("sort_key", "pk")[:most])}.values())


def _rank(row: Any, wanted: str) -> int:
    if folded(row.no) == wanted:
        return 0
    if row.sort_key == wanted:
        return 1
    return 2 if row.sort_key.startswith(wanted) else 3
