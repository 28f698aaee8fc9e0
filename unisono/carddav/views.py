"""The door of phones: who comes, with which device, and what they ask for."""

import base64
import binascii
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from unisono.carddav import methods, writing_methods
from unisono.carddav.answers import Condition, of_exception
from unisono.common.errors import Refused
from unisono.common.hostile import refuse_address, refuse_body
from unisono.common.text import is_control
from unisono.exchange.single_card import BadCard
from unisono.setup.code_names import base_of
from unisono.setup.queries import setup_now
from unisono.usecases.address_books.app_passwords import device_by, refuse_guessing

_METHODS = {
    "GET": methods.get,
    "HEAD": methods.get,
    "PROPFIND": methods.propfind,
    "PROPPATCH": writing_methods.proppatch,
    "REPORT": methods.run_report,
    "DELETE": writing_methods.delete,
    "MOVE": writing_methods.move,
    **dict.fromkeys(("COPY", "MKCOL", "MKCALENDAR", "ACL"), writing_methods.forbidden),
}
_CHALLENGE = 'Basic realm="Unisono", charset="UTF-8"'
_BOOKS_LANGUAGE = "carddav-language"
Handler = Callable[[HttpRequest], HttpResponseBase]
_OFFERED = "1, 3, access-control, addressbook"


@csrf_exempt
@login_not_required
def door(request: HttpRequest, below: str = "") -> HttpResponseBase:
    """Answer a phone or a mail program: by the app password of a device, and by nothing else. What
    is `below` is read from the path as it was sent.
    """
    answer = _answered(request)
    answer["DAV"] = _OFFERED
    answer["Cache-Control"] = "private, no-cache"
    if request.method == "OPTIONS" or answer.status_code == 405:
        answer["Allow"] = methods.ALLOWED
    return answer


def _answered(request: HttpRequest) -> HttpResponseBase:
    if request.method == "OPTIONS":
        # What there is (RFC 6352 6.1); says nothing that is not known of every server.
        return HttpResponse(status=200)
    try:
        refuse_body(request)
        refuse_address(request)
        return _let_in(request)
    except (Refused, BadCard, Condition) as refusal:
        answer = of_exception(request, refusal)
        assert answer is not None
        return answer


def _let_in(request: HttpRequest) -> HttpResponseBase:
    username, password = _credentials(request)
    found = device_by(username, password) if username and password else None
    if found is None:
        return _turned_away(request, username)
    token, actor = found
    request.auth = actor  # type: ignore[attr-defined]  # for the line in the log
    handler = _METHODS.get(request.method or "")
    with translation.override(_language(request, token.user.language)):
        if request.method == "PUT":
            return writing_methods.put(request, request.path_info, actor, token.pk)
        if handler is None:
            return HttpResponse(status=405)
        return handler(request, request.path_info, actor)


def _language(request: HttpRequest, chosen: str) -> str:
    """Return in which language a phone is told of things: its person's, else what it asks for, else
    the book's.
    """
    if chosen or "Accept-Language" in request.headers:
        return chosen or translation.get_language() or "en"
    known = caches["memory"].get(_BOOKS_LANGUAGE)
    if known is None:
        known = base_of(setup_now().default_language_code or "en")
        caches["memory"].set(_BOOKS_LANGUAGE, known, 60)  # seconds: each poll would read it anew
    return str(known)


def led_to_books(get_response: Handler) -> Handler:
    """Lead programs that ask the server's root for books to where they are."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.method in ("PROPFIND", "REPORT") and request.path_info == "/":
            return well_known(request)
        return get_response(request)

    return handle


def _turned_away(request: HttpRequest, username: str) -> HttpResponse:
    if username and refuse_guessing(request, username):
        answer = HttpResponse(status=429)
        answer["Retry-After"] = "900"
        return answer
    answer = HttpResponse(status=401)
    answer["WWW-Authenticate"] = _CHALLENGE
    return answer


def _credentials(request: HttpRequest) -> tuple[str, str]:
    """Return the name and the password of Basic authentication (RFC 7617), blanks for none."""
    sort, _blank, text = request.headers.get("Authorization", "").partition(" ")
    if sort.lower() != "basic":
        return "", ""
    try:
        decoded = base64.b64decode(text.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    if any(map(is_control, decoded)):
        return "", ""  # of nobody; the counters of failures do not take it
    name, _colon, password = decoded.partition(":")
    return name, password


@csrf_exempt
@login_not_required
def well_known(request: HttpRequest) -> HttpResponse:
    """Lead to where the books are (RFC 6764 5)."""
    answer = HttpResponse(status=301)
    answer["Location"] = request.build_absolute_uri("/carddav/")
    return answer
