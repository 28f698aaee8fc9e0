"""Settings for tests: a folder of their own, fast hashing; `UNISONO_TEST_DATABASE=postgresql` starts a server."""

import atexit
import os
import shutil
import tempfile

# The process that begins the run starts the server and takes everything away; its helpers (pytest-xdist) share it.
_BEGINS = "PYTEST_XDIST_WORKER" not in os.environ
_FOLDER = tempfile.mkdtemp(prefix="unisono-test-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["UNISONO_DATA"] = _FOLDER
os.environ["UNISONO_SECRET_KEY"] = "only for tests"
if os.environ.get("UNISONO_TEST_DATABASE") == "postgresql" and _BEGINS:
    from config.postgresql_for_tests import TestServer

    # What is lost in a power cut is made anew by the next run. Stories about what must not be lost have a server of
    # their own (tests/stories).
    _server = TestServer(durable=False)
    atexit.register(_server.end)
    os.environ["UNISONO_DATABASE_URL"] = _server.url
elif os.environ.get("UNISONO_TEST_DATABASE") != "postgresql":
    os.environ.pop("UNISONO_DATABASE_URL", None)

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
