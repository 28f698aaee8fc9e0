"""Two customers, or two vendors, are merged: the other one is chosen, then its values [9.4]."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from unisono.access.roles import require_write
from unisono.common.errors import Refused
from unisono.common.kinds import LINKED_KINDS, MERGED_KINDS, Kind
from unisono.records.planned import PreviewOutdated
from unisono.usecases.matching import candidates
from unisono.usecases.records.merging_records import merge_records
from unisono.web import merging_records_wizard as wizard
from unisono.web import merging_wizard, paths
from unisono.web.frame import acting
from unisono.web.parts import go, is_part, say
from unisono.web.views.cards import row_of


@require_safe
def choose(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Choose the record that is merged into this one: candidates with reasons, and a search."""
    actor = acting(request)
    require_write(actor, kind)
    _refuse_others(kind)
    row, text = row_of(kind, no), request.GET.get("q", "").strip()
    look, found = candidates.mergeable_records(kind, row, text, actor)
    context = merging_wizard.merge_choice(kind, row, text, look, found) | {
        "nobody_alike": _("No other looks like it. Search for it below."),
        "nobody_found": _("No other matches."),
    }
    return render(request, "merge_choose.html", context)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, kind: Kind, no: str, from_no: str) -> HttpResponse:
    """Choose per field, and what becomes of the contacts; see what else changes; confirm."""
    actor, status, outdated = acting(request), 200, False
    require_write(actor, kind)
    _refuse_others(kind)
    keep, contacts = merging_wizard.keep_of(request.POST), wizard.contacts_of(request.POST)
    if "confirm" in request.POST:
        plan = request.POST.get("plan", "-")
        try:
            outcome = merge_records(kind, no, from_no, keep, contacts, plan, actor=actor)
        except PreviewOutdated:
            status, outdated = 409, True
        except Refused as refusal:
            status = refusal.status
        else:
            text = _("Merged: %(gone)s is part of this one now, and its number leads here.")
            say(request, text % {"gone": outcome.more["merged_no"]}, act=outcome.more["act"])
            return go(request, paths.card_url(kind, outcome.no))
    context = wizard.context(kind, no, from_no, keep, contacts, actor)
    context["is_outdated"] = outdated
    template = "parts/merge.html" if is_part(request) else "merge.html"
    return render(request, template, context, status=status)


def _refuse_others(kind: Kind) -> None:
    if kind not in MERGED_KINDS or kind not in LINKED_KINDS:
        raise Http404
