"""Threads for requests: those that read and those that write wait apart, and a sign of life waits
for nobody.
"""

import logging
import time
from typing import Any

from waitress.task import ThreadedTaskDispatcher

READING = ("GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT", "TRACE")
SIGN_OF_LIFE = "/healthz"


class Pools:
    """What waitress hands its requests to: as many threads for readers as for writers, one for the
    sign of life.

    However many writers wait for their turn, no reader waits behind them.
    """

    def __init__(self, threads: int) -> None:
        # That others wait is no news: how long they may is bounded where they are answered.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._readers, self._writers, self._life = (ThreadedTaskDispatcher() for _ in range(3))
        self._readers.set_thread_count(threads)
        self._writers.set_thread_count(threads)
        self._life.set_thread_count(1)

    def add_task(self, channel: Any) -> None:
        """Let a connection's next request be answered as soon as a thread of its kind is free."""
        channel.waiting_since = time.monotonic()
        request = channel.requests[0]
        if request.error:
            self._readers.add_task(channel)  # it has neither path nor command; it is only refused
        elif request.path == SIGN_OF_LIFE:
            self._life.add_task(channel)
        elif request.command in READING:
            self._readers.add_task(channel)
        else:
            self._writers.add_task(channel)

    def shutdown(self) -> None:
        """Let the threads go; nothing waits any more."""
        for pool in (self._readers, self._writers, self._life):
            pool.shutdown(timeout=1)
