"""The names of workers: the machine, the process and when it began, so that others can tell whether
it is gone.
"""

import os
import socket
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def own_name() -> str:
    """Return the name of this process."""
    return f"{_machine()}:{os.getpid()}:{_began(os.getpid())}"


def is_gone(name: str) -> bool:
    """Tell whether a worker of this machine has ended for certain; of another machine, nobody can
    tell before its lease ends.
    """
    host, _colon, rest = name.rpartition(":")[0].rpartition(":")
    began, process = name.rpartition(":")[2], rest
    if host != _machine() or not process.isdecimal():
        return False
    return _began(int(process)) != began


@cache
def _machine() -> str:
    """Return the name of this machine, with which of its beginnings and which set of processes this
    is: others may have its name, and containers see no processes but their own.
    """
    told = [socket.gethostname().replace(":", "-")]
    with suppress(OSError):  # a system that says neither
        told.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8])
        told.append(str(Path("/proc/self/ns/pid").stat().st_ino))
    return "/".join(told)


def _began(process: int) -> str:
    """Return when a process began, "" where there is none or the system does not say (then only the
    lease counts).
    """
    try:
        # The 22nd value; the second is the command's name in parentheses, which may have blanks
        # itself.
        fields = (
            Path(f"/proc/{process}/stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()
        )
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]
