"""Files that wait to be imported: rows in the database, for their own person, for some days."""

import re
import secrets
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.validation import Bad, check_text
from unisono.common.borders import Content, Given
from unisono.common.clock import clock
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound, Refused
from unisono.exchange.confined_staging import stage_confined
from unisono.exchange.csv_reading import DELIMITERS, ENCODINGS
from unisono.exchange.limits import limits
from unisono.exchange.staging import WorkingFile
from unisono.imports import waiting_files
from unisono.imports.models import ANSWERS, WaitingFile
from unisono.imports.options import kind_of
from unisono.imports.waiting_files import IMPORT as IMPORT  # asked for here
from unisono.imports.waiting_files import Staged
from unisono.jobs.models import OPEN, Job
from unisono.usecases.transaction import writing

# A week: a file has personal data, and stays for whoever mends it over days
_KEPT = timedelta(days=7)
READING = "import-"  # how the folders begin in which files are read
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


HOW = ("encoding", "delimiter", "sheet", "heading_row")  # what somebody may say of a file


def stage(file: Sent, source: Any, actor: Actor, **how: Any) -> str:
    """Keep a file's rows for its import, and return the name by which they are found again.

    `source` is the collection of the records that they will be, `how` what somebody says of the
    file: encoding, delimiter, sheet, heading_row (0: none). Raises Unreadable, Invalid, NotAllowed,
    TooManyWaiting.
    """
    kind_of(source, actor)
    how = checked_how(how)
    _forget_old(actor=actor)
    _refuse_more_than_allowed(actor)
    name = f"{actor.user_id}-{secrets.token_urlsafe(16)}"
    sent = Path(str(file.name or "")).suffix.lower()
    about = {"name": Path(str(file.name or "")).name[:100], "source": str(source)}
    with TemporaryDirectory(prefix=READING, dir=settings.DATA) as folder:
        raw = Path(folder) / f"sent{sent if sent in _SUFFIXES else '.csv'}"
        with raw.open("wb") as target:
            for piece in file.chunks():
                target.write(piece)
        read = stage_confined(raw, Path(folder) / "read.sqlite", {**about, "how": how}, **how)
        _keep(name, read, raw, actor=actor)
    _sweep(clock())
    return name


def checked_how(given: Given) -> Content:
    """Return what is said of a file, what is blank left out; raise Invalid."""
    how = {name: value for name, value in given.items() if value not in ("", None)}
    errors = []
    row = how.get("heading_row", 0)
    if type(row) is not int or not 0 <= row <= limits().rows:
        message = _("This must be a whole number from %(least)s to %(most)s.")
        told = {"least": 0, "most": limits().rows}
        errors.append(FieldError("heading_row", "range", message % told))
    errors += [
        FieldError(name, "type", _("This must be text."))
        for name in ("encoding", "delimiter", "sheet")
        if not isinstance(how.get(name, ""), str)
    ]
    choices = {"encoding": ENCODINGS, "delimiter": DELIMITERS}
    for name, allowed in choices.items():
        if isinstance(how.get(name, ""), str) and how.get(name, allowed[0]) not in allowed:
            message = _("This must be one of: %(choices)s.") % {"choices": " ".join(allowed)}
            errors.append(FieldError(name, "choice", message))
    if errors:
        raise Invalid(errors)
    return how


def read_again(name: Any, given: Given, actor: Actor) -> None:
    """Read a file that waits in another way than before, where what is said of it differs; what
    became of its rows is forgotten. Raises what `stage` raises, NotFound.
    """
    kept, how = staged_file(name, actor), checked_how(given)
    about = kept.about()
    if {**about.get("how", {}), **how} == about.get("how", {}):
        return
    _refuse_under_way(str(name))
    how = {**about.get("how", {}), **how}
    if "sheet" in given and given["sheet"] != about.get("sheet"):
        how = {each: value for each, value in how.items() if each != "heading_row" or each in given}
    with TemporaryDirectory(prefix=READING, dir=settings.DATA) as folder:
        suffix = Path(about["name"]).suffix.lower()
        raw = Path(folder) / f"sent{suffix if suffix in _SUFFIXES else '.csv'}"
        if not kept.write_raw(raw):
            raise NotFound(_("The file is not kept any more; choose it again."))
        read = stage_confined(raw, Path(folder) / "read.sqlite", {"how": how}, **how)
        _replace(str(name), read, actor=actor)


