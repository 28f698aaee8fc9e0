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
from unisono.common.private_files import write_whole
from unisono.setup.models import Installation

NAME = "erased.json"


class Erased(NamedTuple):
    """A person who was erased: from which book, the number, and when (UTC)."""

    book: str
    no: str
    at: datetime


def erased_folders() -> tuple[Path, ...]:
    """Return where the list lies: in the data folder, and beside the backups."""
    return (Path(settings.DATA), Path(settings.BACKUPS_FOLDER))


def erased_here() -> list[Erased]:
    """Return who was erased from this book."""
    book = Installation.objects.values_list("book", flat=True).first()
    rows = AuditEntry.objects.filter(action=Action.ERASED).order_by("pk")
    erased = rows.values_list("subject", "at")
    return [Erased(book.hex, no, at) for no, at in erased] if book else []


def write_list(folders: Iterable[Path], more: Iterable[Erased] = ()) -> None:
    """Add who was erased here, and more, to the lists of the folders that are there, each whole or
    not at all: who is on one stays on it, also of other books, and where this one has forgotten
    them by an older backup.

    A list that cannot be written, or is damaged, stays as it is.
    """
    mine = {*erased_here(), *more}
    for folder in folders:
        with suppress(OSError, ValueError, TypeError):
            erased = sorted(mine | read_lists([folder]))
            text = json.dumps([[each.book, each.no, each.at.isoformat()] for each in erased])
            write_whole(folder / NAME, text)


def read_lists(folders: Iterable[Path]) -> set[Erased]:
    """Return who is on the lists of these folders; raise ValueError for a list that is damaged."""
    found = set()
    for folder in folders:
        with suppress(FileNotFoundError):
            entries = json.loads((folder / NAME).read_text(encoding="utf-8"))
            found |= {
                Erased(str(book), str(no), datetime.fromisoformat(at).astimezone(UTC))
                for book, no, at in entries
            }
    return found
