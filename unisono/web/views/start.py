"""The first steps of a new installation: from nothing to synchronised [P10]."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unisono.access.roles import require_administrator
from unisono.common.kinds import KIND_NAMES, is_contact
from unisono.links.naming import kind_names
from unisono.links.queries import records_of
from unisono.setup.queries import next_numbers, our_company, relation_code, series_code, setup_now
from unisono.usecases.lists import overview
from unisono.usecases.setup.setup import COMPANY_FIELDS, values_of
from unisono.web import inputs
from unisono.web.frame import acting

_ASKED = (
    "name",
    "address",
    "post_code",
    "city",
    "country_code",
    "vat_registration_no",
    "language_code",
    "currency_code",
)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the steps, each with how it stands and what to do."""
    actor = acting(request)
    require_administrator(actor)
    row, setup = our_company(), setup_now()
    values = values_of(row, COMPANY_FIELDS)
    fields = [each for each in COMPANY_FIELDS if each.name in _ASKED]
    series = next_numbers()
    shares = overview.shares(actor)
    counts = {
        "contact": records_of("contact").count(),
        **{share.kind: share.total for share in shares},
    }
    context = {
        "company": row,
        "inputs": inputs.inputs_of(fields, values, "company"),
        "base": inputs.base_of(fields, values),
        "series": [
            (
                kind_names(kind),
                series_code(setup, kind),
                series.get(series_code(setup, kind) or "", ""),
                relation_code(setup, kind) if not is_contact(kind) else "",
            )
            for kind in KIND_NAMES
        ],
        "counts": [(kind, kind_names(kind), counts[kind]) for kind in KIND_NAMES],
        "total": sum(counts.values()),
        "unlinked": [
            (share.kind, kind_names(share.kind), share.unlinked)
            for share in shares
            if share.unlinked
        ],
        "links": sum(share.linked for share in shares),
    }
    return render(request, "start.html", context)
