"""Whether an installation is in order: each thing that can go wrong around the product, looked at,
with what to do about it.
"""

import shutil
import smtplib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection

from unisono.audit import append_only
from unisono.audit.models import Action, AuditEntry
from unisono.backups import schema
from unisono.common.clock import clock
from unisono.common.private_files import open_to_others
from unisono.interactions import kept_files
from unisono.interactions.models import Attachment
from unisono.interactions.queries import is_written_to_folder
from unisono.jobs import queue
from unisono.jobs.models import Schedule, WorkerSign
from unisono.lists import search_index
from unisono.usecases.setup.keys import WrongKey, require_key

_LEAST_KEY = 20  # characters, of a key that is set by hand
_LEAST_POSTGRESQL = 140000  # 14, the oldest that Django 5.2 takes
_LEAST_SQLITE = (3, 34, 0)  # the first with trigrams
_LEAST_FREE = 1024**3  # bytes: an import of a large file takes as much for a moment
_MOST_SKEW = timedelta(seconds=5)
_WORKER_SILENT = timedelta(minutes=1)  # it gives a sign every ten seconds
FOR_SERVING = ("database", "key", "workers", "disk")
_BACKUP_OLD = timedelta(hours=26)  # a nightly one, and some hours for a long one


class Line(NamedTuple):
    """What was looked at, whether it is in order, and how it is, or what to do."""

    what: str
    is_fine: bool
    told: str


def examine() -> Iterator[Line]:
    """Look at one thing after the other; one that cannot be looked at is not in order."""
    for what, look in _LOOKS.items():
        try:
            trouble, told = look()
        except Exception as error:
            trouble, told = True, f"cannot be looked at: {error}".splitlines()[0]
        yield Line(what, not trouble, told)


def not_ready() -> list[str]:
    """Return what keeps this machine from serving: `database`, `key`, `workers`, `disk`."""
    return [what for what in FOR_SERVING if _is_trouble(_LOOKS[what])]


def _is_trouble(look: "Callable[[], Found]") -> bool:
    try:
        return bool(look()[0])
    except Exception:
        return True  # it cannot even be looked at


Found = tuple[object, str]


def _folder() -> Found:
    open_ = list(open_to_others(settings.DATA))
    told = f"{settings.DATA}: its owner's alone"
    if open_:
        told = f"others may read {open_[0]} and {len(open_) - 1} more; run: unisono init"
    return open_, told


def _key() -> Found:
    try:
        require_key()
    except WrongKey as error:
        return True, str(error)
    short = len(settings.SECRET_KEY) < _LEAST_KEY
    return short, "the book's" if not short else "the book's, and so short that it can be guessed"


def _database() -> Found:
    if connection.vendor == "postgresql":
        version = connection.pg_version  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            has_trigrams = cursor.fetchone() is not None
        told = f"PostgreSQL {version // 10000}.{version % 10000}"
        if version < _LEAST_POSTGRESQL:
            return True, f"{told} is too old; 14 is the least"
        return (
            not has_trigrams,
            told if has_trigrams else f"{told} lacks pg_trgm; run: unisono init",
        )
    told = f"SQLite {sqlite3.sqlite_version}"
    return sqlite3.sqlite_version_info < _LEAST_SQLITE, told


def _schema() -> Found:
    newer, missing = schema.steps()
    if newer:
        return newer, "of a newer version; run that one"
    if missing:
        return missing, f"{missing} steps are missing; stop the product, run: unisono init"
    lacking = [*search_index.missing(), *append_only.missing()]
    if lacking:
        return lacking, f"{', '.join(lacking)} is missing; run: unisono init"
    return False, "up to date"


def _disk() -> Found:
    free = shutil.disk_usage(settings.DATA).free
    return free < _LEAST_FREE, f"{free / 1024**3:.1f} GB free in {settings.DATA}"


def _attachments() -> Found:
    newest = Attachment.objects.order_by("-pk").first()
    if newest is None:
        return False, "none yet"
    try:
        kept_files.content_of(newest.digest)
    except OSError as error:
        return True, f"{error}; see UNISONO_ATTACHMENTS"
    return False, "the newest is there"


def _clock() -> Found:
    skew = abs(clock() - queue.now())
    told = f"{skew.total_seconds():.1f} s from that of the database"
    return skew > _MOST_SKEW, told if skew <= _MOST_SKEW else f"{told}; set it by NTP"


def _workers() -> Found:
    alive = WorkerSign.objects.filter(seen_at__gt=queue.now() - _WORKER_SILENT).count()
    return not alive, f"{alive} at work" if alive else "none at work; run: unisono serve, or worker"


def _mail() -> Found:
    if is_written_to_folder():
        return False, "no server is set up: e-mails become files in the data folder"
    mail = get_connection(timeout=5)
    try:
        mail.open()
        mail.close()
    except (OSError, smtplib.SMTPException) as error:
        return True, f"the server does not answer: {error}; see UNISONO_EMAIL_URL"
    return False, f"{settings.EMAIL_HOST} answers"


def _proxies() -> Found:
    local = {"127.0.0.1", "localhost", "[::1]"}
    beyond = [host for host in settings.ALLOWED_HOSTS if host not in local]
    if beyond and not settings.PROXIES:
        return True, (
            f"{beyond[0]} is served and no server in front is counted: set UNISONO_PROXIES=1, or "
            "addresses in the audit and limits are those of that server"
        )
    if settings.PROXIES and not settings.SESSION_COOKIE_SECURE:
        return True, "cookies go without encryption, too: set UNISONO_HTTPS=1"
    return False, f"{settings.PROXIES} in front"


def _backup() -> Found:
    schedule = Schedule.objects.filter(kind="backup").order_by("-last_run").first()
    if schedule is None:
        return True, "none is scheduled; run: unisono schedule add backup --at 02:30"
    if schedule.last_job and schedule.last_job.state == "failed":
        return True, f"the last one failed: {schedule.last_job.detail}"
    if schedule.trouble:
        return True, f"the last one failed: {schedule.trouble}"
    last = AuditEntry.objects.filter(action=Action.BACKED_UP).order_by("-at").first()
    if last is None:
        return True, f"the first is due at {schedule.next_run:%F %H:%M} UTC; or: unisono backup"
    old = clock() - last.at > _BACKUP_OLD
    told = f"the last one is {(clock() - last.at).total_seconds() / 3600:.0f} hours old"
    return old, f"{told}; look at: unisono schedule list" if old else told


_LOOKS: dict[str, Callable[[], Found]] = {
    "data folder": _folder,
    "key": _key,
    "database": _database,
    "schema": _schema,
    "disk": _disk,
    "attachments": _attachments,
    "clock": _clock,
    "workers": _workers,
    "mail": _mail,
    "proxies": _proxies,
    "backup": _backup,
}
