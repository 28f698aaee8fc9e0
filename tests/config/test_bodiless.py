"""An answer without a body has none on the wire either: what follows on the same connection is the
next answer.
"""

import socket
import threading
from contextlib import contextmanager

import pytest
import waitress

from unisono.config.bodiless import bodiless
from unisono.config.wsgi import application

END = b"\r\n\r\n"


@contextmanager
def served():
    """The application behind the embedded server; the port that it listens on."""
    server = waitress.create_server(application, host="127.0.0.1", port=0, threads=1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(60)


def sent(port, *requests):
    """All bytes that come back for requests on one connection, the last of which closes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for method, path, *headers in requests:
            head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0", *headers]
            connection.sendall("\r\n".join(head).encode() + END)
        found = b""
        while piece := connection.recv(65_536):
            found += piece
        return found


# Signing in, a sign of life, what is not there, what a stranger may not see, queries that are none
# or are refused.
PATHS = [
    "/login/",
    "/healthz",
    "/no/such/page",
    "/api/v1/contacts",
    "/contacts/?q=%ff",
    "/contacts/?q=a&q=b",
]


@pytest.mark.parametrize("path", PATHS)
def test_head_is_answered_without_the_body_that_get_has(committed, path):
    with served() as port:
        whole = sent(port, ("GET", path, "Connection: close"))
        found = sent(port, ("HEAD", path), ("HEAD", path, "Connection: close"))

    assert (found.count(b"HTTP/1.1 "), found.count(END), found[-4:]) == (2, 2, END)
    assert whole.partition(END)[2]
    assert b"Content-Length: " in found
    assert b"chunked" not in found


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified", "200 OK"])
@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_what_has_no_body_sends_none_and_lets_go_of_what_it_held(status, method):
    class Body(list):
        closed = False

        def close(self):
            self.closed = True

    body, told = Body([b"two ", b"pieces"]), []

    def application_of(_environ, start_response):
        start_response(status, [("Content-Type", "text/plain")])
        return body

    found = list(
        bodiless(application_of)({"REQUEST_METHOD": method}, lambda *begun: told.append(begun))
    )

    has_body = status == "200 OK" and method == "GET"
    assert (b"".join(found), body.closed) == (b"two pieces" if has_body else b"", not has_body)
    length = [("Content-Length", "10")] if (status, method) == ("200 OK", "HEAD") else []
    assert told == [(status, [("Content-Type", "text/plain"), *length])]
