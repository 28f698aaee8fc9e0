"""Refusals: what the product says no to, with a stable code, a status and a sentence to act on."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from unisono.common.conflicts import FieldConflict


class FieldError(NamedTuple):
    """One bad field: its name as the contract has it, a stable code, a sentence in the reader's
    language.
    """

    field: str
    code: str
    message: str


class Refused(Exception):
    """An anticipated no. `code` is the slug of the contract; `extra` are further members of the
    problem document.
    """

    code = "refused"
    status = 422

    def __init__(
        self,
        message: str,
        *,
        field: str = "",
        code: str = "",
        errors: Sequence[FieldError] = (),
        **extra: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.errors = tuple(errors) or ((FieldError(field, self.code, message),) if field else ())
        self.extra = extra


class Invalid(Refused):
    """Fields that break a rule; nothing was stored."""

    code = "invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(
            " ".join(f"{error.field}: {error.message}" for error in errors), errors=errors
        )


class Conflict(Refused):
    """The present state does not allow it."""

    code = "conflict"
    status = 409


class EditConflict(Conflict):
    """Somebody changed the same fields since [3.5]."""

    code = "edit-conflict"

    def __init__(
        self, conflicts: Sequence[FieldConflict], version: int = 0, hidden: int = 0
    ) -> None:
        self.conflicts, self.hidden = list(conflicts), hidden
        self.version = (
            version  # of the record whose values were compared; 0 where they are of several
        )
        fields = ", ".join(dict.fromkeys(conflict.field for conflict in conflicts))
        said = [_("Changed meanwhile: %(fields)s.") % {"fields": fields}] if fields else []
        if hidden:
            message = _("On records that you may not see, %(count)s fields changed meanwhile.")
            said.append(message % {"count": hidden})
        shown = [conflict.shown() for conflict in conflicts]
        more: dict[str, Any] = {"hidden": hidden} if hidden else {}
        super().__init__(" ".join(said), conflicts=shown, **more)


class InUse(Conflict):
    """Something depends on it."""

    code = "in-use"


class NotAllowed(Refused):
    """The person's role does not include it [10.3]."""

    code = "not-allowed"
    status = 403


class NotFound(Refused):
    """There is no such thing, or not for this person."""

    code = "not-found"
    status = 404


class PreconditionFailed(Refused):
    """The version that was sent along is not the present one."""

    code = "precondition-failed"
    status = 412


class Overloaded(Refused):
    """There is too much to do at this moment, or what it takes is away; a while later it works."""

    code = "overloaded"
    status = 503


class StorageFull(Refused):
    """There is no room to store anything."""

    code = "storage-full"
    status = 507


class Outdated(Exception):
    """A plan was made on versions that are not there any more; the use case plans again."""


def required(field: str) -> FieldError:
    """Return the error of a field that must be filled."""
    return FieldError(field, "required", _("This must be filled in."))


def unknown_field(field: str) -> FieldError:
    """Return the error of a field that does not exist."""
    return FieldError(field, "unknown-field", _("There is no field of this name."))


class KeyInUse(Exception):
    """An Idempotency-Key is being used by another request; the interface answers from what that one
    stored.
    """
