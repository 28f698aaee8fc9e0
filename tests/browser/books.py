"""Books for browser tests: each made once with the product's own commands, then copied for whoever wants a fresh one.

cast: the people of the tests, no records · demo: the demo, too · papers: the demo with documents and a log ·
crowd: many customers without contact.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from tests.conftest import CAST
from tests.stories.killing import ROOT, Product, fill
from tests.web.signing_in import with_second_step
from unisono.usecases import users
from unisono.usecases.matched_batches import CHUNK

PASSWORD = "gato y violín"
CROWD = 3 * CHUNK
_PREPARE = "import django; django.setup(); from tests.browser import books; books.prepare({name!r})"
_WRITE = "import django; django.setup(); from tests.browser import papers; papers.write()"


def prepare(name):
    """Fill a book; runs in a process of its own, on that book. Marta has a second step, and codes for it."""
    for person, role in {**CAST, "marta": "administrator"}.items():
        users.create_user(person, role, PASSWORD, email=f"{person}@example.com", actor=None)
    _secret, codes = with_second_step("marta")
    (settings.DATA / "codes").write_text(" ".join(codes))
    if name == "crowd":
        fill(CROWD)


class Office(Product):
    """The product at work on a book: `address` for browsers, `call` for the API as ines."""

    @property
    def address(self):
        """Return where browsers find it."""
        return f"http://127.0.0.1:{self.port}"

    def make(self, name):
        """Make the book of this name, and keep a token beside it."""
        self.run("init", "--admin-password", PASSWORD)
        self._do(_PREPARE.format(name=name))
        if name in ("demo", "papers"):
            self.run("demo")
        if name == "papers":
            self._do(_WRITE)
        (self.folder / "token").write_text(self.run("token", "create", "ines").stdout.strip())

    def _do(self, code):
        """Run some Python on the book, in a process of its own."""
        more = {"UNISONO_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-c", code]
        subprocess.run(command, env={**self.environment, **more}, cwd=ROOT, check=True, timeout=120)

    def open(self, *options):
        """Start to serve; the token that came with the book is good here."""
        self.token = (self.folder / "token").read_text()
        self.codes = (self.folder / "codes").read_text().split()
        self.serve(*options)


class Books:
    """Books in a folder; on PostgreSQL, their databases are on the server of this test run."""

    def __init__(self, folder):
        self._folder, self._server = folder, os.environ.get("UNISONO_DATABASE_URL")
        self._made, self._copies = set(), 0

    @contextmanager
    def opened(self, name, *options):
        """Give the product at work on a fresh copy of a book; at the end its processes are ended by their pid.

        `options` are those of `unisono serve`.
        """
        if name not in self._made:
            self._make(name)
        self._copies += 1
        copy = f"{name}_{self._copies}"
        folder = self._folder / copy
        shutil.copytree(self._folder / name, folder)
        url = self._database(copy, f" TEMPLATE {_database_name(name)}")
        office = Office(folder, url)
        try:
            office.open(*options)
            yield office
        finally:
            office.end()
            self._drop(copy)

    def _make(self, name):
        folder = self._folder / name
        folder.mkdir()
        office = Office(folder, self._database(name))
        try:
            office.make(name)
        finally:
            office.end()
        self._made.add(name)

    def _database(self, name, of=""):
        """Make a database where the run is on PostgreSQL; return its address, None on SQLite."""
        if not self._server:
            return None
        self._say(f"CREATE DATABASE {_database_name(name)}{of}")
        return urlsplit(self._server)._replace(path=f"/{_database_name(name)}").geturl()

    def _drop(self, name):
        if self._server:
            self._say(f"DROP DATABASE {_database_name(name)} WITH (FORCE)")
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def _say(self, statement):
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)

    def end(self):
        """Take the templates away, too."""
        for name in self._made:
            self._drop(name)


def _database_name(name):
    return f"browser_{os.getpid()}_{name}"
