"""Records without a link beside contacts that look like the same party: linked one by one, or many
at once [9.3].
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unisono.access.roles import Actor
from unisono.common.borders import Content, Rows, Stored
from unisono.common.kinds import LINKED_KINDS
from unisono.common.text import whole_number
from unisono.links.queries import records_of
from unisono.matching.texts import reasons_of
from unisono.records.planned import visible_writes
from unisono.usecases.jobs import jobs
from unisono.usecases.matching import accepting, suggestions
from unisono.web import labels, paths
from unisono.web.frame import acting
from unisono.web.matching_pages import found_page
from unisono.web.parts import go, say

_SCORE = 90  # points from which linking many at once is proposed


@require_safe
def suggested(request: HttpRequest) -> HttpResponse:
    """Show suggestions, the likeliest first, with what is needed to follow them."""
    actor = acting(request)
    state = "dismissed" if request.GET.get("state") == "dismissed" else "open"
    rows = suggestions.link_suggestions(actor).filter(state=state)
    if state == "open":
        rows = suggestions.likeliest(rows)
        found = found_page(suggestions.leading(rows), request.GET)
        groups = _groups(found.rows, rows, actor)
    else:
        found = found_page(rows, request.GET)
        groups = [[each] for each in _shown(found.rows, actor)]
    context = {
        "groups": groups,
        "found": found,
        "state": state,
        "may_write": any(actor.may_write(kind) for kind in LINKED_KINDS),
        "score": _SCORE,
        "last": jobs.visible_jobs(actor).filter(kind=suggestions.SUGGEST_LINKS).first(),
    }
    return render(request, "suggestions.html", context)


def _groups(leading: Sequence[Stored], rows: Rows, actor: Actor) -> list[list[Content]]:
    """Return the records that look like each contact, a list for each suggestion that leads."""
    order: dict[int, list[Content]] = {row.contact_id: [] for row in leading}
    some = rows.filter(contact_id__in=order).order_by("-score", "pk")
    for each in _shown(list(some), actor):
        order[each["row"].contact_id].append(each)
    return list(order.values())


def _shown(rows: Sequence[Stored], actor: Actor) -> list[Content]:
    contacts = records_of("contact").in_bulk([row.contact_id for row in rows])
    records = {
        kind: records_of(kind).in_bulk([row.record_id for row in rows if row.role == kind])
        for kind in LINKED_KINDS
    }
    return [
        {
            "row": row,
            "record": records[row.role][row.record_id],
            "contact": contacts[row.contact_id],
            "reasons": reasons_of(row.matching_fields),
            "kind_name": labels.kinds()[row.role],
            "contact_name": labels.kinds()["contact"],
            "url": paths.card_url("contact", row.contact_no, "links", row.role, row.no, "wizard"),
            "may_write": actor.may_write(row.role),
        }
        for row in rows
    ]


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Look for suggestions among all records without a link, as a job."""
    id_ = jobs.start_job(suggestions.SUGGEST_LINKS, {}, actor=acting(request))
    return HttpResponseRedirect(f"/jobs/{id_}")


@require_POST
def set_state(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a suggestion is wrong, or take that back."""
    state = request.POST.get("state", "dismissed")
    suggestions.set_suggestion_state(key, state, actor=acting(request))
    say(
        request,
        _("The suggestion is set aside.")
        if state == "dismissed"
        else _("The suggestion is open again."),
    )
    return go(request, "/suggestions/")


@require_POST
def set_aside(request: HttpRequest) -> HttpResponse:
    """Say that all records of a group are others than its contact."""
    count = suggestions.set_several_aside(_ids(request), actor=acting(request))
    say(request, _("Set aside: %(count)s suggestions.") % {"count": count})
    return go(request, "/suggestions/")


def _ids(request: HttpRequest) -> list[int]:
    return [key for text in request.POST.getlist("id") if (key := whole_number(text)) is not None]


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Show what linking many at once would do, and do it as a job when the person says so."""
    actor = acting(request)
    least = whole_number(request.POST.get("least", "")) or _SCORE
    options: Content = {"ids": _ids(request)} if "chosen" in request.POST else {"least": least}
    options["keep"] = request.POST.get("keep", "contact")
    if "confirm" in request.POST:
        id_ = jobs.start_job(accepting.LINK_SUGGESTED, options, actor=actor)
        return HttpResponseRedirect(f"/jobs/{id_}")
    preview = accepting.preview(options, actor)
    lines = [
        {
            "record_no": planned.record.no,
            "kind_name": labels.kinds()[planned.record.key.kind],
            "name": planned.record.values["name"],
            "contact_no": planned.contact.no,
            "lines": [
                (labels.field(name), old, new)
                for write, fields in visible_writes(planned.plan, actor)
                for name, (old, new) in fields.items()
            ],
        }
        for planned in preview.first
    ]
    context = {"preview": preview, "lines": lines, "options": options, "sides": _sides()}
    return render(request, "suggestions_accept.html", context)


def _sides() -> list[tuple[str, str]]:
    return [
        ("contact", _("the contact's")),
        ("other", _("the record's")),
        ("newer", _("the newer")),
    ]
