"""Users and the tokens of programs."""

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_user
from unisono.access.models import ApiToken, RequestKey, User
from unisono.access.roles import Actor, Role, require_administrator
from unisono.common.clock import clock
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound
from unisono.common.text import composed
from unisono.usecases.transaction import writing
from unisono.usecases.users.user_values import clean

KEPT_REQUEST_KEYS = timedelta(hours=24)


def digest_of(token: str) -> str:
    """Return what is stored of a token; it has 256 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@writing
def create_user(
    username: str,
    role: str,
    password: str | None = None,
    salesperson: str = "",
    email: str = "",
    *,
    actor: Actor | None,
) -> User:
    """Create a user. Raises Invalid, Conflict where name or e-mail is taken.

    Without password they can act by token only; with an e-mail, they can choose a password by
    "Forgot your password?". `actor` None is the command line, which has the database anyway.
    """
    if actor is not None:
        require_administrator(actor)
    values = {"username": username, "role": role, "salesperson": salesperson, "email": email}
    user = User(**clean(values))
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
    email: str | None = None,
    salesperson: str | None = None,
    forget_second_factor: bool = False,
) -> User:
    """Change what is given of a user; who is disabled is locked out with all tokens.

    Raises Invalid, NotFound, Conflict where the e-mail is taken or nobody would be administrator
    any more. `forget_second_factor` is for those who lost their telephone and their recovery codes.
    """
    if actor is not None:
        require_administrator(actor)
    user = user_named(username)
    given = {"role": role, "email": email, "salesperson": salesperson}
    for name, value in clean(
        {name: value for name, value in given.items() if value is not None}, user
    ).items():
        setattr(user, name, value)
    if password is not None:
        _set_password(user, password)
    if disabled is not None:
        user.is_active = not disabled
    _require_an_administrator(user)
    user.save()
    if forget_second_factor:
        Authenticator.objects.filter(user_id=user.pk).delete()
    return user


@writing
def choose_password(password: str, *, actor: Actor) -> User:
    """Store the password that a person chose for themselves. Raises Invalid, NotFound."""
    user = find_user(actor.name)
    _set_password(user, password)
    user.save(update_fields=["password"])
    return user


def sign_in_name(typed: str) -> str:
    """Return the name of the user whom this name or e-mail address means, or else what was typed,
    in small letters.
    """
    user = user_signing_in(typed)
    return user.username if user else composed(typed)[:150].lower()


def user_signing_in(typed: str) -> User | None:
    """Return the user whom this name or e-mail address means, also a disabled one; None."""
    text = composed(typed)[:150]
    return (
        User.objects.filter(username__iexact=text).first()
        or User.objects.filter(email=text.lower() or None).first()
    )


def user_named(username: str) -> User:
    """Return the user of this name, also a disabled one; raise NotFound."""
    user = User.objects.filter(username__iexact=composed(username)).first()
    if user is None:
        raise NotFound(_("There is no user %(name)s.") % {"name": username})
    return user


def _require_an_administrator(user: User) -> None:
    """Raise Conflict where this user was the last administrator and would not be one any more."""
    if user.is_active and user.role == Role.ADMINISTRATOR:
        return
    if (
        not User.objects.exclude(pk=user.pk)
        .filter(role=Role.ADMINISTRATOR, is_active=True)
        .exists()
    ):
        raise Conflict(_("The last administrator stays one."), field="role")


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
    user = user_named(username)
    if not user.is_active:
        raise NotFound(_("There is no user %(name)s.") % {"name": username})
    return user


def actor_named(username: str) -> Actor:
    """Return who acts, where a command says it by name; raise NotFound."""
    return actor_of_user(find_user(username))


@writing
def create_token(username: str, label: str = "", *, actor: Actor | None) -> str:
    """Return a new token of a user, which is shown this once; a token with the same label, if any,
    ends.
    """
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
    found = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(token), user__is_active=True)
        .first()
    )
    return found.user if found else None


def keep_answer(actor: Actor, status: int, answer: str, location: str) -> None:
    """Keep the answer of an idempotent request for a retry; forget those older than a day."""
    if actor.request_key is None:
        return
    mine = RequestKey.objects.filter(user_id=actor.user_id or 0, key=actor.request_key[0])
    mine.update(status=status, answer=answer, location=location)
    RequestKey.objects.filter(at__lt=clock() - KEPT_REQUEST_KEYS).delete()


def kept_answer(actor: Actor) -> RequestKey | None:
    """Return what is kept of an earlier request with the same key, if it is not older than a
    day.
    """
    if actor.request_key is None:
        return None
    since = clock() - KEPT_REQUEST_KEYS
    RequestKey.objects.filter(
        user_id=actor.user_id or 0, key=actor.request_key[0], at__lt=since
    ).delete()
    return RequestKey.objects.filter(user_id=actor.user_id or 0, key=actor.request_key[0]).first()
