"""The process that listens: it starts the others, hands connections over, starts again what dies,
and ends all in order.

It imports nothing of the application, so that new code is served by a reload, and little memory is
taken.
"""

import logging
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from unisono.common.turns import ENVIRONMENT
from unisono.serving.child import LEAVING, READY, Child
from unisono.serving.turn_keeper import TurnKeeper

PATIENCE = 31.0  # seconds: what runs has thirty (connections.py), and ends itself
_PAUSE = 1.0  # seconds before a process is started again that did not live longer than that
_LOOK = 0.25  # seconds between looks at what has no event: those who ended, what is to be started
_ENDS = (signal.SIGTERM, signal.SIGINT)
_RELOAD = getattr(signal, "SIGHUP", None)


log = logging.getLogger(__name__)


class CannotStart(Exception):
    """A process ended before it served; it has said why."""


class Group:
    """Processes behind one listening socket, and the order of those among them who write.

    `web` is how `unisono` is called for a process that takes connections, `others` for those that
    take none; each stands with how many of them there are to be.
    """

    def __init__(
        self,
        listener: socket.socket,
        web: tuple[str, ...],
        count: int,
        others: Mapping[tuple[str, ...], int],
    ) -> None:
        self._listener, self._web, self._wanted = listener, web, {web: count, **others}
        self._turns = TurnKeeper()
        self._selector = selectors.DefaultSelector()
        self._children: list[Child] = []
        self._next = 0
        self._signals: list[int] = []
        self._has_terminal = sys.stdin is not None and sys.stdin.isatty()
        self._not_before = 0.0

    def run(self, tell: Callable[[], None]) -> None:
        """Serve until a signal says to end; `tell` is called once requests are answered.

        Raise CannotStart where a process does not get that far. A second signal ends all at once,
        and SIGHUP puts new processes in the place of the old ones.
        """
        self._mind_signals()
        try:
            self._begin()
            tell()
            while not self._is_ending:
                self._look()
                self._reload_if_told()
                self._fill_up()
            self._end()
        finally:
            self._kill()
            self._listener.close()

    def _begin(self) -> None:
        """Start a web process, and wait until it serves: what keeps it from that, it says once."""
        self._start(self._web)
        while not any(child.is_ready for child in self._children) and not self._is_ending:
            self._look()
            if not self._children:
                raise CannotStart
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)

    @property
    def _is_ending(self) -> bool:
        return any(number in self._signals for number in _ENDS)

    def _mind_signals(self) -> None:
        # A signal ends the wait for events: it is written to a socket that is waited for, too.
        self._woken, waker = socket.socketpair()
        self._waker = waker
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        for number in (*_ENDS, *filter(None, [_RELOAD])):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: object) -> None:
        if number in _ENDS and self._is_ending:
            self._kill()
            os._exit(128 + number)  # as shells tell that a signal ended it
        if number == _RELOAD and self._has_terminal and not os.isatty(0):
            number = signal.SIGTERM  # not a reload: the terminal that all this ran in is gone
        self._signals.append(number)

    def _kill(self) -> None:
        for child in self._children:
            child.kill()

    def _look(self) -> None:
        """Do what there is to do, after waiting for it a little."""
        for key, _events in self._selector.select(_LOOK):
            if isinstance(key.data, Child):
                self._hear(key.data)
            elif key.fileobj is self._listener:
                self._hand_over()
            else:
                self._woken.recv(64)
        for child in [each for each in self._children if each.has_ended()]:
            self._children.remove(child)
            if time.monotonic() - child.started_at < _PAUSE:
                self._not_before = time.monotonic() + _PAUSE

    def _hand_over(self) -> None:
        """Give the connections that came in to the web processes, one after the other.

        Left to themselves each would take what it can get: all connections of a few busy programs
        now and then, while the others have nothing to do.
        """
        while serving := [child for child in self._children if child.takes_connections]:
            try:
                connection, _address = self._listener.accept()
            except BlockingIOError:
                return  # all are handed over
            except OSError:
                break  # nothing more can be opened at this moment
            self._next += 1
            with connection:
                turn = self._next % len(serving)
                any(child.take(connection) for child in serving[turn:] + serving[:turn])
        time.sleep(_LOOK)  # the system keeps them until somebody serves again

    def _hear(self, child: Child) -> None:
        """Hear what a process says of itself."""
        said = child.hear()
        if not said:
            self._selector.unregister(child.control)
        if READY in said:
            child.is_ready = True
            serving = [each for each in self._children if each.takes_connections]
            for old in serving[: max(0, len(serving) - self._wanted[self._web])]:
                old.leave()
        if LEAVING in said:
            child.leave()

    def _reload_if_told(self) -> None:
        """Start new web processes, for which the old ones leave as soon as they serve: where they
        never do, the old ones stay. The others are started anew.
        """
        if _RELOAD not in self._signals:
            return
        self._signals.remove(_RELOAD)
        for child in self._children:
            if child.arguments != self._web:
                child.leave()
        for _number in range(self._wanted[self._web]):
            self._start(self._web)

    def _fill_up(self) -> None:
        """Start what is missing."""
        if time.monotonic() < self._not_before:
            return
        for arguments, count in self._wanted.items():
            there = [
                each
                for each in self._children
                if each.arguments == arguments and not each.is_leaving
            ]
            for _missing in range(count - len(there)):
                self._start(arguments)

    def _start(self, arguments: tuple[str, ...]) -> None:
        try:
            child = Child(arguments, inherits=self._turns.waiting_room, environment=ENVIRONMENT)
        except OSError as error:
            # Those that run go on; it is tried again.
            log.error("No process can be started: %s", error)
            self._not_before = time.monotonic() + _PAUSE
            return
        self._selector.register(child.control, selectors.EVENT_READ, child)
        self._children.append(child)

    def _end(self) -> None:
        """Hand over what has come in, and let all finish what they do, for as long as they may."""
        with suppress(OSError):
            self._hand_over()
            self._listener.close()
        for child in self._children:
            child.leave()
        until = time.monotonic() + PATIENCE
        while not all(child.has_ended() for child in self._children) and time.monotonic() < until:
            time.sleep(0.02)
