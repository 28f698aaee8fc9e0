"""However many write, wait or never finish their request: others are answered, and nobody waits for
ever.
"""

import json
import os
import socket

import pytest

from tests.serving.clients import Change, half_sent, locked, seconds_until_alive
from tests.stories.killing import Product, wait_for

pytestmark = pytest.mark.pure
SOON = 5  # seconds: no machine is that slow, and no lock is that short
HALVES = {
    "nothing": b"",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-",
    "half a body": b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nlog",
}


WAYS = {"group": ("--workers", "2")}
if os.environ.get("UNISONO_EVERY_WAY"):  # in `make nightly PART=serving`
    WAYS |= {"alone": ("--alone",)}


@pytest.fixture(scope="module", params=WAYS.values(), ids=WAYS)
def product(request, tmp_path_factory):
    """A served book with two contacts."""
    product = Product(tmp_path_factory.mktemp("book"))
    product.environment["UNISONO_CONNECTIONS_PER_ADDRESS"] = "20"
    product.run("init")
    product.token = product.run("token", "create", "admin").stdout.strip()
    product.serve("--no-worker", "--threads", "1", *request.param)
    for no in ("C1", "C2"):
        product.call("POST", "/contacts", {"name": "Hotel Sol", "no": no, "phone_no": "1"})
    yield product
    product.end()


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_requests_that_never_end_shut_nobody_out(product, half):
    connections = half_sent(product, 300, half)

    assert seconds_until_alive(product) < SOON
    assert product.call("GET", "/contacts/C1")["no"] == "C1"
    kept = [each for each in connections if _is_open(each)]
    assert 5 < len(kept) <= 40  # of two processes
    for connection in connections:
        connection.close()


def _is_open(connection):
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def test_writers_who_wait_keep_nobody_from_reading(product):
    with locked(product):
        writers = [Change(product, "C1", str(number)) for number in range(10)]
        wait_for(lambda: all(writer.connection.sock for writer in writers))

        assert seconds_until_alive(product) < SOON
        assert product.call("GET", "/contacts/C2")["phone_no"] == "1"
        assert [writer.status for writer in writers] == [None] * 10
    for writer in writers:
        writer.join(30)
    assert [writer.status for writer in writers] == [200] * 10


def test_nothing_is_written_for_who_has_gone(product):
    count = 3  # the processes have a thread each for those who write
    with locked(product):
        writers = [Change(product, "C1", "7") for _number in range(count)]
        # Connections are taken in the order in which they came: these stand before the next.
        wait_for(lambda: all(writer.is_sent for writer in writers))
        gone = socket.create_connection(("127.0.0.1", product.port), timeout=20)
        body = json.dumps({"phone_no": "999"})
        gone.sendall(
            f"PATCH /api/v1/contacts/C2 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            f"{product.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
            f"\r\n\r\n{body}".encode()
        )
        assert seconds_until_alive(product) < SOON  # it has come in by then
        gone.close()
    for writer in writers:
        writer.join(30)
    assert [writer.status for writer in writers] == [200] * count
    assert product.call("GET", "/contacts/C2")["phone_no"] == "1"


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /x y HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nA : b\r\n\r\n",
    ],
)
def test_what_is_no_request_is_told_so(product, sent):
    with socket.create_connection(("127.0.0.1", product.port), timeout=20) as connection:
        connection.sendall(sent)
        assert connection.recv(100).startswith(b"HTTP/1.0 400 ")
