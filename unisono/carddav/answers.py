"""Answers of WebDAV: many statuses, errors by their conditions, refusals of the use cases."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from unisono.carddav.dav_xml import card, dav, document, tag
from unisono.common.errors import NotAllowed, Refused
from unisono.exchange.single_card import BadCard

_XML = "application/xml; charset=utf-8"
_NEEDED = (tag(dav("need-privileges")),)
# Conditions of WebDAV itself; the others are of CardDAV.
_OF_DAV = frozenset(
    "valid-sync-token number-of-matches-within-limits propfind-finite-depth "
    "cannot-modify-protected-property sync-traversal-supported supported-report".split()
)


class Condition(Exception):
    """A condition of WebDAV or CardDAV that a request breaks, by its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def multistatus(parts: Iterable[str]) -> HttpResponseBase:
    """Return an answer about many addresses, written while it is sent."""
    return StreamingHttpResponse(document("multistatus", parts), status=207, content_type=_XML)


def error(conditions: Iterable[str], status: int = 403) -> HttpResponse:
    """Return an error with the XML of its conditions (RFC 4918 16)."""
    content = b"".join(document("error", conditions))
    return HttpResponse(content, status=status, content_type=_XML)


def broken(*names: str) -> HttpResponse:
    """Return the error of conditions by their names."""
    return error(tag(dav(name) if name in _OF_DAV else card(name)) for name in names)


def of_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Return the answer to what was refused; None for a defect."""
    if isinstance(exception, BadCard):
        return broken(*exception.conditions)
    if isinstance(exception, Condition):
        return broken(exception.name)
    if not isinstance(exception, Refused):
        return None
    if isinstance(exception, NotAllowed):
        return error(_NEEDED)
    # What has no status of its own here (RFC 4918 9.7.1): the client shows it, and tries no more.
    status = exception.status if exception.status in (400, 404, 409, 412, 413, 503, 507) else 403
    answer = HttpResponse(
        f"{exception.message}\n", status=status, content_type="text/plain; charset=utf-8"
    )
    if status == 503:
        answer["Retry-After"] = "5"
    return answer


def prefers(request: HttpRequest, what: str) -> bool:
    """Tell whether a client prefers an answer so: `representation`, `minimal` (RFC 8144)."""
    said = request.headers.get("Prefer", "").replace(" ", "").lower().replace(";", ",").split(",")
    return f"return={what}" in said or (what == "minimal" and request.headers.get("Brief") == "t")
