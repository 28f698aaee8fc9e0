"""What a user's name, role, salesperson and e-mail address accept."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

from unisono.access.models import User
from unisono.access.roles import Role
from unisono.cards.validation import Bad, check_text, missing_codes
from unisono.common.borders import Content, Given
from unisono.common.errors import Conflict, FieldError, Invalid
from unisono.common.text import composed, is_control, key_of


def clean(values: Given, present: User | None = None) -> Content:
    """Return the values as the columns of a user take them.

    Raises Invalid that names every bad one, Conflict where somebody else has the name or the
    address.
    """
    cleaned, errors = {}, []
    for name, value in values.items():
        column, check = _CHECKS[name]
        try:
            cleaned[column] = check(value)
        except Bad as bad:
            errors.append(FieldError(name, bad.code, bad.message))
    if errors:
        raise Invalid(errors)
    _require_free(cleaned, present)
    return cleaned


def _require_free(cleaned: Given, present: User | None) -> None:
    others = User.objects.exclude(pk=present.pk) if present else User.objects.all()
    name, email = cleaned.get("username"), cleaned.get("email")
    if name and others.filter(username__iexact=name).exists():
        raise Conflict(_("There is a user %(name)s already.") % {"name": name}, field="username")
    if email and (owner := others.filter(email=email).first()):
        raise Conflict(
            _("This is the e-mail address of %(name)s already.") % {"name": owner.username},
            field="email",
        )


def _username(value: str) -> str:
    name = composed(value)
    if not name or len(name) > 150 or any(is_control(char) or char.isspace() for char in name):
        raise Bad("characters", _("A user name has 1 to 150 characters without blanks."))
    return name


def _role(value: str) -> str:
    if value not in Role.values:
        raise Bad(
            "choice", _("This must be one of: %(choices)s.") % {"choices": ", ".join(Role.values)}
        )
    return value


def _salesperson(value: str) -> str | None:
    code = key_of(value)
    if code and missing_codes("setup.Salesperson", [code]):
        raise Bad("unknown", _("There is no code %(code)s in this list.") % {"code": value})
    return code or None


def _email(value: str) -> str:
    """Return the address in small letters: people sign in with it, and type it either way."""
    address = check_text(value, 254).lower()
    if not address:
        return ""
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise Bad(
            "email", _("This is not an e-mail address: %(value)s") % {"value": value}
        ) from error
    return address


_CHECKS: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "username": ("username", _username),
    "role": ("role", _role),
    "salesperson": ("salesperson_id", _salesperson),
    "email": ("email", _email),
}
