"""Reading a backup: what it says of itself, and whether all of it is as it was written."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from unisono.backups.manifest import MOST_BYTES, NAME, BadBackup, Manifest, Member, loaded
from unisono.backups.writing import KEY_MEMBER

_PIECE = 1024 * 1024  # bytes that are read at a time


class Backup:
    """An open backup."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        try:
            if self._file.getinfo(NAME).file_size > MOST_BYTES:
                raise BadBackup(_("This file is no backup, or it is damaged."))
            return loaded(self._file.read(NAME))
        except KeyError as error:
            raise BadBackup(_("This file is no backup, or it is damaged.")) from error

    @property
    def key(self) -> str:
        """Return the key that it has, "" for none."""
        return self._file.read(KEY_MEMBER).decode("ascii") if self.manifest.has_key else ""

    def table(self, name: str) -> Iterator[bytes]:
        """Return a table's content in pieces; raise BadBackup at its end where it is not what was
        written.
        """
        return self._checked(f"tables/{name}", self.manifest.tables[name])

    def attachment(self, digest: str) -> bytes:
        """Return an attachment; raise BadBackup where it is not what was written."""
        return b"".join(self._checked(f"files/{digest}", self.manifest.files[digest]))

    def _checked(self, name: str, expected: Member) -> Iterator[bytes]:
        digest, size, rows = hashlib.sha256(), 0, 0
        with self._file.open(name) as member:
            while piece := member.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                rows += piece.count(b"\n")
                if size > expected.size:
                    break  # it unpacks to more than it says: nobody waits for how much
                yield piece
        lines = rows if expected.columns else 0
        if (digest.hexdigest(), size, lines) != (expected.sha256, expected.size, expected.rows):
            raise BadBackup(_("This backup is damaged: %(member)s.") % {"member": name})

    def verify(self) -> None:
        """Read all of it; raise BadBackup where something is not as it was written, or is missing
        or more than it says.
        """
        said = {NAME, *([KEY_MEMBER] if self.manifest.has_key else [])}
        for name in self.manifest.tables:
            said.add(f"tables/{name}")
            for _piece in self.table(name):
                pass
        for digest, member in self.manifest.files.items():
            said.add(f"files/{digest}")
            if member.sha256 != digest:
                raise BadBackup(_("This backup is damaged: %(member)s.") % {"member": digest})
            self.attachment(digest)
        if said != set(self._file.namelist()):
            raise BadBackup(_("This backup has more or less in it than it says."))


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup; raise BadBackup for what is none, or breaks while it is read."""
    try:
        with zipfile.ZipFile(path) as file:
            yield Backup(file)
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, UnicodeError) as error:
        raise BadBackup(_("This file is no backup, or it is damaged.")) from error
