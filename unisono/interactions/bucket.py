"""Kept files in a bucket of S3, or of what speaks its language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

# Seconds, as of the database and the mail server.
_SOON = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})


class Bucket(S3Storage):
    """A bucket that raises OSError where it cannot be reached, as a disk does, and that soon: who
    attaches holds a transaction, who sends an e-mail a job.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config: Config = self.client_config.merge(_SOON)

    def _save(self, name: str, content: "File[Any]") -> str:
        with _reached():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        with _reached(), super()._open(name, mode) as file:
            return ContentFile(file.read(), name)

    def exists(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        with _reached():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Remove a file, if it is there."""
        with _reached():
            super().delete(name)


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"The bucket cannot be used: {error}") from error
