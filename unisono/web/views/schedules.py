"""What comes again by itself: shown, added, removed."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from unisono.access.roles import require_administrator
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Refused
from unisono.common.text import whole_number
from unisono.usecases.jobs import schedules as usecases
from unisono.web import labels
from unisono.web.frame import acting
from unisono.web.parts import say

_HERE = "/setup/schedules"
_BACKUP = "backup"
_INPUTS = ("minutes", "at", "zone", "kept")  # that say themselves what is wrong with them


@require_http_methods(["GET", "POST"])
def schedules(request: HttpRequest) -> HttpResponse:
    """Show what comes again, or add something."""
    actor = acting(request)
    require_administrator(actor)
    errors: tuple[FieldError, ...] = ()
    if request.method == "POST":
        try:
            kind, options, when = _asked(request)
            usecases.add_schedule(kind, options, when, actor=actor)
            say(request, _("It comes again from now on."))
            return HttpResponseRedirect(_HERE)
        except Refused as refusal:
            errors = refusal.errors or (FieldError("", refusal.code, refusal.message),)
    names = labels.job_kinds()
    rows = [
        (each, names[each.kind], usecases.told(each), each.options.get("kept"))
        for each in usecases.all_schedules(actor=actor)
    ]
    context = {
        "rows": rows,
        "kinds": [(kind, names[kind]) for kind in usecases.KINDS],
        "errors": errors,
        "inputs": _INPUTS,
        "given": request.POST.dict() or {"kind": _BACKUP, "zone": "UTC", "keep": "14"},
    }
    return render(request, "schedules.html", context, status=422 if errors else 200)


def _asked(request: HttpRequest) -> tuple[str, Content, usecases.When]:
    """Return what the form asks for; a number that is none is one out of range."""
    post = request.POST
    kind = post.get("kind", "")
    options: Content = {}
    if kind == _BACKUP:
        options = {"kept": _number(post.get("keep", "")), "with_key": post.get("with_key") == "yes"}
    minutes = _number(post["minutes"]) if post.get("minutes") else None
    when = usecases.When(minutes, post.get("at", "").strip(), post.get("zone", "").strip())
    return kind, options, when


def _number(text: str) -> int:
    return whole_number(text.strip()) or 0


@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Let it come no more."""
    usecases.remove_schedule(key, actor=acting(request))
    say(request, _("It does not come again."))
    return HttpResponseRedirect(_HERE)
