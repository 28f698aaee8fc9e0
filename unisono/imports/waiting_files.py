"""The files that wait to be imported, in the data folder."""

from pathlib import Path

from django.conf import settings

from unisono.exchange.staging import Staged

ENDING = ".sqlite"
IMPORT = "import"  # the kind of job that takes one in


def folder() -> Path:
    """Return where they lie; made if it is missing."""
    found = Path(settings.DATA) / "imports"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def path_of(name: str) -> Path:
    """Return where the file of a name lies."""
    return folder() / f"{name}{ENDING}"


def all_waiting() -> list[Staged]:
    """Return all of them, whoever sent them."""
    return [Staged(path) for path in sorted(folder().glob(f"*{ENDING}"))]
