"""How the product signs people in: allauth's decisions where ours differ."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from unisono.access.actors import actor_of_user
from unisono.access.models import User
from unisono.common.borders import Content
from unisono.usecases.users import users
from unisono.web.locks import client_address

log = logging.getLogger(__name__)
_MISMATCH = _("User name or password is not right.")


class Adapter(DefaultAccountAdapter):
    """No sign-up; one message for every failed sign-in; e-mail in the recipient's language."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "invalid_login": _MISMATCH,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many attempts. Wait a while, then try again."),
        "rate_limited": _("Too many attempts. Wait a while, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no: users are created by an administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Leave counting wrong passwords to axes, which says how long a lock lasts."""

    def is_safe_url(self, url: str) -> bool:
        """Tell whether to go there after signing in: this host only."""
        request: HttpRequest = self.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits count by."""
        return client_address(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go with a new password."""
        return resolve_url("mfa_index")

    def set_password(self, user: User, password: str) -> None:
        """Store a new password that the person chose, through the use case."""
        user.password = users.choose_password(password, actor=actor_of_user(user)).password

    def send_mail(self, template_prefix: str, email: str, context: Content) -> None:
        """Send in the recipient's language; a failure is for the log: the page must not tell who
        has an account.
        """
        user = context.get("user")
        language = getattr(user, "language", "") or translation.get_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("An e-mail to user %s could not be sent", user, exc_info=error)


class OneCheck(AuthenticationBackend):
    """Checks one password for each try, whether the name or e-mail address is known or not.

    allauth's own looks a user up by both, and hashes the password of a known address twice: who
    has an account could be measured.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        typed = str(credentials.get("username") or credentials.get("email") or "")
        user: User | None = self._check_password(
            users.user_signing_in(typed), credentials["password"]
        )
        return user


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step: only its words are ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or no longer valid."),
    }
