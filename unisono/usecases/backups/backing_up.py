"""Making a backup, while everybody goes on; checking one; forgetting old ones."""

import re
from pathlib import Path

from django.conf import settings

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.backups.manifest import Manifest
from unisono.backups.reading import opened
from unisono.backups.writing import UNFINISHED, write_backup
from unisono.common.clock import clock
from unisono.privacy.erased_list import erased_folders, write_list
from unisono.setup.models import Installation
from unisono.usecases.transaction import writing

_LONGEST = 24 * 60 * 60  # seconds that nobody writes a backup for


def back_up(path: Path, with_key: bool = False, *, actor: Actor | None) -> Manifest:
    """Write a backup into a new file and put it on record; return what is in it. Raises NotAllowed,
    OSError where the file is there already or the disk does not take it.

    `actor` None is the command line.
    """
    if actor is not None:
        require_administrator(actor)
    manifest = write_backup(path, with_key)
    path.chmod(0o600)
    write_list({path.parent, *erased_folders()})
    _note(path.name, manifest.rows, with_key, actor=actor)
    return manifest


@writing
def _note(name: str, rows: int, with_key: bool, *, actor: Actor | None) -> None:
    put_on_record(Action.BACKED_UP, actor, name, rows=rows, with_key=with_key)


def verify(path: Path) -> Manifest:
    """Read a backup from end to end; return what it says of itself. Raises BadBackup, OSError."""
    with opened(path) as backup:
        backup.verify()
        return backup.manifest


def path_of_now(kept: int = 0) -> Path:
    """Return where a backup of now goes that nobody names: one of which so many are `kept`, or one
    made by hand (0). Its folder is made if it is missing; raises OSError.
    """
    folder = settings.BACKUPS_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(folder / f"{_beginning(kept)}{clock():%Y%m%dT%H%M%S%fZ}.backup")


def _beginning(kept: int) -> str:
    """Return how the names of these backups begin: those of one book and one rule are told from all
    others in the folder.
    """
    book = Installation.objects.values_list("book", flat=True).filter(pk=1).first()
    return f"unisono-{book.hex[:8] if book else 'new'}-{f'keep{kept}' if kept else 'by-hand'}-"


def made_by_rule(kept: int) -> list[Path]:
    """Return the backups of this book of which so many are kept, the oldest first."""
    folder = settings.BACKUPS_FOLDER
    if not folder.is_dir():
        return []
    ours = re.compile(re.escape(_beginning(kept)) + r"\d{8}T\d{12}Z\.backup")
    return sorted(path for path in folder.iterdir() if ours.fullmatch(path.name))


def forget_old(kept: int) -> list[str]:
    """Remove all but the newest so many of those backups, and what killed ones left; return the
    names of what went.
    """
    old = made_by_rule(kept)[:-kept]
    left = settings.BACKUPS_FOLDER.glob(f".unisono-*{UNFINISHED}")
    yesterday = clock().timestamp() - _LONGEST
    gone = [*old, *(path for path in left if path.stat().st_mtime < yesterday)]
    for path in gone:
        path.unlink(missing_ok=True)
    return [path.name for path in gone]
