"""The key that signs sessions and links and hides second steps: its fingerprint, which tells
whether two are the same and nothing else.
"""

import os
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from unisono.common.private_files import write_whole

FILE = "secret_key"


def fingerprint() -> str:
    """Return the fingerprint of the key in use."""
    return salted_hmac("unisono.key.fingerprint", "", algorithm="sha256").hexdigest()[:32]


def is_from_environment() -> bool:
    """Tell whether the key comes by UNISONO_SECRET_KEY, and not from the data folder."""
    return bool(os.environ.get("UNISONO_SECRET_KEY"))


def keep(key: str) -> None:
    """Put a key into the data folder, in the place of the one there, whole or not at all."""
    write_whole(Path(settings.DATA) / FILE, key)
