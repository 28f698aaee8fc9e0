"""One search over everything that the person may see, best first."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import acts
from unisono.api.answers import answer
from unisono.api.requests import actor_of
from unisono.lists.filters import refuse_unknown
from unisono.lists.listing import limit_of
from unisono.usecases.lists import searching

router = Router(tags=["Search"])


@router.get(
    "/search", response=acts.Hits, summary="Records and documents in one answer, best first"
)
def search(request: HttpRequest, q: str = "", limit: str = "") -> HttpResponse:
    """Return what matches every word: the same number first, then the same name, names that begin
    so, the rest. Where nothing matches, what does but for one letter: `similar` says so.
    """
    refuse_unknown(request.GET, ("q", "limit"))
    found = searching.search(q, limit_of(request.GET), actor_of(request))
    items = [
        {
            "kind": kind,
            "no": row.no,
            "name": row.name,
            "city": row.city,
            "phone_no": row.phone_no,
            "email": row.email,
        }
        for kind, row in found.hits
    ]
    similar = {"similar": True} if found.is_similar else {}
    return answer({"items": items, "next": None, "count": len(items), **similar})
