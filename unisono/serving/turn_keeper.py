"""Keeps the order of those who wait to write: one at a time, first come, first served."""

import socket
import threading
from contextlib import suppress

GO_AHEAD = b"."


class TurnKeeper:
    """Gives turns to all processes that hold `waiting_room`, from a thread of its own.

    Who wants a turn hands one end of a pair of sockets in, and reads the other: a byte is the turn,
    closing it ends the turn or the wait, also by kill -9. The system keeps the order.
    """

    def __init__(self) -> None:
        self._door, self.waiting_room = socket.socketpair()
        threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        while True:
            _byte, descriptors, _flags, _from = socket.recv_fds(self._door, 1, 1)
            for descriptor in descriptors:
                with socket.socket(fileno=descriptor) as waiting, suppress(OSError):
                    waiting.sendall(GO_AHEAD)
                    waiting.recv(1)  # returns when the other end is closed
