"""Attachments in the data folder: each under the SHA-256 of its content, written whole or not at
all.
"""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


def keep(content: bytes) -> str:
    """Keep a file and return its digest, by which it is found again; raises OSError where the disk
    does not take it.
    """
    digest = digest_of(content)
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{digest}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return digest


def digest_of(content: bytes) -> str:
    """Return under which name a file is kept."""
    return hashlib.sha256(content).hexdigest()


def forget(digest: str) -> None:
    """Remove a kept file, if it is there; nothing may name it any more."""
    path_of(digest).unlink(missing_ok=True)


def content_of(digest: str) -> bytes:
    """Return a kept file, byte for byte; raises OSError where it is gone or is not what was
    kept.
    """
    content = path_of(digest).read_bytes()
    if digest_of(content) != digest:
        raise OSError(f"The attachment {digest} is damaged.")
    return content


def path_of(digest: str) -> Path:
    """Return where a file of this digest lies; raises ValueError for what is no digest."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError(digest)
    return Path(settings.ATTACHMENTS_FOLDER) / digest[:2] / digest
