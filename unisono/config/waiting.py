"""How long a request may have waited before it is answered at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unisono.api.problems import refused
from unisono.common import turns
from unisono.web import problems

Handler = Callable[[HttpRequest], HttpResponse]


def in_time(get_response: Handler) -> Handler:
    """Refuse what waited for a thread longer than a writer may wait, and let the rest know how long
    it did (`unisono.waited`, from the embedded server): who sent it has given up, or will.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        waited = float(request.META.get("unisono.waited", 0))
        token = turns.waited.set(waited)
        try:
            if waited < turns.PATIENCE:
                return get_response(request)
            if request.path_info.startswith("/api/"):
                return refused(turns.overloaded())
            return problems.unavailable(request, turns.overloaded())
        finally:
            turns.waited.reset(token)

    return handle
