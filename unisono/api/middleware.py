"""What happens to a request before its address is looked at."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from unisono.api.problems import problem, refused
from unisono.common.errors import Refused
from unisono.common.hostile import invalid, refuse_address, refuse_body
from unisono.common.paths import SLASH

_WRITE_PARAMETERS = ("people", "restore")
_OF_ONE_ADDRESS = {"/api/v1/post-codes": ("country_code",)}
_PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in "camera display-capture geolocation microphone midi payment serial usb".split()
)
Handler = Callable[[HttpRequest], HttpResponse]


def encoded_slashes(get_response: Handler) -> Handler:
    """Keep %2F apart from / in the path: servers decode both into the same character."""

    def handle(request: HttpRequest) -> HttpResponse:
        raw = str(request.META.get("REQUEST_URI") or request.META.get("RAW_URI") or "").split("?")[
            0
        ]
        if SLASH in request.path_info:
            request.path_info = request.path_info.replace(SLASH, "\x00")
        elif "%2f" in raw.lower():
            segments = [
                unquote_to_bytes(segment).decode("utf-8", "replace") for segment in raw.split("/")
            ]
            request.path_info = "/".join(segment.replace("/", SLASH) for segment in segments)
        return get_response(request)

    return handle


def kept_apart(get_response: Handler) -> Handler:
    """Let no page of others read our answers, and no page of ours use what it never needs."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return handle


def hostile_input(get_response: Handler) -> Handler:
    """Refuse bodies that are too large and control characters in address and query [6.6]."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = _refusal_of(request) or get_response(request)
        if response.status_code == 405 and request.path_info.startswith("/api/"):
            allowed = response.get("Allow", "")
            response = problem(
                405,
                "method-not-allowed",
                _("This address does not take %(method)s.") % {"method": request.method},
            )
            response["Allow"] = allowed
        return response

    return handle


def _refusal_of(request: HttpRequest) -> HttpResponse | None:
    if not request.path_info.startswith("/api/"):
        return None
    try:
        refuse_body(request)
        _refuse_parameters(request)
        refuse_address(request)
    except Refused as refusal:
        return refused(refusal)
    return None


def _refuse_parameters(request: HttpRequest) -> None:
    """Raise for parameters of a write that no write knows: nothing is silently ignored."""
    # TRACE is no write: like anything that an address does not take, it is answered with 405.
    for name in request.GET if request.method not in ("GET", "HEAD", "OPTIONS", "TRACE") else ():
        own = _OF_ONE_ADDRESS.get(request.path_info, ())
        if name not in (*_WRITE_PARAMETERS, *own):
            raise invalid(
                name, "unknown-parameter", _("This address knows no parameter of this name.")
            )
