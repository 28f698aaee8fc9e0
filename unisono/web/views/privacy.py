"""Personal data: a page to hand over, erasing with its list, proposals and the record of both
[10.2].
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from unisono.common.clock import clock
from unisono.setup.queries import setup_now
from unisono.usecases.privacy import overview
from unisono.usecases.privacy.erasing import erase_person, foresee_erasure
from unisono.usecases.privacy.exporting import PersonalData, export_personal_data
from unisono.web import paths
from unisono.web.frame import acting
from unisono.web.parts import say
from unisono.web.personal_data import lines_of
from unisono.web.views.editing import expected_version

_SHOWN = 200  # proposals and acts on the page


@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """Show who is proposed for erasure, and who had whose data exported or erased."""
    actor = acting(request)
    proposed = overview.proposed_for_erasure(actor=actor)
    months = setup_now().retention_months
    since = ngettext(
        "Nobody has had to do with them for %(months)s month or longer. Nothing is erased by "
        "itself.",
        "Nobody has had to do with them for %(months)s months or longer. Nothing is erased by "
        "itself.",
        months,
    )
    context = {
        "proposed": proposed[:_SHOWN],
        "count": proposed.count(),
        "months": months,
        "since": since % {"months": months},
        "acts": overview.personal_data_acts(actor=actor)[:_SHOWN],
    }
    return render(request, "privacy.html", context)


@require_safe
def personal_data(request: HttpRequest, no: str) -> HttpResponse:
    """Show all that is stored about a person, to hand over; `format=json` as a file for
    programs.
    """
    found = export_personal_data(no, actor=acting(request))
    row = found.person.row
    if request.GET.get("format") == "json":
        return _as_file(found)
    kept = [(place.title, [lines_of(each) for each in rows]) for place, rows in found.places]
    context = {
        "row": row,
        "no": row.no,
        "kept": kept,
        "now": clock(),
        "url": paths.card_url("contact", row.no),
    }
    return render(request, "personal_data.html", context)


def _as_file(found: PersonalData) -> HttpResponse:
    content = {place.name: rows for place, rows in found.places}
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = (
        f'attachment; filename="personal-data-{found.person.row.pk}.json"'
    )
    return response


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, no: str) -> HttpResponse:
    """Show what erasing does, place by place, then do it."""
    actor = acting(request)
    if request.method == "POST":
        outcome = erase_person(no, actor=actor, expected=expected_version(request))
        say(request, _("%(no)s is erased.") % {"no": outcome.no})
        return HttpResponseRedirect(paths.list_url("contact"))
    erasure = foresee_erasure(no, actor=actor)
    row = erasure.person.row
    context = {
        "row": row,
        "no": row.no,
        "foreseen": erasure.places,
        "hindrance": erasure.hindrance,
        "url": paths.card_url("contact", row.no),
    }
    return render(request, "erase.html", context)
