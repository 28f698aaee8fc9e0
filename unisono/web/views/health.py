"""The sign of life, and whether all that serving takes is there."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from unisono.usecases.setup.doctor import not_ready


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 once requests are served and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where database, workers and disk are as serving takes them, else 503 and which are
    not; for whoever sends requests to several machines.
    """
    lacking = not_ready()
    if lacking:
        response = HttpResponse(", ".join(lacking), status=503, content_type="text/plain")
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark: no defect
        return response
    return HttpResponse("ready", content_type="text/plain")
