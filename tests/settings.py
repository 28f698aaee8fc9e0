"""Settings for tests: a folder of their own, fast hashing; `UNISONO_TEST_DATABASE=postgresql`
starts a server.
"""

import atexit
import os
import tempfile
from pathlib import Path

# Made by tests/conftest.py when tests begin, and removed when they end; who only reads these
# settings makes none.
os.environ["UNISONO_DATA"] = str(Path(tempfile.gettempdir()) / f"unisono-test-{os.getpid()}")
os.environ["UNISONO_SECRET_KEY"] = "only for tests, and long enough"
os.environ.pop("UNISONO_DATABASE_URL", None)
if os.environ.get("UNISONO_TEST_DATABASE") == "postgresql":
    from tests.postgresql import TestServer

    # What is lost in a power cut is made anew by the next run; stories about what must not be lost
    # have a server of their own (tests/stories). Each process of a run has one, too: the feed waits
    # for every open transaction of a server, also of those who test beside it.
    _server = TestServer(durable=False)
    atexit.register(_server.end)
    os.environ["UNISONO_DATABASE_URL"] = _server.url

from unisono.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Reading the settings has made the folder: it goes again, so that who only reads them (mypy) leaves
# nothing behind.
DATA.rmdir()  # noqa: F405

if not os.environ.get("UNISONO_DATABASE_URL"):
    # pytest-django knows by the name of Django's own backend that this is in memory.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
