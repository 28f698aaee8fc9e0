"""Lets a module do its work in a process of its own, with limits of memory and time: whatever a
file that was made to hurt does to its reader, it ends there, and nowhere else.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

_LIMITS = "UNISONO_CONFINED"  # of the environment: megabytes and seconds
_ROOT = Path(__file__).resolve().parent.parent.parent


class Died(Exception):
    """The process ended before its work did: by a limit, or by a fault of what it uses."""

    def __init__(self, *, out_of_time: bool) -> None:
        super().__init__()
        self.out_of_time = out_of_time


def run(module: str, given: bytes, *, megabytes: int, seconds: int) -> bytes:
    """Return what a module says on standard output about what it is given on standard input; raise
    Died where it does not end well within so much memory, and so many seconds of a processor.
    """
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    with subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            module,
        ],  # -P: nothing is imported from where one happens to be
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, _LIMITS: f"{megabytes} {seconds}"},
    ) as child:
        try:
            # Twice the time of a processor: on a busy machine it gets half of one.
            said, _nothing = child.communicate(given, timeout=2 * seconds)
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise Died(out_of_time=True) from error
    if child.returncode != 0:
        # At the end of its time of a processor, the system kills it.
        raise Died(out_of_time=child.returncode in (-signal.SIGKILL, -signal.SIGXCPU))
    return said


def confine() -> None:
    """Take on the limits that `run` was given; the first thing that a module does there."""
    try:
        import resource
    except ImportError:
        return  # where a system has no such limits, time on the other side is all there is
    megabytes, seconds = map(int, os.environ[_LIMITS].split())
    for what, most in (
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
