"""The key that signs sessions and links and hides second steps: its fingerprint, which tells
whether two are the same and nothing else.
"""

import os
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

FILE = "secret_key"


def fingerprint(key: str = "") -> str:
    """Return the fingerprint of a key; of the one in use, where none is given."""
    salt = "unisono.key.fingerprint"
    secret = key or settings.SECRET_KEY
    return salted_hmac(salt, "", secret=secret, algorithm="sha256").hexdigest()[:32]


def is_from_environment() -> bool:
    """Tell whether the key comes by UNISONO_SECRET_KEY, and not from the data folder."""
    return bool(os.environ.get("UNISONO_SECRET_KEY"))


def keep(key: str) -> None:
    """Put a key into the data folder, in the place of the one there, whole or not at all."""
    path = Path(settings.DATA) / FILE
    unfinished = path.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_text(key, encoding="ascii")
    unfinished.replace(path)
