"""Contacts that may be one party: the list, *not a duplicate*, looking for them anew [9.1]."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Content
from unisono.common.kinds import KIND_NAMES
from unisono.contacts.queries import contacts_with_company
from unisono.matching.texts import left_out_text, reasons_of
from unisono.records.planned import PreviewOutdated
from unisono.usecases.jobs import jobs
from unisono.usecases.matching import candidates, duplicates
from unisono.usecases.records import merging
from unisono.web import merging_wizard, paths
from unisono.web.frame import acting
from unisono.web.matching_pages import found_page
from unisono.web.parts import go, is_part, say, texts
from unisono.web.saving import report
from unisono.web.views.cards import row_of


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Show groups, the likeliest first; on demand the pairs that were said not to be duplicates."""
    actor = acting(request)
    state = "dismissed" if request.GET.get("state") == "dismissed" else "open"
    if state == "open":
        return _groups(request)
    found = found_page(duplicates.duplicate_pairs(actor).filter(state=state), request.GET)
    ids = {id_ for row in found.rows for id_ in (row.contact_id, row.other_id)}
    contacts = contacts_with_company(ids)
    shown_rows = [
        {
            "row": row,
            "sides": (contacts[row.contact_id], contacts[row.other_id]),
            "reasons": reasons_of(row.matching_fields),
            "url": paths.card_url("contact", row.contact_no, "merge", row.other_no),
        }
        for row in found.rows
    ]
    context = {"pairs": shown_rows, "found": found, "state": state} | _last(actor)
    return render(request, "duplicates.html", context)


def _groups(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    found = found_page(duplicates.duplicate_groups(actor), request.GET)
    groups = [
        {
            "key": each.row.pk,
            "score": each.row.score,
            "weakest": each.weakest,
            "sides": each.members[:_SIDES],
            "more": len(each.members) - _SIDES,
            "reasons": reasons_of(each.fields),
        }
        for each in duplicates.shown_groups(found.rows)
    ]
    context = {"groups": groups, "found": found, "state": "open"} | _last(actor)
    return render(request, "duplicates.html", context)


_SIDES = 4  # contacts of a group that its card shows


def _last(actor: Actor) -> Content:
    """Return when everybody was compared for the last time, and what was left out then."""
    last = jobs.visible_jobs(actor).filter(kind=duplicates.FIND_DUPLICATES).first()
    return {
        "may_write": actor.may_write("contact"),
        "last": last,
        "left_out": left_out_text(last.payload.get("left_out", {})) if last else "",
    }


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Look for duplicates among all contacts, as a job."""
    id_ = jobs.start_job(duplicates.FIND_DUPLICATES, {}, actor=acting(request))
    return HttpResponseRedirect(f"/jobs/{id_}")


@require_POST
def set_state(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a pair is no duplicate, or take that back."""
    state = request.POST.get("state", "dismissed")
    duplicates.set_pair_state(key, state, actor=acting(request))
    say(
        request,
        _("Remembered: these two are different.")
        if state == "dismissed"
        else _("The pair is open again."),
    )
    return go(request, "/duplicates/")


@require_POST
def alike(request: HttpRequest) -> HttpResponse:
    """Show records of a kind that look like what is being typed, before it is saved."""
    kind = request.GET.get("kind", "contact")
    if kind not in KIND_NAMES:
        raise Http404
    found = candidates.alike_records(kind, texts(request.POST), acting(request))
    return render(request, "parts/alike.html", {"alike": found, "alike_kind": kind})


@require_safe
def choose(request: HttpRequest, no: str) -> HttpResponse:
    """Choose the contact that is merged into this one: candidates with reasons, and a search."""
    actor = acting(request)
    require_write(actor, "contact")
    row, text = row_of("contact", no), request.GET.get("q", "").strip()
    look, found = candidates.mergeable(row, text, actor)
    context = merging_wizard.merge_choice("contact", row, text, look, found) | {
        "nobody_alike": _("No other contact looks like it. Search for it below."),
        "nobody_found": _("No other contact matches."),
    }
    return render(request, "merge_choose.html", context)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, no: str, from_no: str) -> HttpResponse:
    """Choose per field, see what moves and what clashes, confirm; what differs by then is shown
    again [9.2].
    """
    actor = acting(request)
    require_write(actor, "contact")
    keep, status = merging_wizard.keep_of(request.POST), 200
    if "confirm" in request.POST:
        try:
            outcome = merging.merge(no, from_no, keep, request.POST.get("plan", "-"), actor=actor)
        except PreviewOutdated:
            status = 409
        else:
            text = _("Merged: %(gone)s is part of this contact now, and its number leads here.")
            report(request, text % {"gone": outcome.more["merged_no"]}, outcome, actor)
            return go(request, paths.card_url("contact", outcome.no))
    context = merging_wizard.context(no, from_no, keep, actor) | {"is_outdated": status == 409}
    template = "parts/merge.html" if is_part(request) else "merge.html"
    return render(request, template, context, status=status)
