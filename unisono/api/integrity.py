"""What the check finds, as programs read it [3.8]."""

from itertools import islice

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import acts
from unisono.api.answers import answer, moment
from unisono.api.requests import actor_of
from unisono.common.borders import Content
from unisono.common.clock import clock
from unisono.links.findings import Finding, described
from unisono.lists.filters import refuse_unknown
from unisono.usecases.links import checking

router = Router(tags=["Integrity"])
_SHOWN = 1000  # findings in an answer: its size is bounded


@router.get("/integrity", response=acts.Integrity, summary="What `unisono check` finds")
def integrity(request: HttpRequest) -> HttpResponse:
    """Compare all linked records and what hangs on them; changes nothing. For administrators; it
    takes its time.

    At most 1,000 findings are listed; `unisono check --repair` mends them all.
    """
    actor = actor_of(request)
    refuse_unknown(request.GET, ())
    found = list(islice(checking.findings(actor), _SHOWN + 1))
    items = [shown(finding) for finding in found[:_SHOWN]]
    more = {"count_is_minimum": True} if len(found) > _SHOWN else {}
    return answer(
        {
            "ok": not found,
            "checked_at": moment(clock()),
            "items": items,
            "count": len(items),
            **more,
        }
    )


def shown(finding: Finding) -> Content:
    """Return a finding as the contract has it."""
    problem, repair = described(finding)
    return {
        "sort": finding.sort,
        "problem": finding.problem,
        "kind": finding.key.kind if finding.key else None,
        "no": finding.no,
        "contact_no": finding.contact_no or None,
        "field": finding.field or None,
        "contact": finding.contact if finding.field else None,
        "other": finding.other if finding.field else None,
        "detail": problem,
        "repair": repair,
    }
