"""Files that nobody but their owner reads: the data folder has whole books in it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

FOLDER = 0o700
_OTHERS = 0o077


def keep_private() -> None:
    """Let everything that this process and its children make be their owner's alone, whatever the
    machine's umask.
    """
    os.umask(_OTHERS)


def write_whole(path: Path, text: str) -> None:
    """Put a text into a file of its owner's, in the place of the one there, whole or not at all.
    Raises OSError.
    """
    # A name that nobody foresees: the folder may be others' as well.
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as unfinished:
        try:
            unfinished.write(text)
        except OSError:
            Path(unfinished.name).unlink()
            raise
    Path(unfinished.name).replace(path)


def open_to_others(folder: Path) -> Iterator[Path]:
    """Return what others on this machine may read or enter: the folder, what is in it."""
    for path in (folder, *folder.rglob("*")):
        with suppress(FileNotFoundError):  # a server at work makes and removes some meanwhile
            if not path.is_symlink() and path.stat().st_mode & _OTHERS:
                yield path


def tighten(folder: Path) -> None:
    """Take everybody else's rights from a folder and all that is in it; raise PermissionError for
    what is not ours.
    """
    for path in open_to_others(folder):
        path.chmod(path.stat().st_mode & ~_OTHERS & 0o7777)
