"""How the product signs people in: allauth's decisions where ours differ."""

import logging
from collections.abc import Callable
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from unisono.access.actors import actor_of_user
from unisono.access.models import User
from unisono.audit.models import Action
from unisono.common.borders import Content
from unisono.common.sealing import Unreadable, seal, unseal
from unisono.common.whence import client_address
from unisono.usecases.users import signing_in, users

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

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Put a failed sign-in on record; not those of a name that is locked, of which there may be
        any number.
        """
        if not getattr(request, "axes_locked_out", False):
            typed = credentials.get("username") or credentials.get("email") or ""
            signing_in.note_failed_sign_in(str(typed))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign somebody in, all steps being done."""
        super().login(request, user)
        signing_in.note_sign_in(user, _by(request, user))

    def logout(self, request: HttpRequest) -> None:
        """Sign somebody out."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            signing_in.note_sign_out(user)

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
        stored = users.choose_password(password, actor=actor_of_user(user))
        user.password, user.sessions_ended = stored.password, stored.sessions_ended

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


def _by(request: HttpRequest, user: User) -> str:
    """Return how somebody has just signed in: `password`, or the name of a provider."""
    records = get_authentication_records(request, user)
    first: Content = next((each for each in records if each["method"] != "mfa"), {})
    return str(first.get("provider") or first.get("method") or "")


_SECOND_STEPS = {
    "mfa/email/totp_activated": Action.SECOND_STEP_ADDED,
    "mfa/email/totp_deactivated": Action.SECOND_STEP_REMOVED,
    "mfa/email/recovery_codes_generated": Action.CODES_MADE,
}


class CodeForm(AuthenticateForm):
    """The code of the second step when signing in; a wrong one is put on record."""

    def clean_code(self) -> str:
        """Return the code."""
        return _put_on_record(super().clean_code, self.user)


class CodeAgainForm(ReauthenticateForm):
    """The code of the second step, asked for once more."""

    def clean_code(self) -> str:
        """Return the code."""
        return _put_on_record(super().clean_code, self.user)


def _put_on_record(check: Callable[[], str], user: User) -> str:
    try:
        return check()
    except ValidationError:
        signing_in.note_failed_code(user)
        raise


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step: its words are ours, and changes of it are put on record."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored: the database alone does not give it away."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; for one that another key sealed, one that nobody knows: of an
        empty one, anybody could compute the codes.
        """
        try:
            return unseal(encrypted_text)
        except Unreadable:
            return str(generate_totp_secret())

    def send_notification_mail(self, template_prefix: str, user: User, *args: object) -> None:
        """Put on record what allauth would write a mail about."""
        if action := _SECOND_STEPS.get(template_prefix):
            signing_in.note_second_step(action, user)

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or no longer valid."),
    }
