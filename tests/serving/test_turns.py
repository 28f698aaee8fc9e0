"""Writers of several processes take turns in the order in which they came, and none waits for
ever.
"""

import os
import socket
import threading
import time

import pytest

from tests.stories.killing import wait_for
from unisono.common import turns
from unisono.common.errors import Overloaded
from unisono.serving.turn_keeper import TurnKeeper

pytestmark = pytest.mark.pure


@pytest.fixture
def kept(monkeypatch):
    """This process is one of a group whose turns are kept."""
    keeper = TurnKeeper()
    monkeypatch.setenv(turns.ENVIRONMENT, str(keeper.waiting_room.fileno()))
    return keeper


def test_who_came_first_writes_first(kept):
    first, order = turns.take(), []

    def write(name):
        with turns.take():
            order.append(name)

    waiting = []
    for name in "abcde":
        waiting.append(threading.Thread(target=write, args=(name,)))
        waiting[-1].start()
        time.sleep(0.02)
    assert order == []
    first.close()
    for thread in waiting:
        thread.join(10)
    assert order == list("abcde")


def test_who_waits_too_long_is_told_so_and_holds_up_nobody(kept, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.1)
    with turns.take(), pytest.raises(Overloaded):
        turns.take()
    turns.take().close()


def test_time_in_front_of_the_server_counts(kept, monkeypatch):
    monkeypatch.setattr(turns, "_LEAST_PATIENCE", 0.05)
    token = turns.waited.set(turns.PATIENCE - 0.05)
    try:
        with turns.take(), pytest.raises(Overloaded):
            turns.take()
    finally:
        turns.waited.reset(token)


def test_a_turn_ends_with_the_process_that_has_it(kept):
    child = os.fork()
    if child == 0:
        held = turns.take()
        time.sleep(60)
        os._exit(held is None)
    wait_for(lambda: not _is_free(kept))
    os.kill(child, 9)
    os.waitpid(child, 0)
    turns.take().close()


def _is_free(keeper):
    mine, theirs = socket.socketpair()
    with mine:
        socket.send_fds(keeper.waiting_room, [b"t"], [theirs.fileno()])
        theirs.close()
        mine.settimeout(0.2)
        try:
            return mine.recv(1) != b""
        except TimeoutError:
            return False


def test_nobody_queues_where_no_turns_are_kept(monkeypatch):
    monkeypatch.delenv(turns.ENVIRONMENT, raising=False)
    assert turns.take() is None
