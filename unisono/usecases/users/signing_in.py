"""What is on record of signing in: who came, who failed, and who has which second step."""

from unisono.access.models import User
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common import whence
from unisono.usecases.transaction import writing
from unisono.usecases.users import failures
from unisono.usecases.users.users import user_signing_in


@writing
def note_sign_in(user: User, by: str) -> None:
    """Put on record that somebody signed in, by `password` or the name of a provider."""
    put_on_record(Action.SIGNED_IN, user, user.username, by=by)


@writing
def note_sign_out(user: User) -> None:
    """Put on record that somebody signed out."""
    put_on_record(Action.SIGNED_OUT, user, user.username)


def note_failed_sign_in(typed: str) -> None:
    """Put on record that somebody failed to sign in. What was typed is kept only where it is a
    user: people type their passwords there, too. Of nobody known, an address is on record once in
    a quarter of an hour, and for a hundred failures: anybody can fail, and the audit keeps it.
    """
    user = user_signing_in(typed)
    if user is not None:
        _note_failure(user.username)
    elif not failures.are_too_many(Action.SIGN_IN_FAILED, whence.address.get()):
        failures.count(Action.SIGN_IN_FAILED, whence.address.get())


@writing
def _note_failure(username: str) -> None:
    put_on_record(Action.SIGN_IN_FAILED, None, username)


@writing
def note_failed_code(user: User) -> None:
    """Put on record that the code of the second step was wrong."""
    put_on_record(Action.CODE_FAILED, user, user.username)


@writing
def note_second_step(action: Action, user: User) -> None:
    """Put on record that somebody set up their second step, removed it, or made recovery codes."""
    put_on_record(action, user, user.username)
