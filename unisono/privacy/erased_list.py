"""The list of people who were erased, which lies beside the backups: what is restored from an older
one is erased again [10.2].
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from unisono.audit.models import Action, AuditEntry

NAME = "erased.json"


class Erased(NamedTuple):
    """A person who was erased: the number, and when (UTC)."""

    no: str
    at: datetime


def erased_folders() -> tuple[Path, ...]:
    """Return where the list lies: in the data folder, and beside the backups."""
    return (Path(settings.DATA), Path(settings.BACKUPS_FOLDER))


def erased_here() -> list[Erased]:
    """Return who was erased from this book."""
    rows = AuditEntry.objects.filter(action=Action.ERASED).order_by("pk")
    return [Erased(no, at) for no, at in rows.values_list("subject", "at")]


def write_list(folders: Iterable[Path]) -> None:
    """Write the list into the folders that are there, whole or not at all; one that cannot be
    written has to do with the list of before.
    """
    text = json.dumps([[each.no, each.at.isoformat()] for each in erased_here()])
    for folder in folders:
        unfinished = folder / f".{NAME}"
        with suppress(OSError):
            unfinished.touch(mode=0o600)
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(folder / NAME)


def read_lists(folders: Iterable[Path]) -> set[Erased]:
    """Return who is on the lists of these folders; raise ValueError for a list that is damaged."""
    found = set()
    for folder in folders:
        with suppress(FileNotFoundError):
            text = (folder / NAME).read_text(encoding="utf-8")
            found |= {Erased(str(no), datetime.fromisoformat(at)) for no, at in json.loads(text)}
    return {Erased(each.no, each.at.astimezone(UTC)) for each in found}
