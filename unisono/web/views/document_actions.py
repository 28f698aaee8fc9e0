"""Papers of documents: looked at, printed, e-mailed; orders made from them; refreshing from the
party.
"""

from decimal import Decimal

from babel import numbers
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import Actor
from unisono.common.borders import Content, Stored
from unisono.common.errors import KeyInUse, NotFound, Refused
from unisono.documents.fields import BY_NAME
from unisono.documents.models import Document
from unisono.documents.queries import find_document, lines_of, remaining
from unisono.documents.states import require_open
from unisono.documents.types import TYPES
from unisono.interactions.entry_values import File
from unisono.links.templates import templates_of
from unisono.records.planned import PreviewOutdated
from unisono.usecases.documents import printing, refreshing
from unisono.usecases.documents.orders import make_order
from unisono.web import document_names, formatting, inputs, labels, line_inputs
from unisono.web.form_keys import actor_once, new_key, sent_twice
from unisono.web.frame import acting
from unisono.web.parts import say, warn_all
from unisono.web.wizard import quotes as quotes_of


def pdf_response(file: File, how: str = "inline") -> HttpResponse:
    """Return a file as a page of its own, or to be kept."""
    response = HttpResponse(file.content, content_type=file.type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(how == "attachment", file.name) or how
    )
    return response


@require_safe
def preview(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Show the paper, page by page; logs nothing [8.1]."""
    actor = acting(request)
    printed = printing.paper_of(type_, no, actor=actor)
    pages = printing.preview_pages(type_, no, actor=actor)
    url = document_names.document_url(type_, printed.document.no)
    context = {
        "document": printed.document,
        "title": document_names.type_names()[type_],
        "pages": [(f"{url}/pages/{number}", number) for number in range(1, len(pages) + 1)],
        "count": ngettext("%(count)s page", "%(count)s pages", len(pages)) % {"count": len(pages)},
        "warnings": printed.warnings,
        "url": url,
        "may_write": actor.may_write(TYPES[type_].right),
    }
    return render(request, "document_preview.html", context)


@require_safe
def preview_page(request: HttpRequest, type_: str, no: str, number: int) -> HttpResponse:
    """Return one page of the paper as a picture."""
    pages = printing.preview_pages(type_, no, actor=acting(request))
    if not 1 <= number <= len(pages):
        raise NotFound(_("There is nothing at this address."))
    return HttpResponse(pages[number - 1], content_type="image/svg+xml")


@require_safe
def pdf(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Return the PDF as a preview; logs nothing."""
    return pdf_response(printing.paper_of(type_, no, actor=acting(request)).file)


@require_POST
def print_it(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Return the PDF, and log that it was printed with that very file."""
    printed = printing.print_document(type_, no, actor=acting(request))
    warn_all(request, printed.warnings)
    return pdf_response(printed.file)


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Ask what making the order takes, a customer to be created or quantities of a blanket order;
    then make it.
    """
    actor, info = acting(request), TYPES[type_]
    found = find_document(type_, no, actor, write=True)
    if not info.becomes:
        raise NotFound(_("There is nothing at this address."))
    if request.method == "GET":
        return _order_form(request, found, None)
    try:
        outcome = make_order(
            type_,
            no,
            create_party=request.POST.get("create_party") == "yes",
            template=request.POST.get("template", ""),
            quantities=_quantities(request, found),
            actor=actor_once(request, actor),
        )
    except KeyInUse:
        return sent_twice(request, document_names.document_url(type_, found.no))
    except Refused as refusal:
        return _order_form(request, found, refusal)
    text = _("The order %(no)s is made.") % {"no": outcome.no}
    say(request, text, outcome.change_set)
    warn_all(request, outcome.warnings)
    return HttpResponseRedirect(document_names.document_url(info.becomes, outcome.no))


def _quantities(request: HttpRequest, found: Document) -> list[Content] | None:
    """Return how much of which line is wanted of a blanket order, as the contract has it."""
    if not found.info.is_blanket:
        return None
    typed = request.POST.getlist("quantity")
    return [
        {"line": n, "quantity": line_inputs.typed(text.strip() or "0")}
        for n, text in enumerate(typed, 1)
    ]


def _order_form(request: HttpRequest, found: Document, refusal: Refused | None) -> HttpResponse:
    info = found.info
    subject = (found.contact.company or found.contact) if found.contact else None
    templates: list[Stored] = []
    if found.party is None and subject is not None:
        templates = templates_of(info.role, subject.type)
    lines = _left(found, request.POST.getlist("quantity"), refusal) if info.is_blanket else []
    context = {
        "document": found,
        "title": document_names.type_names()[info.becomes],
        "creates": found.party is None,
        "role": info.role,
        "subject": subject,
        "templates": templates,
        "template": request.POST.get("template", found.template_code)
        or (templates[0].code if templates else ""),
        "lines": lines,
        "quotes": quotes_of(subject.pk, info.role, acting(request))
        if found.party is None and subject
        else [],
        "errors": [refusal.message]
        if refusal and not any(error for *_line, error in lines)
        else [],
        "once": new_key(),
        "url": document_names.document_url(found.type, found.no),
    }
    return render(
        request, "document_order.html", context, status=refusal.status if refusal else 200
    )


def _left(
    found: Document, typed: list[str], refusal: Refused | None
) -> list[tuple[str, str, str, str]]:
    """Return (text, what is left, what the input shows, what is wrong with it) of each line of a
    blanket order.
    """

    def plain(number: Decimal) -> str:
        return str(numbers.format_decimal(number, "0.#####", formatting.locale()))

    errors = (
        {error.field: inputs.number_error(error) for error in refusal.errors} if refusal else {}
    )
    rows = []
    for n, (line, left) in enumerate(zip(lines_of(found), remaining(found), strict=True)):
        text = typed[n] if n < len(typed) else plain(left)
        rows.append(
            (
                line.description,
                formatting.decimal(left),
                text,
                errors.get(f"lines.{n}.quantity", ""),
            )
        )
    return rows


@require_http_methods(["GET", "POST"])
def refresh_it(request: HttpRequest, type_: str, no: str) -> HttpResponse:
    """Show what the party has other by now, and take it over as it was shown."""
    actor = acting(request)
    document = find_document(type_, no, actor, write=True)
    require_open(document)
    status = 200
    if request.method == "POST":
        try:
            return _refreshed(request, document, actor)
        except PreviewOutdated:
            status = 409
    doing = refreshing.preview_refresh(type_, no, actor=actor)
    rows = [
        (labels.field(name), _shown(name, old), _shown(name, new))
        for name, old, new in doing.changes
    ]
    context = {
        "document": document,
        "rows": rows,
        "digest": doing.digest,
        "is_outdated": status == 409,
        "url": document_names.document_url(type_, document.no),
    }
    return render(request, "document_refresh.html", context, status=status)


def _refreshed(request: HttpRequest, document: Document, actor: Actor) -> HttpResponse:
    outcome = refreshing.refresh(
        document.type, document.no, request.POST.get("plan", "-"), actor=actor
    )
    text = (
        _("The party's data are taken over.") if outcome.change_set else _("Nothing was changed.")
    )
    say(request, text, outcome.change_set)
    return HttpResponseRedirect(document_names.document_url(document.type, document.no))


def _shown(name: str, text: str) -> str:
    return formatting.value(BY_NAME.get(name), text)
