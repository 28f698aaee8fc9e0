"""The language of the pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in a language."""
    translation.activate(language)
    request.LANGUAGE_CODE = language


def preferred_language(get_response: Handler) -> Handler:
    """Speak the language that the signed-in person chose; without a choice, the browser's stands.

    The API is left alone: its language is the request's, and looking at the person would read the
    session.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            language = getattr(request.user, "language", "")
            if language:
                speak(request, language)
        return get_response(request)

    return handle
