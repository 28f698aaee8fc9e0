"""Browsers keep connections open that they do not use: the product has enough for a whole
company.
"""

import socket
from contextlib import ExitStack

import pytest

from tests.stories.killing import Product

BROWSERS, CONNECTIONS = 50, 6
ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.pure
def test_the_product_answers_beside_the_idle_connections_of_fifty_browsers(tmp_path):
    product = Product(tmp_path)
    with ExitStack() as stack:
        stack.callback(product.end)
        product.run("init")
        product.serve("--no-worker")

        for _number in range(BROWSERS * CONNECTIONS):
            connection = stack.enter_context(
                socket.create_connection(("127.0.0.1", product.port), timeout=20)
            )
            connection.sendall(ASK)
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
