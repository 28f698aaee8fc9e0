"""What is away for a while, and is no defect of ours: the database, room on the disk."""

import errno
import logging
import time

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from unisono.common.errors import Overloaded, StorageFull

RETRY_AFTER = 5  # seconds: what programs that were turned away are told to wait
_SAY_EVERY = 60.0  # seconds: an outage is told once in a while, not once for each request

# What SQLite says (sqlite.org/rescode.html) where it cannot reach its file, or waited for a lock.
_AWAY = ("unable to open database file", "disk i/o error", "locked")
_FULL = "database or disk is full"
# Classes of SQLSTATE (PostgreSQL's appendix A): the connection, its authorization, too little of
# something, an operator who ended it.
_AWAY_CLASSES, _DISK_FULL = ("08", "28", "53", "57"), "53100"
_said: dict[str, float] = {}
log = logging.getLogger(__name__)


def refusal_of(error: BaseException | None) -> Overloaded | StorageFull | None:
    """Return what an error comes to where something is away or full, and say so in one line of the
    log now and then; None for anything else, which is a defect.
    """
    if isinstance(error, Overloaded | StorageFull):
        return error
    if _is_full(error):
        _say("The disk is full: %s", error)
        return StorageFull(_("There is no room left to store anything. Nothing was changed."))
    if _is_away(error):
        _say("The database is away: %s", error)
        return Overloaded(
            _("The database cannot be used at this moment. Please try again soon."),
            code="unavailable",
        )
    return None


def told_to_wait(response: HttpResponse) -> HttpResponse:
    """Return an answer; one that says that something is away also says when to come again (RFC
    9110, 10.2.3), and has no line of its own in the log.
    """
    if response.status_code in (Overloaded.status, StorageFull.status):
        response["Retry-After"] = str(RETRY_AFTER)
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark
    return response


def _is_full(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(error, DatabaseError):
        return _sqlstate(error) == _DISK_FULL or _FULL in str(error).lower()
    return False


def _is_away(error: BaseException | None) -> bool:
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = _sqlstate(error)
    if state is not None:
        return state.startswith(_AWAY_CLASSES)
    # psycopg has no state where there was no connection to get one from.
    is_psycopg = type(error.__cause__).__module__.startswith("psycopg")
    return is_psycopg or any(words in str(error).lower() for words in _AWAY)


def _sqlstate(error: BaseException) -> str | None:
    state: str | None = getattr(error.__cause__, "sqlstate", None)
    return state


def _say(message: str, error: BaseException | None) -> None:
    now = time.monotonic()
    if now - _said.get(message, -_SAY_EVERY) >= _SAY_EVERY:
        _said[message] = now
        log.error(message, " ".join(str(error).split()))
