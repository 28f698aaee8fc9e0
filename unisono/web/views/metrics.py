"""Figures for Prometheus."""

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from unisono.common import figures
from unisono.usecases.setup.figures import BookFigures


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures to who has the token of UNISONO_METRICS_TOKEN; without one set, there are
    none.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        response = HttpResponse(status=401)
        response["WWW-Authenticate"] = "Bearer"
        return response
    return HttpResponse(figures.text(BookFigures()), content_type=figures.TYPE)
