"""Asking once more who somebody is, before they touch who may do what."""

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from unisono.common.errors import Refused

_APP = "unisono"


def confirm(request: HttpRequest) -> None:
    """Send whoever has not shown their password or second step for a while there, and then on with
    what they asked for.
    """
    raise_if_reauthentication_required(request, app=_APP)


def refuse_unconfirmed(request: HttpRequest) -> None:
    """Raise Refused for a form whose sender was not asked for a while. It is not kept meanwhile, as
    `confirm` would do, since there may be a password in it.
    """
    if is_reauthentication_required(request, app=_APP):
        raise Refused(
            _(
                "It is a while since you showed who you are. Do so in another tab, at %(address)s, "
                "then save once more."
            )
            % {"address": request.build_absolute_uri(reverse("account_reauthenticate"))},
            code="confirm-first",
        )
