"""The process that listens outlives what the others run into."""

import socket
import time

import pytest

from unisono.serving import group as groups
from unisono.serving.group import Group

pytestmark = pytest.mark.pure


@pytest.fixture
def group():
    """A group that has started nothing yet."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Group(listener, ("web",), 2, {("worker",): 1})


def test_where_no_process_can_be_started_it_is_tried_again(group, monkeypatch, caplog):
    def fail(*_args, **_kwargs):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(groups, "Child", fail)

    group._fill_up()
    group._fill_up()

    assert group._children == []
    assert group._not_before > time.monotonic()
    assert caplog.records[0].getMessage().startswith("No process can be started")


def test_a_connection_goes_to_the_next_where_one_takes_none(group):
    class Silent:
        takes_connections, taken = True, 0

        def __init__(self, takes):
            self.takes = takes

        def take(self, connection):
            self.taken += self.takes
            return self.takes

    stuck, other = Silent(False), Silent(True)
    group._children = [stuck, other]
    clients = [socket.create_connection(group._listener.getsockname()) for _number in range(4)]

    group._hand_over()

    assert (stuck.taken, other.taken) == (0, 4)
    for client in clients:
        client.close()
