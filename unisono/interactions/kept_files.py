"""Attachments, each under the SHA-256 of its content: in the data folder, the database, or where
`UNISONO_ATTACHMENTS` says.
"""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction

from unisono.interactions.storages import Database


class Damaged(OSError):
    """A kept file is not what was kept."""


def keep(content: bytes) -> str:
    """Keep a file and return its digest, by which it is found again; raises OSError where its place
    does not take it.
    """
    digest = digest_of(content)
    with transaction.atomic():
        if not hold(digest):
            _place().save(name_of(digest), ContentFile(content))
    return digest


def hold(digest: str) -> bool:
    """Tell whether a file is kept. In the database, nobody removes it until the transaction ends,
    nor keeps an equal one.
    """
    return bool(_place().exists(name_of(digest)))


def digest_of(content: bytes) -> str:
    """Return under which name a file is kept."""
    return hashlib.sha256(content).hexdigest()


def forget(digest: str) -> None:
    """Remove a kept file, if it is there; nothing may name it any more."""
    _place().delete(name_of(digest))


def content_of(digest: str) -> bytes:
    """Return a kept file, byte for byte. Raises FileNotFoundError where it is gone, Damaged where
    it is not what was kept, OSError where its place cannot be reached.
    """
    with _place().open(name_of(digest)) as file:
        content: bytes = file.read()
    if digest_of(content) != digest:
        raise Damaged(f"The attachment {digest} is damaged.")
    return content


def name_of(digest: str) -> str:
    """Return the name of a file in its place; raises ValueError for what is no digest."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError(digest)
    return f"{digest[:2]}/{digest}"


def are_in_database() -> bool:
    """Tell whether files are rows, which come and go with the tables."""
    return isinstance(_place(), Database)


def _place() -> Storage:
    return storages["attachments"]