@writing
def _replace(name: str, read: WorkingFile, *, actor: Actor) -> None:
    kept = staged_file(name, actor, lock=True)
    _refuse_under_way(name)
    try:
        kept.replace(read)
    except KeyError as error:
        raise NotFound(_("The file is not kept any more; choose it again.")) from error


def _refuse_under_way(name: str) -> None:
    """Raise Conflict while a job takes the file in: its rows would be others from here on."""
    if Job.objects.filter(kind=IMPORT, payload__file=name, state__in=OPEN).exists():
        raise Conflict(_("The file is being imported; wait for the end, or cancel the job."))


@writing
def _forget_old(*, actor: Actor) -> None:
    waiting_files.forget_older(clock() - _KEPT)


@writing
def _keep(name: str, read: WorkingFile, raw: Path, *, actor: Actor) -> None:
    waiting_files.keep(name, actor.user_id or 0, read, raw)


def staged_file(name: Any, actor: Actor, lock: bool = False) -> Staged:
    """Return a file that waits, locked for a transaction where it is to be changed by what it says;
    raise NotFound for any name that this person was not given, or too late.
    """
    text = str(name)
    mine = text.startswith(f"{actor.user_id}-") or actor.is_administrator
    found = waiting_files.find(text, lock) if mine and _NAME.fullmatch(text) else None
    if found is None:
        raise NotFound(_("The file is not kept any more; choose it again."))
    return found


@writing
def mend(name: str, number: int, column: str, text: str, *, actor: Actor) -> None:
    """Mend a cell of a file that waits; raises NotFound, Invalid for a text that no cell has."""
    staged = staged_file(name, actor)
    try:
        staged.mend(number, column, check_text(text, limits().characters, several_lines=True))
    except Bad as bad:
        raise Invalid([FieldError(column, bad.code, bad.message)]) from bad
    except KeyError as error:
        raise NotFound(_("There is no such cell.")) from error


@writing
def answer(name: str, numbers: Sequence[int], said: str, *, actor: Actor) -> None:
    """Say of rows that they are the `same` as the contact that they look like, or an `other`; ""
    takes it back. Raises NotFound, Invalid.
    """
    if said not in ("", *ANSWERS):
        choices = ", ".join(ANSWERS)
        message = _("This must be one of: %(choices)s.") % {"choices": choices}
        raise Invalid([FieldError("answer", "choice", message)])
    try:
        staged_file(name, actor).answer(numbers, said)
    except KeyError as error:
        raise NotFound(_("There is no such row.")) from error


def _refuse_more_than_allowed(actor: Actor) -> None:
    mine = set(WaitingFile.objects.filter(user_id=actor.user_id or 0).values_list("key", flat=True))
    done = Job.objects.filter(kind=IMPORT, user_id=actor.user_id or 0, payload__dry_run=False)
    done = done.filter(payload__file__in=mine).values_list("payload__file", flat=True)
    waiting = mine.difference(done)
    if len(waiting) >= settings.MOST_WAITING_IMPORTS:
        message = _("%(count)s files of yours wait to be imported already. Finish or wait.")
        raise TooManyWaiting(message % {"count": len(waiting)})


def forget_former_files() -> None:
    """Remove the files that earlier versions let wait in the data folder: nobody finds them any
    more, and they are full of names.
    """
    shutil.rmtree(Path(settings.DATA) / "imports", ignore_errors=True)


def _sweep(now: datetime) -> None:
    """Remove what somebody left who was killed while reading."""
    for folder in Path(settings.DATA).glob(f"{READING}*"):
        if _is_old(folder, now):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path, now: datetime) -> bool:
    try:
        return now.timestamp() - folder.stat().st_mtime > _KEPT.total_seconds()
    except FileNotFoundError:
        return False  # somebody else forgets the same one at this moment
