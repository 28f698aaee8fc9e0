"""Clients of a served product: busy ones that count what is cut off, and some that never finish."""

import http.client
import json
import socket
import sqlite3
import threading
import time
from contextlib import contextmanager

from tests.stories.killing import wait_for


class Busy:
    """So many clients that ask one thing after the other, on connections that they keep."""

    def __init__(self, product, count=8, path="/contacts?limit=1"):
        self.product, self.path = product, path
        self.answered, self.cut, self._over = 0, [], False
        self._threads = [threading.Thread(target=self._ask) for _number in range(count)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        wait_for(lambda: self.answered > 20)
        return self

    def __exit__(self, *_error):
        self._over = True
        for thread in self._threads:
            thread.join(60)

    def _ask(self):
        headers = {"Authorization": f"Bearer {self.product.token}"}
        while not self._over:
            connection = http.client.HTTPConnection("127.0.0.1", self.product.port, timeout=30)
            try:
                connection.connect()
            except OSError:
                return  # nobody listens any more
            try:
                self._ask_on(connection, headers)
            except (OSError, http.client.HTTPException) as error:
                self.cut.append(repr(error))
            finally:
                connection.close()

    def _ask_on(self, connection, headers):
        while not self._over:
            connection.request("GET", f"/api/v1{self.path}", headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            self.answered += 1
            if answer.will_close:
                return


@contextmanager
def locked(product):
    """Somebody else writes to the book all this time, outside of the product."""
    book = sqlite3.connect(product.folder / "unisono.sqlite3", isolation_level=None)
    book.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        book.execute("ROLLBACK")
        book.close()


class Change(threading.Thread):
    """A change of a contact's phone number that is under way: `status` and `head` once answered."""

    def __init__(self, product, no, phone_no):
        super().__init__()
        self.product, self.path = product, f"/api/v1/contacts/{no}"
        self.body = json.dumps({"phone_no": phone_no})
        self.status, self.headers, self.is_sent = None, {}, False
        self.connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=60)
        self.start()

    def run(self):
        """Send it, and wait for the answer."""
        headers = {
            "Authorization": f"Bearer {self.product.token}",
            "Content-Type": "application/json",
        }
        try:
            self.connection.request("PATCH", self.path, self.body, headers)
            self.is_sent = True
            answer = self.connection.getresponse()
            answer.read()
            self.status, self.headers = answer.status, answer.headers
        except (OSError, http.client.HTTPException) as error:
            self.status = repr(error)


def half_sent(product, count, what):
    """So many connections that sent a part of a request."""
    connections = []
    for _number in range(count):
        connection = socket.create_connection(("127.0.0.1", product.port), timeout=20)
        connection.sendall(what)
        connections.append(connection)
    return connections


def seconds_until_alive(product):
    """How long a sign of life takes."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=20)
    connection.request("GET", "/healthz")
    assert connection.getresponse().read() == b"ok"
    connection.close()
    return time.monotonic() - began
