"""Books for browser tests: each made once with the product's own commands, then copied for whoever
wants a fresh one.

cast: the people of the tests, no records · demo: the demo, too · documents: the demo with documents
and a log · crowd: many customers without contact.
"""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.test import Client

from tests.conftest import CAST
from tests.stories.killing import ROOT, Product, fill
from tests.web.signed_in import sign_in_at_once
from tests.web.signing_in import with_second_step
from unisono.usecases.records.matched_batches import CHUNK
from unisono.usecases.users import users

PASSWORD = "gato y violín"
BOOK = "unisono.sqlite3"
CROWD = 3 * CHUNK
_PREPARE = "import django; django.setup(); from tests.browser import books; books.prepare({name!r})"
_WRITE = (
    "import django; django.setup(); from tests.browser import demo_documents; "
    "demo_documents.write()"
)


def prepare(name):
    """Fill a book; runs in a process of its own, on that book. Marta has a second step, and codes
    for it.
    """
    for person, role in {**CAST, "marta": "administrator"}.items():
        users.create_user(person, role, PASSWORD, email=f"{person}@example.com", actor=None)
    _secret, codes = with_second_step("marta")
    (settings.DATA / "codes").write_text(" ".join(codes))
    (settings.DATA / "sessions").write_text(json.dumps({name: session_of(name) for name in CAST}))
    if name == "crowd":
        fill(CROWD)


def session_of(name):
    """A session of somebody who signed in before."""
    client = Client()
    sign_in_at_once(client, name)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


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
        if name in ("demo", "documents"):
            self.run("demo")
        if name == "documents":
            self._do(_WRITE)
        (self.folder / "token").write_text(self.run("token", "create", "ines").stdout.strip())

    def _do(self, code):
        """Run some Python on the book, in a process of its own."""
        more = {
            "UNISONO_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "unisono.config.settings",
        }
        command = [sys.executable, "-c", code]
        subprocess.run(command, env={**self.environment, **more}, cwd=ROOT, check=True, timeout=120)

    def open(self, *options):
        """Start to serve; the token that came with the book is good here."""
        self._read()
        self.serve(*options)

    def _read(self):
        """Take what came with the book: the token, the codes of the second step, the sessions."""
        self.token = (self.folder / "token").read_text()
        self.codes = (self.folder / "codes").read_text().split()
        self.sessions = json.loads((self.folder / "sessions").read_text())

    def begin_anew(self, template):
        """Put the book back as it was, while the product goes on: SQLite copies it within one
        transaction.
        """
        with (
            closing(sqlite3.connect(template / BOOK)) as source,
            closing(sqlite3.connect(self.folder / BOOK, timeout=60)) as target,
        ):
            source.backup(target)
        for name in ("attachments",):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            if (template / name).exists():
                shutil.copytree(template / name, self.folder / name)
        self._read()


class Books:
    """Books in a folder; on PostgreSQL, their databases are on the server of this test run."""

    def __init__(self, folder):
        self._folder, self._server = folder, os.environ.get("UNISONO_DATABASE_URL")
        self._made, self._copies, self._standing = set(), 0, {}
        folder.mkdir(exist_ok=True)

    @contextmanager
    def opened(self, name, *options):
        """Give the product at work on a book as it was made; `options` are those of `unisono
        serve`.

        On SQLite the product stays for the next test that wants the same, unless this one failed.
        Processes are ended by their pid.
        """
        office = self._standing.pop((name, options), None)
        if office:
            office.begin_anew(self._folder / name)
        else:
            office = self._begun(name, options)
        try:
            yield office
        except BaseException:
            self._end(office)
            raise
        office.end_helpers()
        if self._server:
            self._end(office)
        else:
            self._standing[name, options] = office

    def _begun(self, name, options):
        """Return the product at work on a fresh copy of a book."""
        self._make(name)
        self._copies += 1
        copy = f"{name}_{os.getpid()}_{self._copies}"
        folder = self._folder / copy
        shutil.copytree(self._folder / name, folder)
        url = self._database(copy, f" TEMPLATE {_database_name(name)}")
        office = Office(folder, url)
        try:
            office.open(*options)
        except BaseException:
            self._end(office)
            raise
        return office

    def _end(self, office):
        office.end()
        self._drop(office.folder.name)

    def _make(self, name):
        """Make a book unless it is there: on SQLite, all who test side by side have it in one
        folder.
        """
        if name in self._made:
            return
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes first makes it, the others wait for it
            if not (self._folder / name / "sessions").exists():
                self._fill(name)
        self._made.add(name)

    def _fill(self, name):
        folder = self._folder / name
        folder.mkdir()
        office = Office(folder, self._database(name))
        try:
            office.make(name)
        finally:
            office.end()

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
        """End what still stands; the folder goes with the run, databases on a server are
        dropped.
        """
        for office in self._standing.values():
            self._end(office)
        if self._server:
            for name in self._made:
                self._drop(name)


def _database_name(name):
    return f"browser_{os.getpid()}_{name}"
