"""Reads files into working files, each by a process of its own; a large one after the other."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.common import confined
from unisono.common.borders import Given
from unisono.common.errors import Overloaded
from unisono.exchange.limits import LARGE, MEGABYTES_FOR_MANY, Limits, limits
from unisono.exchange.reading import Unreadable
from unisono.exchange.staging import WorkingFile

_CHILD = "unisono.exchange.staging_child"
_PATIENCE, _PAUSE = 10.0, 0.2  # seconds that the next large file waits, and between two looks


def stage_confined(raw: Path, target: Path, about: Given, **how: Any) -> WorkingFile:
    """Return the working file `target` of the file `raw`; `about` is kept with it; `how` is what
    somebody said of the file: encoding, delimiter, sheet, heading_row.

    Raises Unreadable, saying why, and Overloaded while another large file is being read.
    """
    now = limits()
    given = {
        "raw": str(raw),
        "target": str(target),
        "about": about,
        "how": how,
        "language": get_language() or "en",
        "limits": now._asdict(),
    }
    try:
        said = _read(json.dumps(given).encode(), raw, target, now)
    except confined.Died as died:
        target.unlink(missing_ok=True)
        message = _("The file cannot be read with %(memory)s MB of memory in %(seconds)s seconds.")
        told = {"memory": now.memory_mb, "seconds": now.seconds}
        raise Unreadable(message % told) from died
    if "refused" in said:
        target.unlink(missing_ok=True)
        raise Unreadable(said["refused"])
    return WorkingFile(target)


def _read(given: bytes, raw: Path, target: Path, now: Limits) -> dict[str, str]:
    """Have a file read beside others, with a share of the memory; where that does not do, by
    itself, with all that a file may ask for.
    """
    if raw.stat().st_size <= LARGE and now.memory_mb > MEGABYTES_FOR_MANY:
        try:
            return _run(given, MEGABYTES_FOR_MANY, now.seconds)
        except confined.Died as died:
            if died.out_of_time:
                raise
            target.unlink(missing_ok=True)
    with _alone(Path(settings.DATA) / "large.lock"):
        return _run(given, now.memory_mb, now.seconds)


def _run(given: bytes, megabytes: int, seconds: int) -> dict[str, str]:
    said: dict[str, str] = json.loads(
        confined.run(_CHILD, given, megabytes=megabytes, seconds=seconds)
    )
    return said


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the place of the one large file that is read at a time, in all processes on this
    machine; raise Overloaded where it does not come free in time.
    """
    try:
        import fcntl
    except ImportError:
        yield  # where a system has no such locks, there is one process
        return
    with lock.open("ab") as file:
        until = time.monotonic() + _PATIENCE
        while True:
            # The system gives it back when this process ends, however it ends.
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    message = _("Another large file is being read. Please try again in a while.")
                    raise Overloaded(message) from None
                time.sleep(_PAUSE)
        yield
