"""Groups of contacts that may be one party: side by side, merged in one act, said to be different,
and on to the next [9.4].
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import Actor, require_write
from unisono.common.errors import Refused
from unisono.duplicates.models import DuplicatePair
from unisono.records.planned import PreviewOutdated
from unisono.usecases.matching import duplicates
from unisono.usecases.records.merging_several import merge_several
from unisono.web import group_page
from unisono.web.frame import acting
from unisono.web.parts import go, is_part, say
from unisono.web.saving import report


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, key: int) -> HttpResponse:
    """Show a group; merge those that are ticked, or say that one of them, or all, are different."""
    actor = acting(request)
    shown = duplicates.find_group(key, actor)
    if request.method == "POST":
        require_write(actor, "contact")
    wanted, status, outdated = group_page.asked(request.POST, shown.members, actor), 200, False
    refused = ""
    if "different" in request.POST:
        return _set_different(request, shown.row, actor)
    if request.POST.get("belongs") in {each.no for each in shown.members}:
        return _belongs(request, shown.row, wanted.into, actor)
    if "confirm" in request.POST:
        others = [no for no in wanted.numbers if no != wanted.into]
        try:
            outcome = merge_several(
                wanted.into,
                others,
                wanted.keep,
                request.POST.get("plan", "-"),
                wanted.with_records,
                actor=actor,
            )
        except PreviewOutdated:
            status, outdated = 409, True
        except Refused as refusal:
            status, refused = refusal.status, refusal.message
        else:
            text = _("Merged: %(count)s contacts are one now, and their numbers lead to it.")
            say(request, text % {"count": len(wanted.numbers)}, act=outcome.more["act"])
            return go(request, _next(shown.row, actor))
    context = group_page.context(shown, wanted, actor)
    context |= {
        "clash": context.get("clash") or refused,
        "is_outdated": outdated,
        "next": _next(shown.row, actor),
    }
    template = "parts/group.html" if is_part(request) else "duplicate_group.html"
    return render(request, template, context, status=status)


def _set_different(request: HttpRequest, row: DuplicatePair, actor: Actor) -> HttpResponse:
    no = request.POST["different"]
    after = _next(row, actor)
    duplicates.set_group_different(row.pk, no, actor=actor)
    say(
        request,
        _("Remembered: %(no)s is another than the rest.") % {"no": no}
        if no
        else _("Remembered: these are all different."),
    )
    left = duplicates.duplicate_groups(actor).filter(group=row.group, group__isnull=False).first()
    return go(request, f"/duplicates/groups/{left.pk}" if no and left else after)


def _belongs(request: HttpRequest, row: DuplicatePair, into: str, actor: Actor) -> HttpResponse:
    """Let a person, a branch or a department belong to the company that stays, instead of being
    merged with it.
    """
    no, after = request.POST["belongs"], _next(row, actor)
    outcome = duplicates.set_belongs(row.pk, no, into, actor=actor)
    report(request, _("%(no)s belongs to %(into)s now.") % {"no": no, "into": into}, outcome, actor)
    return go(request, after)


def _next(row: DuplicatePair, actor: Actor) -> str:
    """Return the address of the group that comes after this one, or of the list."""
    after = duplicates.group_after(row, actor)
    return f"/duplicates/groups/{after.pk}" if after else "/duplicates/"
