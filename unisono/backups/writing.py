"""Writing a backup: whole, or not at all."""

import errno
import hashlib
import os
import secrets
import uuid
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from unisono.backups import key
from unisono.backups.columns import INTEGER
from unisono.backups.manifest import NAME, Manifest, Member
from unisono.backups.snapshot import Snapshot, snapshot
from unisono.backups.tables import Table, tables
from unisono.common.clock import clock
from unisono.interactions import kept_files

UNFINISHED = ".unfinished"  # what a killed one leaves, which is no backup
_LEVEL = 3  # of zlib: half as long as the usual 6, and a tenth larger
KEY_MEMBER = "secret_key"
_DIGESTS = "SELECT DISTINCT digest FROM interactions_attachment"
_BOOK = "SELECT book FROM setup_installation"
_ERASED = (
    "SELECT subject, at FROM audit_auditentry WHERE action = 'personal-data-erased' ORDER BY id"
)


def write_backup(path: Path, with_key: bool) -> Manifest:
    """Write a backup of the book as it stands now into a new file, while others go on; return what
    is in it. Raises OSError where the disk does not take it, and then leaves nothing.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with unfinished.open("xb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target:
                manifest = _fill(target, with_key)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return manifest


def _fill(target: zipfile.ZipFile, with_key: bool) -> Manifest:
    with snapshot() as book:
        manifest = Manifest(
            made_at=clock(),
            version=version("unisono"),
            vendor=connection.vendor,
            schema=_schema(),
            tables={},
            files={},
            missing=[],
            erased=[[str(no), _iso(at)] for no, at in book.values(_ERASED)],
            key=key.fingerprint(),
            has_key=with_key,
            book=book_of(book.values(_BOOK)),
            last_keys=book.last_keys([table.name for table in tables() if _has_key(table)]),
        )
        for table in tables():
            columns = [list(column) for column in table.columns]
            member = _add(target, f"tables/{table.name}", book.rows(table))
            member.columns = columns
            manifest.tables[table.name] = member
        _add_files(target, book, manifest)
    if with_key:
        target.writestr(KEY_MEMBER, settings.SECRET_KEY)
    target.writestr(NAME, manifest.dumped())
    return manifest


def _has_key(table: Table) -> bool:
    return ("id", INTEGER) in table.columns


def book_of(rows: list[tuple[object, ...]]) -> str:
    """Return which book a database has, "" for one that was not opened yet."""
    return uuid.UUID(str(rows[0][0])).hex if rows else ""


def _schema() -> dict[str, list[str]]:
    """Return the steps of the schema that were taken, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _iso(at: datetime | str) -> str:
    """Return a moment in UTC; SQLite has it as a text."""
    return at.isoformat() if isinstance(at, datetime) else f"{at.replace(' ', 'T')}+00:00"


def _add(target: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Member:
    digest, size, rows = hashlib.sha256(), 0, 0
    with target.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            size += len(piece)
            rows += piece.count(b"\n")
    return Member(digest.hexdigest(), size, rows)


def _add_files(target: zipfile.ZipFile, book: Snapshot, manifest: Manifest) -> None:
    """Add the attachments that this moment names: one that was erased since is missing, and so is
    one that is damaged. Raises OSError where their place cannot be reached.
    """
    for (digest,) in book.values(_DIGESTS):
        try:
            content = kept_files.content_of(digest)
        except (FileNotFoundError, kept_files.Damaged):
            manifest.missing.append(digest)
            continue
        member = _add(target, f"files/{digest}", [content])
        member.rows = 0
        manifest.files[digest] = member
