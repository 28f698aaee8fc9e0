"""Too many failures: who is meant by a typed name, from where, and the pages that say no."""

import math
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from unisono.access.queries import last_failed_sign_in
from unisono.common.borders import Content
from unisono.common.whence import client_address
from unisono.usecases.users import users
from unisono.web.kept_forms import kept_page, may_be_kept, signed_out_part
from unisono.web.parts import is_part

Credentials = Content | None


def account_name(request: HttpRequest, credentials: Credentials) -> str:
    """Return the one name under which failures count, however a person writes it: name or e-mail,
    small or capital.
    """
    given = credentials or {"username": request.POST.get("login", "")}
    return users.sign_in_name(str(given.get("username") or given.get("email") or ""))


def locked_page(
    request: HttpRequest, response: HttpResponse, credentials: Credentials
) -> HttpResponse:
    """Say that sign-in is locked, and for how long."""
    last = last_failed_sign_in(account_name(request, credentials), client_address(request))
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    rest = (last or now()) + cool_off - now()
    minutes = max(1, math.ceil(rest.total_seconds() / 60))
    sentence = _("Sign-in under this name is locked for %(minutes)s minutes.") % {
        "minutes": minutes
    }
    if minutes == 1:
        sentence = _("Sign-in under this name is locked for another minute.")
    page = render(request, "account/locked.html", {"sentence": sentence}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form without a valid token: it was open too long, somebody signed in meanwhile,
    or another site sent it.
    """
    if is_part(request):
        return signed_out_part(request, "stale", 403)
    if may_be_kept(request):
        return kept_page(request)
    return render(request, "account/stale.html", status=403)
