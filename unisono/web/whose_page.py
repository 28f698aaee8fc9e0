"""Whose page a form stood on, when the session it was made in is gone, or somebody else's by now.

Each sign-in has a secret of its own that the forms' tokens are made of. A signed cookie that
outlives the session says which of the latest secrets was whose; so the token alone tells it, with
or without JavaScript, and no form needs a field more.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, CSRF_TOKEN_LENGTH
from django.utils.crypto import salted_hmac

from unisono.access.models import User

COOKIE = "unisono_pages"
_SALT = "unisono.web.whose_page"
_MOST = 8  # sign-ins of one browser: older pages are nobody's, and their text is shown to be copied


def note_whose(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep in the browser whose pages have tokens of the present secret; nothing for nobody."""
    secret, user = request.META.get("CSRF_COOKIE"), getattr(request, "user", None)
    if not secret or not isinstance(user, User):
        return
    known, mark = _known(request), _mark(str(secret))
    if known.get(mark) == user.pk:
        return
    others = [(each, key) for each, key in known.items() if each != mark]
    response.set_cookie(
        COOKIE,
        signing.dumps([(mark, user.pk), *others][:_MOST], salt=_SALT),
        max_age=settings.CSRF_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def owner_of(request: HttpRequest) -> int | None:
    """Return the key of the user on whose page the form that was sent stood; None where that cannot
    be known.
    """
    token = request.POST.get("csrfmiddlewaretoken") or request.headers.get("X-CSRFToken", "")
    return _known(request).get(_mark(_secret_of(token)))


def _secret_of(token: str) -> str:
    """Return the secret that a token is made of, as Django masks it; "" for what is no token."""
    chars = CSRF_ALLOWED_CHARS
    if len(token) != CSRF_TOKEN_LENGTH or not set(token) <= set(chars):
        return ""
    mask, masked = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:]
    pairs = zip(masked, mask, strict=True)
    return "".join(chars[chars.index(one) - chars.index(other)] for one, other in pairs)


def _known(request: HttpRequest) -> dict[str, int]:
    """Return what the browser has kept, newest first; nothing of what we did not sign."""
    try:
        return dict(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return {}


def _mark(secret: str) -> str:
    """Return what stands for a secret: it tells nothing of it."""
    return salted_hmac(_SALT, secret, algorithm="sha256").hexdigest()[:24]
