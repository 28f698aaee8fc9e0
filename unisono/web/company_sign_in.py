"""Signing in by the company's provider: whom it vouches for is a user by e-mail address; nobody
becomes one by it.
"""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from unisono.usecases.users import signing_in

log = logging.getLogger(__name__)


class CompanyAdapter(DefaultSocialAccountAdapter):
    """Lets in who is a user, and says to others why not."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whom no user has the verified address of; whom one has is that user from then on.

        Done here, since allauth would take the password away: it does not know that administrators
        vouch for addresses.
        """
        if sociallogin.is_existing:
            if sociallogin._did_authenticate_by_email:
                sociallogin.connect(request, sociallogin.user)
                sociallogin._did_authenticate_by_email = None
            return
        address = next((each.email for each in sociallogin.email_addresses if each.verified), "")
        sentence = _("Nobody here has the e-mail address %(address)s. Ask an administrator.")
        if not address:
            sentence = _("Your company's sign-in did not confirm an e-mail address of yours.")
        raise _back(request, sentence % {"address": address})

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return no: users are created by an administrator."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: object = None,
        exception: Exception | None = None,
        extra_context: object = None,
    ) -> None:
        """Go back to the page of signing in, and say that it failed; why is for the log."""
        log.warning("Sign-in by the provider failed: %s %s", error, exception)
        raise _back(request, _("The sign-in of your company did not work. Please try again."))


def _back(request: HttpRequest, sentence: str) -> ImmediateHttpResponse:
    signing_in.note_failed_sign_in("")
    messages.error(request, sentence)
    return ImmediateHttpResponse(HttpResponseRedirect(resolve_url("account_login")))
