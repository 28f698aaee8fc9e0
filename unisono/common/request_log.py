"""One line in the log for each request, and its figures."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from unisono.common import figures, whence

log = structlog.get_logger("unisono.requests")
HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_MOST = 200  # characters of an address
# What is asked every few seconds by machines, and what pages load beside: figures, but no lines.
_QUIET = ("/static/", "/healthz", "/readyz", "/metrics")
_ACCOUNT = "/account/"  # below it, addresses have keys of password resets and codes of providers
_METHODS = frozenset(
    "GET HEAD POST PUT PATCH DELETE OPTIONS PROPFIND PROPPATCH REPORT MOVE".split()
)
_INTERFACES = (("/api/", "api"), ("/static/", "static"), ("/carddav", "carddav"))
Handler = Callable[[HttpRequest], HttpResponse]


def logged(get_response: Handler) -> Handler:
    """Give each request an id, which all lines of the log have that are written meanwhile and the
    answer tells (X-Request-ID); write its line, and count it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        began, id_ = time.perf_counter(), _id_of(request)
        with structlog.contextvars.bound_contextvars(request_id=id_):
            response = get_response(request)
            seconds = time.perf_counter() - began
            _count(request, response.status_code, seconds)
            if not request.path_info.startswith(_QUIET):
                _tell(request, response.status_code, seconds)
        response.headers[HEADER] = id_
        return response

    return handle


def _id_of(request: HttpRequest) -> str:
    """Return the id that a server of ours in front has given, or a new one."""
    given = request.headers.get(HEADER, "")
    return given if settings.PROXIES and _ID.fullmatch(given) else uuid.uuid4().hex


def _route(request: HttpRequest) -> str:
    """Return the pattern of the address, "" for one that there is not: strangers make up many."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else ""


def _count(request: HttpRequest, status: int, seconds: float) -> None:
    path = request.path_info
    interface = next((name for begin, name in _INTERFACES if path.startswith(begin)), "pages")
    method = request.method if request.method in _METHODS else "other"
    figures.requests.labels(method, _route(request), status).inc()
    figures.request_seconds.labels(interface).observe(seconds)


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    has_key = request.path_info.startswith(_ACCOUNT)
    actor = getattr(request, "auth", None) or getattr(request, "_cached_user", None)
    log.info(
        "request",
        method=request.method,
        path=_ACCOUNT if has_key else request.path_info[:_MOST],
        route=_route(request),
        status=status,
        ms=round(seconds * 1000, 1),
        user=getattr(actor, "user_id", None) or getattr(actor, "pk", None),
        address=whence.client_address(request),
    )
