"""Answers to requests that only replace a part of the page."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from unisono.common.borders import Content
from unisono.common.errors import FieldError


def texts(query: QueryDict) -> dict[str, str]:
    """Return what a query or form sent, each name once."""
    return {name: str(text) for name, text in query.items()}


def is_part(request: HttpRequest) -> bool:
    """Tell whether the script asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def part(request: HttpRequest, template: str, context: Content, status: int = 200) -> HttpResponse:
    """Return a part of the page, with the messages that wait beside it."""
    response = render(request, template, context, status=status)
    if messages.get_messages(request):
        response.content += render(request, "parts/messages.html", {"beside": True}).content
    return response


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page, also from within a part."""
    if is_part(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def told(request: HttpRequest, trigger: str = "") -> HttpResponse:
    """Return the messages alone, as the part that was asked for; the page hears the trigger."""
    response = render(request, "parts/messages.html")
    if trigger:
        response["HX-Trigger"] = trigger
    return response


def say(request: HttpRequest, text: str, change_set: int | None = None, act: str = "") -> None:
    """Leave a message for the next page, with *Undo* where a change set or a whole act can be
    undone.
    """
    undo = f"set-{change_set}" if change_set is not None else f"act-{act}" if act else ""
    messages.success(request, text, extra_tags=undo)


def say_logged(request: HttpRequest, text: str, entry: int) -> None:
    """Say that something logged itself, with *Undo*, and the way to the entry."""
    messages.success(request, text, extra_tags=f"entry-{entry}")


def warn_all(request: HttpRequest, warnings: Iterable[FieldError]) -> None:
    """Say what a use case wants known, though it did what was asked."""
    for warning in warnings:
        warn(request, warning.message)


def warn(request: HttpRequest, text: str) -> None:
    """Leave a warning for the next page."""
    messages.warning(request, text)
