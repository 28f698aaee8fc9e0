"""Users: who they are, what they may, and how they sign in."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_user
from unisono.access.models import ApiToken, User
from unisono.access.roles import Actor, Role, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common.borders import Content
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound
from unisono.common.text import composed
from unisono.usecases.transaction import writing
from unisono.usecases.users.user_values import clean


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
    given = {"role": user.role, "email": user.email, "salesperson": user.salesperson_id or ""}
    put_on_record(Action.USER_CREATED, actor, user.username, **given)
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
    """Change what is given of a user. Whoever is disabled is locked out at once, and finds neither
    tokens nor sessions of before when let in again; a new password ends both, too.

    Raises Invalid, NotFound, Conflict where the e-mail is taken or nobody would be administrator
    any more. `forget_second_factor` is for those who lost their telephone and their recovery codes.
    """
    if actor is not None:
        require_administrator(actor)
    # Two who change a user, or two users, must not leave the book without an administrator.
    _hold_administrators()
    user = user_named(username)
    before = _on_record(user)
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
    after = _on_record(user)
    changed = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
    if changed:
        put_on_record(Action.USER_CHANGED, actor, user.username, **changed)
    if password is not None:
        end_access(user)
        put_on_record(Action.PASSWORD_CHANGED, actor, user.username)
    elif "disabled" in changed:
        end_access(user)
    if password is not None or changed.keys() & {"disabled", "email"}:
        # Whom the company's provider vouched for is to be vouched for anew, by the address.
        SocialAccount.objects.filter(user_id=user.pk).delete()
    if forget_second_factor and Authenticator.objects.filter(user_id=user.pk).delete()[0]:
        put_on_record(Action.SECOND_STEP_REMOVED, actor, user.username)
    return user


def _on_record(user: User) -> Content:
    """Return of a user what the audit tells."""
    return {
        "role": user.role,
        "email": user.email,
        "salesperson": user.salesperson_id or "",
        "disabled": not user.is_active,
    }


def _hold_administrators() -> None:
    rows = User.objects.filter(role=Role.ADMINISTRATOR).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def end_access(user: User) -> None:
    """End all tokens and sessions of a user, for good."""
    ApiToken.objects.filter(user_id=user.pk).delete()
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])


@writing
def choose_password(password: str, *, actor: Actor) -> User:
    """Store the password that a person chose for themselves, which ends their tokens and sessions.
    Raises Invalid, NotFound.
    """
    user = find_user(actor.name)
    _set_password(user, password)
    user.save(update_fields=["password"])
    end_access(user)
    put_on_record(Action.PASSWORD_CHANGED, actor, user.username)
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


def actor_or_administrator(name: str | None) -> Actor:
    """Return in whose name a command acts: the user who is named, else the first administrator;
    raise NotFound.
    """
    if name:
        return actor_named(name)
    rows = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    user = rows.first()
    if user is None:
        raise NotFound(_("There is no administrator."))
    return actor_of_user(user)
