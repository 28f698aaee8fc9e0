"""Waiting for one's turn to write, where the processes of a server share a database that takes one
writer at a time.

SQLite makes those who wait look again now and then, so that who came last may be first, and who
came first may wait for ever. In a group of processes (unisono/serving) they queue in front of it.
"""

import os
import socket
import time
from contextvars import ContextVar

from django.utils.translation import gettext as _

from unisono.common.errors import Overloaded

# The descriptor of the socket where turns are asked for, as the group's processes inherit it.
ENVIRONMENT = "UNISONO_TURNS"
PATIENCE = 10.0  # seconds that a writer waits, from when its request came in
# When the request that is being answered came in, in monotonic seconds; None outside of one.
came_in: ContextVar[float | None] = ContextVar("came in", default=None)


def are_kept() -> bool:
    """Tell whether this process is one of a group whose writers queue."""
    return ENVIRONMENT in os.environ


def take() -> socket.socket | None:
    """Wait for the turn and return what is closed to give it back, None where nobody keeps turns;
    raise Overloaded where it did not come in time.
    """
    if not are_kept():
        return None
    mine, handed_in = socket.socketpair()
    try:
        with socket.socket(fileno=os.dup(int(os.environ[ENVIRONMENT]))) as waiting_room:
            socket.send_fds(waiting_room, [b"t"], [handed_in.fileno()])
        handed_in.close()
        mine.settimeout(max(seconds_left(), 0.001))
        mine.recv(1)  # nothing at all: who kept the turns is gone, and so are those who queue
    except TimeoutError as error:
        mine.close()
        raise overloaded() from error
    except OSError:
        mine.close()
        return None
    return mine


def seconds_left() -> float:
    """Return how long the present request may still wait."""
    begun = came_in.get()
    return PATIENCE if begun is None else begun + PATIENCE - time.monotonic()


def overloaded() -> Overloaded:
    """Return the refusal of who waited too long."""
    return Overloaded(_("Too many are writing at this moment. Please try again soon."))
