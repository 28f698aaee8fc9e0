"""What people do at the doors: steps of the stories about signing in."""

import re
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.cache import cache

from tests.web.conftest import PASSWORD
from unisono.access.models import User


def sign_in(visitor, login="omar", password=PASSWORD, query="", **extra):
    """Fill in the form of signing in; the answer."""
    return visitor.post(f"/account/login/{query}", {"login": login, "password": password}, **extra)


def is_inside(visitor):
    """Tell whether somebody is signed in: the page of one's own security is shown."""
    return visitor.get("/account/mfa/").status_code == 200


def with_second_step(name="omar"):
    """Give somebody a second step; return (secret of the app, recovery codes)."""
    user, secret = User.objects.get(username=name), generate_totp_secret()
    TOTP.activate(user, secret)
    return secret, RecoveryCodes.activate(user).get_unused_codes()


def code_now(secret):
    """The code that the app shows now; as if this one was not used yet."""
    cache.clear()
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def messages_on(page):
    """The page's text without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def session_cookie(visitor):
    """The cookie of the session as it was set."""
    return visitor.cookies[settings.SESSION_COOKIE_NAME]
