"""The embedded server's connections: how many one address may hold, who makes room, how they
end.
"""

import socket
import time
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

_MOST_CONNECTIONS = 900
_OWN_FILES = 200  # that a process opens beside: of databases, libraries, processes that read files
GRACE = 1.0  # seconds in which a connection that is about to end may still bring a request
PATIENCE = 30.0  # seconds for what runs when the server is to end


class Task(WSGITask):  # type: ignore[misc]
    """A request; the application is told how long it waited, and the client of the server's end."""

    def get_environment(self) -> Any:
        """Return the WSGI environment, with `unisono.waited`: seconds."""
        environ = super().get_environment()
        environ["unisono.waited"] = time.monotonic() - self.channel.waiting_since
        return environ

    def build_response_header(self) -> bytes:
        """Return the head of the answer, which says where the connection ends with it."""
        if self.channel.server.is_stopping:
            self.request.headers["CONNECTION"] = "close"
        head: bytes = super().build_response_header()
        return head


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection."""

    task_class = Task
    waiting_since = 0.0  # when its present request came in, monotonic seconds

    def service(self) -> None:
        """Answer the next request, unless who sent it has gone meanwhile: nothing is written for
        nobody.
        """
        if self._is_left():
            self.cancel()
            self.server.pull_trigger()
        else:
            super().service()

    def _is_left(self) -> bool:
        try:
            return not self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except (OSError, AttributeError):
            return True

    @property
    def is_waiting(self) -> bool:
        """Whether there is nothing to answer: no request, or half of one."""
        return not (self.requests or self.total_outbufs_len or self.will_close)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """The embedded server, with an end in order.

    `per_address` is how many connections one address may hold, 0 for any number (behind a proxy,
    all have the proxy's). Who comes after that takes the place of one that waits: first of those
    that sent half a request, then of those that sent nothing, the oldest.
    """

    channel_class = Channel

    def __init__(self, *args: Any, per_address: int, **options: Any) -> None:
        self.is_stopping = self.is_to_stop = False
        self._per_address = per_address
        self._stop_at = 0.0
        self._most = _most_connections()
        super().__init__(*args, **options)

    def serve(self) -> None:
        """Serve until `stop` was called and all is answered, or thirty seconds later."""
        while not (self.is_stopping and self._has_ended()):
            timeout = 0.05 if self.is_stopping else 1.0
            wasyncore.loop(timeout=timeout, use_poll=True, map=self._map, count=1)
            if self.is_to_stop and not self.is_stopping:
                self.stop()
        self.task_dispatcher.shutdown()

    def stop_soon(self) -> None:
        """Let `serve` call `stop`; may be called from a signal's handler, and from any thread."""
        self.is_to_stop = True
        self.pull_trigger()

    def stop(self) -> None:
        """Take no more connections; answer what has come in."""
        self.is_stopping = True
        self._stop_at = time.time()

    def _has_ended(self) -> bool:
        """Tell whether nothing is left to answer; connections that bring nothing more are ended."""
        now = time.time()
        for channel in list(self.active_channels.values()):
            if channel.is_waiting and now - max(channel.last_activity, self._stop_at) > GRACE:
                channel.handle_close()
        return not self.active_channels or now - self._stop_at > PATIENCE

    def take(self, connection: socket.socket, address: Any) -> None:
        """Serve one more connection; another makes room for it where there are too many."""
        crowd = self._crowd(address)
        if crowd and not _make_room(crowd):
            connection.close()
            return
        connection.setblocking(False)
        self.set_socket_options(connection)
        self.channel_class(self, connection, address, self.adj, map=self._map)

    def _crowd(self, address: Any) -> list[Any]:
        """Return the connections one of which is to make room for one more of an address: its own
        where these are too many, all where they are; none where there is room.
        """
        channels = list(self.active_channels.values())
        same = [channel for channel in channels if channel.addr[0] == address[0]]
        if self._per_address and len(same) >= self._per_address:
            return same
        return channels if len(channels) >= self._most else []


def _most_connections() -> int:
    """Return how many connections this process may hold, after asking the system for as many files
    as it gives: each may have a file of its own for a long request or answer.
    """
    try:
        import resource
    except ImportError:
        return _MOST_CONNECTIONS
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OWN_FILES + 2 * _MOST_CONNECTIONS
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(50, (allowed - _OWN_FILES) // 2)


def _make_room(crowd: list[Any]) -> bool:
    """End the connection that is missed least; tell whether there was one that waits."""
    waiting = [channel for channel in crowd if channel.is_waiting]
    if not waiting:
        return False
    min(waiting, key=lambda each: (each.request is None, each.creation_time)).handle_close()
    return True


class Listening(Server):
    """A server that takes its connections itself: the only process that serves."""

    def handle_accept(self) -> None:
        """Take a connection that has come in."""
        try:
            self.take(*self.socket.accept())
        except OSError:
            return  # it was gone before it was taken

    def stop(self) -> None:
        """Take what has come in already, and no more."""
        while not self.is_stopping:
            try:
                self.take(*self.socket.accept())
            except OSError:
                super().stop()
        self.accepting = False
        self.del_channel()
        self.socket.close()


class Receiving(Server):
    """A server that is given its connections by the process which listens, over a socket between
    the two. When that is closed there, the server is to end.
    """

    def __init__(self, *args: Any, listens_at: tuple[str, str], **options: Any) -> None:
        self._listens_at = listens_at
        super().__init__(*args, bind_socket=False, _start=False, **options)

    def getsockname(self) -> tuple[str, str]:
        """Return host and port as requests are told them."""
        return self._listens_at

    def readable(self) -> bool:
        """Tell that connections are taken, after looking after those that are there."""
        super().readable()
        return not self.is_stopping

    def handle_read(self) -> None:
        """Take the connections that are handed over."""
        said, descriptors, _flags, _from = socket.recv_fds(self.socket, 16, 16)
        for descriptor in descriptors:
            connection = socket.socket(fileno=descriptor)
            try:
                self.take(connection, connection.getpeername())
            except OSError:
                connection.close()  # it was gone before it was taken
        if not said:
            self.stop()

    def handle_close(self) -> None:
        """The process that listens is gone."""
        self.stop()

    def stop(self) -> None:
        """Take no more connections."""
        super().stop()
        self.del_channel()
