"""Pages that say what went wrong and what to do about it."""

import sys
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from unisono.common.borders import Content
from unisono.common.errors import Refused
from unisono.common.unavailable import refusal_of, told_to_wait
from unisono.web import labels
from unisono.web.parts import is_part


def problem_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Return a refusal as a page with its status; within a page, as a message that takes no content
    away.
    """
    title, advice = _texts(refusal.status)
    errors = [
        (labels.field(error.field), error.message) for error in refusal.errors if error.message
    ]
    context = {
        "title": title,
        "advice": advice,
        "message": refusal.message,
        "errors": errors,
        "code": refusal.code,
        "typed": typed_texts(request) if refusal.status in _WITH_WHAT_WAS_TYPED else [],
    }
    return told_to_wait(_page(request, "problem.html", context, refusal.status))


# Of these a form was read, as far as one was sent.
_WITH_WHAT_WAS_TYPED = (403, 409, 412, 422, 503, 507)
# What forms send that nobody typed, or that is nobody's to read.
_NOT_TYPED = (
    "csrfmiddlewaretoken",
    "password",
    "version",
    "base",
    "lines_base",
    "proposed",
    "once",
    "plan",
    "digest",
    "next",
)


def typed_texts(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Return what somebody sent by a form that is refused as a whole, to be copied from there:
    (name, what it is called, text). Nothing that was typed is lost.
    """
    if request.method != "POST":
        return []
    return [
        (name, labels.field(name), text)
        for name, texts in request.POST.lists()
        if name not in _NOT_TYPED and not name.startswith("base-")
        for text in texts
        if text.strip(" \t\r\n")
    ]


def _page(request: HttpRequest, template: str, context: Content, status: int) -> HttpResponse:
    """Return the page; to a request for a part of a page, the same as a message."""
    if is_part(request):
        return refused_part(
            request, context["title"], context["message"], status, context["errors"]
        )
    return render(request, template, context, status=status)


def refused_part(
    request: HttpRequest,
    title: str,
    message: str,
    status: int,
    errors: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Return a refusal as a message, which takes no content of the page away."""
    response = render(
        request,
        "parts/refused.html",
        {"title": title, "message": message, "errors": errors},
        status=status,
    )
    response["HX-Retarget"], response["HX-Reswap"] = "#messages", "beforeend"
    return response


def _texts(status: int) -> tuple[str, str]:
    """Return what a status is called, and what to do."""
    return {
        400: (
            _("This request cannot be read"),
            _("Go back and try again; if it stays so, reload the page first."),
        ),
        403: (
            _("Not included in your role"),
            _("Ask an administrator if you need this for your work."),
        ),
        404: (
            _("Not found"),
            _("It may have been renamed or deleted. The search above finds what there is."),
        ),
        409: (
            _("This conflicts with the present state"),
            _("Look at the present state, and decide again."),
        ),
        412: (_("Somebody was faster"), _("Look at the present state, and decide again.")),
        413: (_("Too large"), _("Send less at once.")),
        503: (
            _("Not available at this moment"),
            _("Nothing was changed. Wait a moment, then try again."),
        ),
        507: (
            _("No room left"),
            _("Nothing was changed. Ask an administrator to make room on the disk."),
        ),
        500: (
            _("Something went wrong on our side"),
            _("Nothing was changed. Try again; if it stays so, tell us."),
        ),
    }.get(status, (_("This is not possible"), _("Change what is named here, and try again.")))


def _of_status(request: HttpRequest, status: int, message: str) -> HttpResponse:
    title, advice = _texts(status)
    context: Content = {"title": title, "advice": advice, "message": message, "errors": []}
    template = "problem_outside.html" if status in (400, 500, 503, 507) else "problem.html"
    return _page(request, template, context, status)


def not_found(request: HttpRequest) -> HttpResponse:
    """Say that there is no such address."""
    return _of_status(request, 404, _("There is nothing at this address."))


def bad_request(request: HttpRequest) -> HttpResponse:
    """Say that the request cannot be read."""
    return _of_status(request, 400, _("The request is malformed."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that there is a defect, of which the log has the trace, or what is away. Asks nothing of
    the database, which may be the cause.
    """
    if refusal := refusal_of(sys.exc_info()[1]):
        return unavailable(request, refusal)
    return _of_status(request, 500, "")


def unavailable(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say what is away, without asking the database for anything."""
    return told_to_wait(_of_status(request, refusal.status, refusal.message))
