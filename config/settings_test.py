"""Settings for tests: a folder of their own, fast hashing; `UNISONO_TEST_DATABASE=postgresql` starts a server."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="unisono-test-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["UNISONO_DATA"] = _FOLDER
os.environ["UNISONO_SECRET_KEY"] = "only for tests"
os.environ.pop("UNISONO_DATABASE_URL", None)
if os.environ.get("UNISONO_TEST_DATABASE") == "postgresql":
    from config.postgresql_for_tests import TestServer

    # What is lost in a power cut is made anew by the next run; stories about what must not be lost have a server of
    # their own (tests/stories). Each process of a run has one, too: the feed waits for every open transaction of a
    # server, also of those who test beside it.
    _server = TestServer(durable=False)
    atexit.register(_server.end)
    os.environ["UNISONO_DATABASE_URL"] = _server.url

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
