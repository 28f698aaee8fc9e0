"""Waiting for one's turn to write, where the processes of a server share a database that takes one
writer at a time.

SQLite makes those who wait look again now and then, so that who came last may be first, and who
came first may wait for ever. In a group of processes (unisono/serving) they queue in front of it.
"""

import os
import socket
from contextvars import ContextVar

from django.utils.translation import gettext as _

from unisono.common.errors import Overloaded

# The descriptor of the socket where turns are asked for, as the group's processes inherit it.
ENVIRONMENT = "UNISONO_TURNS"
PATIENCE = 10.0  # seconds that a writer waits, with what it waited for a thread
_LEAST_PATIENCE = 2.0  # seconds: who got that far is not turned away at once
# How long the request that is being answered waited for a thread, in seconds.
waited: ContextVar[float] = ContextVar("waited", default=0.0)


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
        mine.settimeout(max(PATIENCE - waited.get(), min(PATIENCE, _LEAST_PATIENCE)))
        mine.recv(1)  # nothing at all: who kept the turns is gone, and so are those who queue
    except TimeoutError as error:
        mine.close()
        raise overloaded() from error
    except OSError:
        mine.close()
        return None
    return mine


def overloaded() -> Overloaded:
    """Return the refusal of who waited too long."""
    return Overloaded(_("Too many are writing at this moment. Please try again soon."))
