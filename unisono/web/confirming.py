"""Asking once more who somebody is, before they touch who may do what."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from unisono.access.models import User
from unisono.common.errors import Refused

_APP = "unisono"


def confirm(request: HttpRequest) -> None:
    """Send whoever has not shown their password or second step for a while there, and then on with
    what they asked for. Raises Refused for those who can only sign in again.
    """
    if _has_something_to_show(request):
        raise_if_reauthentication_required(request, app=_APP)
    else:
        _refuse_long_signed_in(request)


def refuse_unconfirmed(request: HttpRequest) -> None:
    """Raise Refused for a form whose sender was not asked for a while. It is not kept meanwhile, as
    `confirm` would do, since there may be a password in it.
    """
    if not _has_something_to_show(request):
        _refuse_long_signed_in(request)
    elif is_reauthentication_required(request, app=_APP):
        raise Refused(
            _(
                "It is a while since you showed who you are. Do so in another tab, at %(address)s, "
                "then save once more."
            )
            % {"address": request.build_absolute_uri(reverse("account_reauthenticate"))},
            code="confirm-first",
        )


def _has_something_to_show(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and bool(get_reauthentication_flows(request.user))


def _refuse_long_signed_in(request: HttpRequest) -> None:
    """Refuse those whom the company's provider vouches for, who have neither password nor second
    step here, unless it did so just now.
    """
    records = get_authentication_records(request, request.user)
    shown_at = records[-1]["at"] if records else 0
    if time.time() - shown_at > app_settings.REAUTHENTICATION_TIMEOUT:
        message = _("It is a while since you signed in. Sign out and in again, then go on.")
        raise Refused(message, code="confirm-first")
