"""The process that answers requests: one of a group, or the only one."""

import os
import signal
import socket
from collections.abc import Callable
from typing import Any

from waitress.adjustments import Adjustments

from unisono.serving.child import LEAVING, READY
from unisono.serving.connections import Listening, Receiving, Server
from unisono.serving.pools import Pools

Application = Callable[..., Any]


def serve_received(
    application: Application, listens_at: tuple[str, str], threads: int, **options: Any
) -> None:
    """Answer what comes over the connections that are handed over on standard input, until it is
    closed on the other side.
    """
    control = socket.socket(fileno=os.dup(0))
    server = Receiving(
        application,
        listens_at=listens_at,
        _sock=control,
        sockinfo=(socket.AF_UNIX, socket.SOCK_STREAM, 0, None),
        **_options(threads, **options),
    )
    # Who ends this process alone is understood as well: the group hands over no more, then.
    signal.signal(signal.SIGTERM, lambda *_: control.send(LEAVING))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control.send(READY)
    server.serve()


def serve_alone(
    application: Application,
    listener: socket.socket,
    threads: int,
    tell: Callable[[], None],
    **options: Any,
) -> None:
    """Listen and answer in this process, until a signal says to end; a second one ends it at once.
    `tell` is called once requests are answered.
    """
    server = Listening(
        application,
        _sock=listener,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        bind_socket=False,
        **_options(threads, **options),
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: _end(server, number))
    tell()
    server.serve()


def _end(server: Server, number: int) -> None:
    if server.is_to_stop:
        os._exit(128 + number)  # as shells tell that a signal ended it
    server.stop_soon()


def _options(threads: int, per_address: int, **adjustments: Any) -> dict[str, Any]:
    adjusted = Adjustments(
        threads=threads,
        ident=None,
        asyncore_use_poll=True,
        channel_timeout=60,  # seconds without a byte
        # Whoever comes makes another go (connections.py): nobody is left waiting outside.
        connection_limit=1_000_000,
        **adjustments,
    )
    return {"adj": adjusted, "dispatcher": Pools(threads), "per_address": per_address}
