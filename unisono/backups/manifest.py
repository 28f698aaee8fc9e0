"""What a backup says of itself: the last member of its file."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from unisono.common.errors import Refused

NAME, FORMAT = "manifest.json", 1
MOST_BYTES = 64 * 1024 * 1024  # of a manifest: a line for each of a million attachments


class BadBackup(Refused):
    """A file that is no backup, is damaged, or comes from a newer version."""

    code = "bad-backup"


@dataclass
class Member:
    """A member of the file: its digest (SHA-256 of what it holds, unpacked) and size in bytes; of a
    table also its rows and columns.
    """

    sha256: str
    size: int
    rows: int = 0
    columns: list[list[str]] = field(default_factory=list)


@dataclass
class Manifest:
    """What was taken, when (UTC), by which version, with which steps of the schema, from which
    database and which `book`; `missing` attachments were named and not there. `last_keys` are the
    highest keys that tables ever gave, which are not given again. `erased` are the people erased
    up to then: their number and when. `key` is the fingerprint of the key, `has_key` whether it is
    in it.
    """

    made_at: datetime
    version: str
    vendor: str
    schema: dict[str, list[str]]
    tables: dict[str, Member]
    files: dict[str, Member]
    missing: list[str]
    erased: list[list[str]]
    key: str
    has_key: bool
    book: str
    last_keys: dict[str, int]
    format: int = FORMAT

    def dumped(self) -> bytes:
        """Return it as JSON."""
        content = {**asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    @property
    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(table.rows for table in self.tables.values())


def loaded(text: bytes) -> Manifest:
    """Return a manifest that was dumped; raise BadBackup."""
    try:
        content: dict[str, Any] = json.loads(text)
        if content["format"] > FORMAT:
            raise BadBackup(_("This backup was made by a newer version."))
        members = {
            name: {key: Member(**member) for key, member in content[name].items()}
            for name in ("tables", "files")
        }
        made_at = datetime.fromisoformat(content["made_at"])
        return Manifest(**{**content, **members, "made_at": made_at})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadBackup(_("This file is no backup, or it is damaged.")) from error
