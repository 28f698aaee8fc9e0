"""Where kept files lie: in a folder, or in the database, which all machines see. A bucket is
another place (`bucket.py`).
"""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage

from unisono.interactions.models import KeptFile


class Folder(FileSystemStorage):
    """A folder: `location`, or MEDIA_ROOT. Files are written whole or not at all, and are on the
    disk when that is said.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name as it is: a file of the same name has the same content."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content.read())
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        return name


class Database(Storage):
    """The table KeptFile: a file is there as soon as the transaction is that names it."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name as it is: a file of the same name has the same content."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        file = KeptFile(name=name, content=content.read())
        # Somebody else may keep an equal one at this moment.
        KeptFile.objects.bulk_create([file], ignore_conflicts=True)
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        content = KeptFile.objects.filter(name=name).values_list("content", flat=True).first()
        if content is None:
            raise FileNotFoundError(f"The file {name} is not in the database.")
        return ContentFile(bytes(content), name)

    def exists(self, name: str) -> bool:
        """Tell whether there is a file of this name, and lock it for the transaction: between this
        and the row that names the file, nobody removes it.
        """
        return bool(KeptFile.objects.select_for_update().filter(name=name).values_list("pk"))

    def delete(self, name: str) -> None:
        """Remove a file, if it is there."""
        KeptFile.objects.filter(name=name).delete()
