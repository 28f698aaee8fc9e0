"""A primary contact that is not of the record's company yet: what naming it does, before it is done
[5.9].
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import require_write
from unisono.common.borders import Stored
from unisono.common.errors import NotFound
from unisono.common.kinds import FACTS, Kind
from unisono.links.queries import link_of_record
from unisono.usecases.links.linking import preview_primary
from unisono.usecases.records.changing import bring_primary_contact, change_record
from unisono.web import paths
from unisono.web.frame import acting
from unisono.web.saving import report
from unisono.web.views.cards import row_of


@require_http_methods(["GET", "POST"])
def primary(request: HttpRequest, kind: Kind, no: str, contact_no: str) -> HttpResponse:
    """Show what making a contact the primary one does: the link wizard, a new company, or a move;
    then do it.
    """
    actor = acting(request)
    require_write(actor, kind)
    if not FACTS[kind].has_contact_person:
        raise NotFound(_("There is nothing at this address."))
    row, contact = row_of(kind, no), row_of("contact", contact_no)
    link = link_of_record(kind, row.pk)
    if request.method == "POST":
        if link is None:
            values = {"primary_contact_no": contact.no}
            outcome = change_record(kind, no, values, actor=actor)
        else:
            outcome = bring_primary_contact(kind, no, contact.no, actor=actor)
        report(request, _("Saved."), outcome, actor)
        return HttpResponseRedirect(paths.card_url(kind, row.no))
    tie = preview_primary(kind, no, contact.no, actor=actor)
    if tie.planned is not None:
        wizard = paths.card_url("contact", tie.planned.contact.no, "links", kind, row.no, "wizard")
        return HttpResponseRedirect(f"{wizard}?keep=other&primary={contact.no}")
    context = {
        "kind": kind,
        "no": no,
        "row": row,
        "contact": contact,
        "company": link.contact if link else None,
        "url": paths.card_url(kind, no),
    }
    return render(request, "primary_contact.html", context)


def is_elsewhere(kind: Kind, row: Stored, contact: Stored) -> bool:
    """Tell whether a contact cannot be named on a record as it is: the record has no link, or one
    with another company.
    """
    link = link_of_record(kind, row.pk)
    return link is None or link.contact_id not in (contact.pk, contact.company_id)
