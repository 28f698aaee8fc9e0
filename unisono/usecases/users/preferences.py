"""How a person likes the pages: their own to change, and nobody else's."""

from django.conf import settings
from django.utils.translation import gettext as _

from unisono.access.models import User
from unisono.access.roles import Actor
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, NotFound, unknown_field
from unisono.usecases.lists.lists import LISTS
from unisono.usecases.transaction import writing

_CHOICES = {"theme": ("", "light", "dark"), "density": ("", "comfortable")}
_MOST_COLUMNS = 60  # the longest list has 38
_LONGEST_NAME = 60  # characters of a column's name


@writing
def change_preferences(values: Given, *, actor: Actor) -> User:
    """Change the given ones of one's language, theme, density and columns. Raises Invalid,
    NotFound.

    "" is: as the browser says. `columns` is the name of a list → names of columns; lists not given
    keep theirs, and an empty list is the default.
    """
    # Two tabs change parts of the same preferences. NO KEY: records that name the user as their
    # maker are stored meanwhile.
    user = (
        User.objects.select_for_update(no_key=True)
        .filter(pk=actor.user_id or 0, is_active=True)
        .first()
    )
    if user is None:
        raise NotFound(_("There is no user %(name)s.") % {"name": actor.name})
    errors = [error for name, value in values.items() if (error := _error_of(name, value))]
    if errors:
        raise Invalid(errors)
    for name, value in values.items():
        setattr(user, name, _merged(user.columns, value) if name == "columns" else value)
    user.save(update_fields=list(values))
    return user


def _error_of(name: str, value: object) -> FieldError | None:
    choices = _CHOICES | {"language": ("", *(code for code, _name in settings.LANGUAGES))}
    if name == "columns":
        return (
            None
            if _are_columns(value)
            else FieldError(name, "type", _("This value is not allowed here."))
        )
    if name not in choices:
        return unknown_field(name)
    if value not in choices[name]:
        wanted = ", ".join(choice for choice in choices[name] if choice)
        return FieldError(
            name, "choice", _("This must be one of: %(choices)s.") % {"choices": wanted}
        )
    return None


def _are_columns(value: object) -> bool:
    """Tell whether this is a list's name → names of columns, none twice, within measure."""
    return isinstance(value, dict) and all(
        kind in LISTS
        and isinstance(names, list)
        and len(names) <= _MOST_COLUMNS
        and all(
            isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable()
            for name in names
        )
        and len(set(names)) == len(names)
        for kind, names in value.items()
    )


def _merged(present: Content, changed: Content) -> Content:
    return {kind: names for kind, names in (present | changed).items() if names}
