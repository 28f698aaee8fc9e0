"""One key for all who serve a book: its fingerprint stands in the database."""

from allauth.mfa.models import Authenticator

from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.backups.key import fingerprint
from unisono.common.sealing import is_sealed, seal
from unisono.setup.models import Installation
from unisono.usecases.transaction import writing


class WrongKey(Exception):
    """The key in use is not the book's; says so in a sentence."""

    def __init__(self) -> None:
        super().__init__(
            "The key is not that of this book: put the right one into the file secret_key of the "
            "data folder, or into UNISONO_SECRET_KEY."
        )


def require_key() -> None:
    """Raise WrongKey where the key in use is not the book's."""
    present = Installation.objects.filter(pk=1).values_list("key", flat=True).first()
    if present and present != fingerprint():
        raise WrongKey


@writing
def seal_second_steps() -> None:
    """Seal what second steps are set up with, where a version of before stored it in clear."""
    for row in Authenticator.objects.all():
        clear = {
            name: value
            for name, value in row.data.items()
            if name in ("secret", "seed") and isinstance(value, str) and not is_sealed(value)
        }
        if clear:
            row.data.update({name: seal(value) for name, value in clear.items()})
            row.save(update_fields=["data"])


def _forget_second_steps() -> int:
    names = sorted(set(Authenticator.objects.values_list("user__username", flat=True)))
    Authenticator.objects.all().delete()
    for name in names:
        put_on_record(Action.SECOND_STEP_REMOVED, None, name)
    return len(names)


@writing
def take_key(instead: bool = False) -> int:
    """Write down the key in use as the book's, and return how many users have to set up their
    second step anew. Raises WrongKey where it has another, unless this one is to be used instead.
    """
    lost = 0
    if not instead:
        require_key()
    elif Installation.objects.filter(pk=1).exclude(key__in=("", fingerprint())).exists():
        lost = _forget_second_steps()
    Installation.objects.update_or_create(pk=1, defaults={"key": fingerprint()})
    return lost
