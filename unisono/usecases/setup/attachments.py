"""Attachments follow their setting: what lies where it lay before goes where it is looked for."""

import re
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages

from unisono.interactions import kept_files
from unisono.interactions.models import KeptFile
from unisono.interactions.storages import Folder

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def move_attachments() -> int:
    """Move the attachments of the data folder and of the database to where they are kept by now;
    return how many. Each is there before it goes here, so that one that is killed is only to be
    begun again. Raises OSError where the new place does not take them.
    """
    return _from_folder(Path(settings.MEDIA_ROOT)) + _from_database()


def _from_folder(folder: Path) -> int:
    place = storages["attachments"]
    if isinstance(place, Folder) and _is_same(Path(place.location), folder):
        return 0
    found = [path for path in folder.glob("*/*") if _DIGEST.fullmatch(path.name)]
    for path in found:
        digest = kept_files.keep(path.read_bytes())
        kept_files.content_of(digest)  # it can be read where it is by now, before it goes here
        path.unlink()
    return len(found)


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two names are of one folder: links and mounts give it several."""
    return one.exists() and other.exists() and one.samefile(other)


def _from_database() -> int:
    if kept_files.are_in_database():
        return 0
    keys = list(KeptFile.objects.values_list("pk", flat=True))
    for key in keys:
        row = KeptFile.objects.get(pk=key)  # one at a time: each may have 10 MB
        kept_files.keep(bytes(row.content))
        row.delete()
    return len(keys)
