"""A process of the group, as the one that started it sees it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress

READY, LEAVING = b"r", b"l"  # what a web process says


class Child:
    """A process whose standard input is a socket to the group's: when that is closed there, also by
    kill -9, the process finishes what it does, and ends.
    """

    def __init__(
        self, arguments: tuple[str, ...], *, inherits: socket.socket, environment: str
    ) -> None:
        """Start `unisono` with these arguments; it finds the number of the inherited socket in the
        named variable of the environment.
        """
        self.control, theirs = socket.socketpair()
        self.arguments = arguments
        self.started_at = time.monotonic()
        self.is_ready = self.is_leaving = False
        number = inherits.fileno()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "unisono", *arguments],
            stdin=theirs.fileno(),
            pass_fds=[number],
            env={**os.environ, environment: str(number)},
            # Ctrl+C reaches every process of the terminal's group: the one that minds it is in it,
            # and tells the others in order.
            process_group=0,
        )
        theirs.close()

    @property
    def takes_connections(self) -> bool:
        """Whether it serves, and is not about to end."""
        return self.is_ready and not self.is_leaving and self._process.poll() is None

    def take(self, connection: socket.socket) -> bool:
        """Hand a connection over; tell whether it could be: not to one that just died, or does
        nothing any more.
        """
        try:
            socket.send_fds(self.control, [b"c"], [connection.fileno()], socket.MSG_DONTWAIT)
        except OSError:
            return False
        return True

    def hear(self) -> bytes:
        """Return what it says, nothing once it has no more to say."""
        try:
            return self.control.recv(16)
        except OSError:
            return b""

    def leave(self) -> None:
        """Let it finish what it does, and end."""
        self.is_leaving = True
        with suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def has_ended(self) -> bool:
        """Tell whether it has ended."""
        return self._process.poll() is not None
