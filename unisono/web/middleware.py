"""What stands around every page: hostile requests out, sign-in demanded, refusals told."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from unisono.common.errors import Refused
from unisono.common.hostile import refuse_address, refuse_body, refuse_form
from unisono.records.queries import MergedAway, moved_path
from unisono.web import code_names
from unisono.web.kept_forms import kept_page, may_be_kept, signed_out_part
from unisono.web.parts import is_part
from unisono.web.problems import problem_page
from unisono.web.whose_page import note_whose

LEAVING = "account_logout"
Handler = Callable[[HttpRequest], HttpResponseBase]
UPLOADS = ("/import/", "/setup/post-codes")
_ATTACHING = re.compile(
    r"/interactions/\d+/attach|/contacts/[^/]+/(interactions/new|email)|/[a-z-]+/[^/]+/email"
)


def is_page(request: HttpRequest) -> bool:
    """Tell whether this is for people; programs have their own answers."""
    return not request.path_info.startswith(("/api/", "/static/", "/carddav", "/.well-known/"))


def _limit(path: str) -> int | None:
    """Return how large a request to an address may be, None for the usual."""
    if path in UPLOADS:
        return settings.MOST_UPLOADED_BYTES
    return settings.MOST_ATTACHED_BYTES if _ATTACHING.fullmatch(path) else None


class Refusals:
    """Answers what a rule refuses with a page that says what to do; hostile requests before
    anything else.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer to a request, or the page that refuses it."""
        if is_page(request):
            code_names.forget()
            try:
                refuse_body(request, _limit(request.path_info))
                refuse_address(request)
                refuse_form(request)
            except Refused as refusal:
                return problem_page(request, refusal)
        response = self.get_response(request)
        if is_page(request):
            # Personal data are nobody else's to keep: no shared cache stores a page, and each visit
            # asks anew.
            response.headers.setdefault("Cache-Control", "private, no-cache")
            note_whose(request, response)
            if request.method == "POST" and request.path_info == resolve_url(LEAVING):
                response.headers["Clear-Site-Data"] = (
                    '"cache"'  # nor does Back show it after signing out
                )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a refusal that a view raised; anything else is a defect."""
        if not isinstance(exception, Refused) or not is_page(request):
            return None
        if isinstance(exception, MergedAway) and request.method == "GET":
            if path := moved_path(request.path_info, request.META.get("QUERY_STRING", "")):
                return HttpResponseRedirect(path)
        return problem_page(request, exception)


class SignedIn(LoginRequiredMiddleware):
    """Every page demands a sign-in, except those that say otherwise (`login_not_required`); the API
    has its tokens.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Return the way to the sign-in page for somebody unknown, else None."""
        if not is_page(request):
            return None
        way_in = super().process_view(request, view_func, view_args, view_kwargs)
        if way_in is None:
            return None
        # What was typed stays where it is: in the page that asked for a part, or with the form.
        if is_part(request):
            return signed_out_part(request, "out", 401)
        return kept_page(request) if may_be_kept(request) else way_in
