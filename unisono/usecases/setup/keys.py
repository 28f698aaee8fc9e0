"""One key for all who serve a book: its fingerprint stands in the database."""

from allauth.mfa.models import Authenticator

from unisono.backups.key import fingerprint
from unisono.setup.models import Installation


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


def take_key(instead: bool = False) -> int:
    """Write down the key in use as the book's, and return how many users have to set up their
    second step anew. Raises WrongKey where it has another, unless this one is to be used instead.
    """
    lost = 0
    if not instead:
        require_key()
    elif Installation.objects.filter(pk=1).exclude(key__in=("", fingerprint())).exists():
        lost = Authenticator.objects.values("user").distinct().count()
        Authenticator.objects.all().delete()
    Installation.objects.update_or_create(pk=1, defaults={"key": fingerprint()})
    return lost
