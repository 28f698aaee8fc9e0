"""Users and the tokens of programs."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from unisono.access.models import ApiToken, RequestKey, User
from unisono.access.roles import Actor, Role, require_administrator
from unisono.cards.validation import missing_codes
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound
from unisono.common.text import composed, is_control, key_of
from unisono.usecases.transaction import clock, writing

KEPT_REQUEST_KEYS = timedelta(hours=24)


def actor_of(user: User) -> Actor:
    """Return the user as somebody who acts."""
    return Actor(user.pk, user.username, user.role, user.salesperson_id or "")


def digest_of(token: str) -> str:
    """Return what is stored of a token; it has 256 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@writing
def create_user(
    username: str, role: str, password: str | None = None, salesperson: str = "", *, actor: Actor | None
) -> User:
    """Create a user; without password they can act by token only. Raises Invalid, Conflict where the name is taken.

    `actor` None is the command line, which has the database anyway.
    """
    if actor is not None:
        require_administrator(actor)
    name = composed(username)
    errors = []
    if not name or len(name) > 150 or any(is_control(char) or char.isspace() for char in name):
        errors.append(FieldError("username", "characters", _("A user name has 1 to 150 characters without blanks.")))
    if role not in Role.values:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(Role.values)}
        errors.append(FieldError("role", "choice", message))
    if salesperson and missing_codes("setup.Salesperson", [key_of(salesperson)]):
        errors.append(
            FieldError("salesperson", "unknown", _("There is no code %(code)s in this list.") % {"code": salesperson})
        )
    if errors:
        raise Invalid(errors)
    if User.objects.filter(username__iexact=name).exists():
        raise Conflict(_("There is a user %(name)s already.") % {"name": name}, field="username")
    user = User(username=name, role=role, salesperson_id=key_of(salesperson) or None)
    _set_password(user, password)
    user.save(force_insert=True)
    return user


@writing
def change_user(
    username: str,
    *,
    actor: Actor | None,
    role: str | None = None,
    password: str | None = None,
    disabled: bool | None = None,
) -> User:
    """Change what is given of a user; who is disabled is locked out with all tokens. Raises Invalid, NotFound."""
    if actor is not None:
        require_administrator(actor)
    user = User.objects.filter(username__iexact=composed(username)).first()
    if user is None:
        raise NotFound(_("There is no user %(name)s.") % {"name": username})
    if role is not None:
        user.role = role
    if password is not None:
        _set_password(user, password)
    if disabled is not None:
        user.is_active = not disabled
    if not User.objects.exclude(pk=user.pk).filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        if not user.is_active or user.role != Role.ADMINISTRATOR:
            raise Conflict(_("The last administrator stays one."), field="role")
    user.save()
    return user


def all_users() -> list[User]:
    """Return all users by name."""
    return list(User.objects.order_by("username"))


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid([FieldError("password", "weak", " ".join(error.messages))]) from error
    user.set_password(password)


def find_user(username: str) -> User:
    """Return the active user of this name; raise NotFound."""
    user = User.objects.filter(username__iexact=composed(username), is_active=True).first()
    if user is None:
        raise NotFound(_("There is no user %(name)s.") % {"name": username})
    return user


@writing
def create_token(username: str, label: str = "", *, actor: Actor | None) -> str:
    """Return a new token of a user, which is shown this once; a token with the same label, if any, ends."""
    if actor is not None:
        require_administrator(actor)
    user = find_user(username)
    if label:
        ApiToken.objects.filter(user=user, label=label).delete()
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(user=user, digest=digest_of(token), label=label)
    return token


def user_of_token(token: str) -> User | None:
    """Return the active user whose token this is."""
    found = ApiToken.objects.select_related("user").filter(digest=digest_of(token), user__is_active=True).first()
    return found.user if found else None


def keep_answer(actor: Actor, status: int, answer: str, location: str) -> None:
    """Keep the answer of an idempotent request for a retry; forget those older than a day."""
    if actor.request_key is None:
        return
    mine = RequestKey.objects.filter(user_id=actor.user_id or 0, key=actor.request_key[0])
    mine.update(status=status, answer=answer, location=location)
    RequestKey.objects.filter(at__lt=clock() - KEPT_REQUEST_KEYS).delete()


def kept_answer(actor: Actor) -> RequestKey | None:
    """Return what is kept of an earlier request with the same key, if it is not older than a day."""
    if actor.request_key is None:
        return None
    since = clock() - KEPT_REQUEST_KEYS
    RequestKey.objects.filter(user_id=actor.user_id or 0, key=actor.request_key[0], at__lt=since).delete()
    return RequestKey.objects.filter(user_id=actor.user_id or 0, key=actor.request_key[0]).first()
