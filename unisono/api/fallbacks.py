"""Answers for addresses that do not exist, requests that Django refuses, and defects."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.translation import gettext as _

from unisono.api.problems import problem, refused
from unisono.api.requests import bearer_is_valid
from unisono.common.unavailable import refusal_of


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for an address that does not exist; under /api/ only to those who may come in at
    all.
    """
    if not request.path_info.startswith("/api/"):
        return HttpResponseNotFound(
            _("There is nothing at this address."), content_type="text/plain; charset=utf-8"
        )
    if not bearer_is_valid(request):
        return problem(401, "not-signed-in", _("Send a valid token: Authorization: Bearer TOKEN."))
    return problem(404, "not-found", _("There is nothing at this address."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for a request that Django itself refuses (a forged host, too many parameters)."""
    return problem(400, "malformed", _("The request is malformed."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a defect, of which the log has the trace; or for what is away."""
    if refusal := refusal_of(sys.exc_info()[1]):
        return refused(refusal)
    return problem(500, "server-error", _("Something went wrong on our side. Nothing was changed."))
