"""What happens to a request before its address is looked at."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from unisono.api.problems import problem
from unisono.common.errors import FieldError
from unisono.common.text import is_control

# Stands for a "/" inside a path segment: numbers may have one, and it travels as %2F [6.7].
SLASH = "\x1f"
_WRITE_PARAMETERS = ("people", "restore")
Handler = Callable[[HttpRequest], HttpResponse]


def encoded_slashes(get_response: Handler) -> Handler:
    """Keep %2F apart from / in the path: servers decode both into the same character."""

    def handle(request: HttpRequest) -> HttpResponse:
        raw = str(request.META.get("REQUEST_URI") or request.META.get("RAW_URI") or "").split("?")[0]
        if SLASH in request.path_info:
            request.path_info = request.path_info.replace(SLASH, "\x00")
        elif "%2f" in raw.lower():
            segments = [unquote_to_bytes(segment).decode("utf-8", "replace") for segment in raw.split("/")]
            request.path_info = "/".join(segment.replace("/", SLASH) for segment in segments)
        return get_response(request)

    return handle


def hostile_input(get_response: Handler) -> Handler:
    """Refuse bodies that are too large and control characters in address and query [6.6]."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = _refusal_of(request) or get_response(request)
        if response.status_code == 405 and request.path_info.startswith("/api/"):
            allowed = response.get("Allow", "")
            response = problem(
                405, "method-not-allowed", _("This address does not take %(method)s.") % {"method": request.method}
            )
            response["Allow"] = allowed
        return response

    return handle


def _refusal_of(request: HttpRequest) -> HttpResponse | None:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    if not length.isdecimal():
        return problem(400, "malformed", _("The length of the body is not a number."))
    if int(length) > limit:
        return problem(413, "too-large", _("The body is larger than %(limit)s bytes.") % {"limit": limit})
    if any(is_control(char) for char in request.path_info.replace(SLASH, "")):
        return problem(404, "not-found", _("There is nothing at this address."))
    try:
        unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError:
        return problem(400, "malformed", _("The query is not valid UTF-8."))
    writes = request.method not in ("GET", "HEAD", "OPTIONS") and request.path_info.startswith("/api/")
    for name, values in request.GET.lists():
        if writes and name not in _WRITE_PARAMETERS:
            message = _("This address knows no parameter of this name.")
            return problem(422, "invalid", message, (FieldError(name, "unknown-parameter", message),))
        if len(values) > 1:
            message = _("This parameter stands twice.")
            return problem(422, "invalid", message, (FieldError(name, "twice", message),))
        if any(is_control(char) for text in (name, *values) for char in text):
            message = _("Control characters are not allowed.")
            return problem(422, "invalid", message, (FieldError(name, "control-characters", message),))
    return None
