"""The names of workers: the machine, the process and when it began, so that others can tell whether
it is gone.
"""

import os
import socket
from functools import cache
from pathlib import Path


@cache
def own_name() -> str:
    """Return the name of this process."""
    return f"{socket.gethostname()}:{os.getpid()}:{_began(os.getpid())}"


def is_gone(name: str) -> bool:
    """Tell whether a worker of this machine has ended for certain; of another machine, nobody can
    tell before its lease ends.
    """
    host, _colon, rest = name.rpartition(":")[0].rpartition(":")
    began, process = name.rpartition(":")[2], rest
    if host != socket.gethostname() or not process.isdecimal():
        return False
    return _began(int(process)) != began


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
