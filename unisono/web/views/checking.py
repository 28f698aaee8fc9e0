"""The check: what is wrong, what a repair does, and the repair [3.8]."""

from itertools import islice

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import require_administrator
from unisono.links.findings import described
from unisono.usecases.links import checking
from unisono.usecases.links.drift import look_anew
from unisono.web.frame import acting
from unisono.web.parts import say

_SHOWN = 500  # findings on the page; what is left is found again after a repair


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Say what the check is for; with `run` show what it finds; POST repairs all of it, through the
    history.
    """
    actor = acting(request)
    require_administrator(actor)
    if request.method == "POST":
        found = list(checking.findings(actor))
        for _done in checking.repair_all(found, actor=actor):
            pass
        look_anew()
        say(request, _("Repaired: %(count)s.") % {"count": len(found)})
        return HttpResponseRedirect("/check/?run=1")
    if "run" not in request.GET:
        return render(request, "check.html", {"rows": None})
    some = list(islice(checking.findings(actor), _SHOWN + 1))
    rows = [(finding, *described(finding)) for finding in some[:_SHOWN]]
    return render(request, "check.html", {"rows": rows, "is_more": len(some) > _SHOWN})
