"""Keeps bodies out of answers that must have none, whatever serves the application."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[..., Iterable[bytes]]
_WITHOUT_BODY = ("204", "304")


def bodiless(application: Application) -> Application:
    """Return a WSGI application with no body in answers to HEAD, and in 204 and 304 (RFC 9110,
    6.4.1, 8.6 and 9.3.2).

    On a connection that stays open such a body would be read as the beginning of the next answer.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        # Django begins its answer before it returns the body, and never writes past it.
        body = application(
            environ, lambda status, headers, _error=None: begun.append((status, headers))
        )
        status, headers = begun[-1]
        if status[:3] in _WITHOUT_BODY:
            _length_of(body)
            headers = [
                each
                for each in headers
                if status[:3] != "204" or each[0].lower() != "content-length"
            ]
            body = []
        elif environ["REQUEST_METHOD"] == "HEAD":
            length = _length_of(body)
            if all(name.lower() != "content-length" for name, _value in headers):
                # A server that is not told the length sends a chunked body of none, which is one,
                # too.
                headers = [*headers, ("Content-Length", str(length))]
            body = []
        start_response(status, headers)
        return body

    return answer


def _length_of(body: Iterable[bytes]) -> int:
    """Return how many bytes a body has, and let go of what it holds."""
    try:
        return sum(map(len, body))
    finally:
        if hasattr(body, "close"):
            body.close()
