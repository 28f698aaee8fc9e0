"""Secrets that are stored so that the database alone does not give them away: sealed with the key
of the installation.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

_MARK = "sealed:"


class Unreadable(ValueError):
    """Something was sealed with another key."""


def seal(text: str) -> str:
    """Return a secret as it is stored."""
    return _MARK + _fernet().encrypt(text.encode()).decode()


def is_sealed(stored: str) -> bool:
    """Tell whether a stored secret is sealed, with whichever key."""
    return stored.startswith(_MARK)


def unseal(stored: str) -> str:
    """Return a stored secret; one of before they were sealed is as it is. Raises Unreadable."""
    if not is_sealed(stored):
        return stored
    try:
        return _fernet().decrypt(stored.removeprefix(_MARK)).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _fernet() -> Fernet:
    key = hashlib.sha256(b"unisono.sealing" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
