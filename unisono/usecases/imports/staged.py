"""Files that wait to be imported: rows in a working file in the data folder, for their own person,
for some days.
"""

import re
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.validation import Bad, check_text
from unisono.common.errors import FieldError, Invalid, NotFound, Refused
from unisono.exchange.confined_staging import stage_confined
from unisono.exchange.limits import limits
from unisono.exchange.staging import Staged
from unisono.imports import waiting_files
from unisono.imports.options import kind_of
from unisono.imports.waiting_files import IMPORT, path_of
from unisono.jobs.models import Job

# A week: a file has personal data, and stays for whoever mends it over days
_KEPT_SECONDS = 7 * 24 * 3600
_NAME = re.compile(r"[0-9]+-[A-Za-z0-9_-]{16,32}", re.ASCII)
_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".vcf")


class TooManyWaiting(Refused):
    """Somebody has too many files waiting."""

    code = "too-many-waiting"


class Sent(Protocol):
    """A file that somebody sent."""

    name: Any

    def chunks(self) -> Iterable[bytes]:
        """Return its content in pieces."""


def stage(
    file: Sent, source: Any, actor: Actor, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> str:
    """Keep a file's rows for its import, and return the name by which they are found again.

    `source` is the collection of the records that they will be. Raises Unreadable, Invalid,
    NotAllowed, TooManyWaiting.
    """
    kind_of(source, actor)
    _forget_old()
    _refuse_more_than_allowed(actor)
    name = f"{actor.user_id}-{secrets.token_urlsafe(16)}"
    sent = Path(str(file.name or "")).suffix.lower()
    raw = waiting_files.folder() / f"{name}{sent if sent in _SUFFIXES else '.csv'}"
    try:
        with raw.open("wb") as target:
            for piece in file.chunks():
                target.write(piece)
        about = {"name": Path(str(file.name or "")).name[:100], "source": str(source)}
        stage_confined(raw, path_of(name), about, encoding, delimiter, sheet)
    finally:
        raw.unlink(missing_ok=True)
    return name


def staged_file(name: Any, actor: Actor) -> Staged:
    """Return a file that waits; raise NotFound for any name that this person was not given, or too
    late.
    """
    text = str(name)
    mine = text.startswith(f"{actor.user_id}-") or actor.is_administrator
    if not _NAME.fullmatch(text) or not mine or not path_of(text).is_file():
        raise NotFound(_("The file is not kept any more; choose it again."))
    return Staged(path_of(text))


def mend(name: str, number: int, column: str, text: str, *, actor: Actor) -> None:
    """Mend a cell of a file that waits; raises NotFound, Invalid for a text that no cell has."""
    staged = staged_file(name, actor)
    try:
        staged.mend(number, column, check_text(text, limits().characters, several_lines=True))
    except Bad as bad:
        raise Invalid([FieldError(column, bad.code, bad.message)]) from bad
    except KeyError as error:
        raise NotFound(_("There is no such cell.")) from error


def _refuse_more_than_allowed(actor: Actor) -> None:
    mine = {
        path.name.removesuffix(waiting_files.ENDING)
        for path in waiting_files.folder().glob(f"{actor.user_id}-*{waiting_files.ENDING}")
    }
    done = Job.objects.filter(kind=IMPORT, user_id=actor.user_id or 0, payload__dry_run=False)
    done = done.filter(payload__file__in=mine).values_list("payload__file", flat=True)
    waiting = mine.difference(done)
    if len(waiting) >= settings.MOST_WAITING_IMPORTS:
        message = _("%(count)s files of yours wait to be imported already. Finish or wait.")
        raise TooManyWaiting(message % {"count": len(waiting)})


def _forget_old() -> None:
    for old in waiting_files.folder().iterdir():
        # Somebody else who uploads forgets the same ones at this moment.
        with suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
                old.unlink()
