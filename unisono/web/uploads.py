"""Files that wait between the dry run and the import: kept in the data folder, for an hour, for their own person."""

import re
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from unisono.access.roles import Actor
from unisono.common.errors import NotFound

_KEPT_SECONDS = 3600
_NAME = re.compile(r"[0-9]+-[A-Za-z0-9_-]{16,32}\.(csv|xlsx)")


def keep(file: "UploadedFile[bytes]", actor: Actor) -> str:
    """Keep an uploaded file and return the name by which it is found again; forget those of more than an hour ago."""
    folder = _folder()
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    suffix = "xlsx" if str(file.name).lower().endswith((".xlsx", ".xlsm", ".ods", ".xls")) else "csv"
    name = f"{actor.user_id}-{secrets.token_urlsafe(16)}.{suffix}"
    with (folder / name).open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return name


def path_of(name: str, actor: Actor) -> Path:
    """Return where a kept file lies; raise NotFound for any name that this person was not given, or too late."""
    path = _folder() / name
    if not _NAME.fullmatch(name) or not name.startswith(f"{actor.user_id}-") or not path.is_file():
        raise NotFound("")
    return path


def take(name: str, actor: Actor) -> Path:
    """Take a kept file for its import, which no other request can take any more; raise NotFound as `path_of` does."""
    path = path_of(name, actor)
    taken = path.with_name(f"taken-{path.name}")
    try:
        return path.rename(taken)
    except FileNotFoundError as error:
        raise NotFound("") from error


def give_back(taken: Path) -> None:
    """Keep a file that was taken again: it was not imported."""
    taken.rename(taken.with_name(taken.name.removeprefix("taken-")))


def _folder() -> Path:
    folder = Path(settings.DATA) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
