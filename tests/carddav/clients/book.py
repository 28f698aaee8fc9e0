"""A served book with a salesperson's contacts, and the programs that read it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import code
from tests.stories.killing import ROOT, Product
from unisono.usecases.address_books.app_passwords import create_app_password
from unisono.usecases.records.creating_many import create_many
from unisono.usecases.users import users

# Where `make clients` puts those that Python and npm have.
FOLDER = ROOT / ".clients"
_CALL = "import django; django.setup(); from tests.carddav.clients import book; book.fill({count})"
_AT_ONCE = 5000


def fill(count):
    """Make so many contacts of Omar, and write the password of his device."""
    admin = users.actor_named("admin")
    code(admin, "salespeople", "OM")
    users.create_user("omar", "sales", salesperson="OM", actor=admin)
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        create_many("contact", [_person(number) for number in numbers], actor=admin)
    sys.stdout.write(create_app_password("Notebook", actor=users.actor_named("omar")))


def _person(number):
    return {
        "type": "person",
        "name": f"Ana Gil {number}",
        "phone_no": f"974 55 {number // 100 % 100:02} {number % 100:02}",
        "email": f"ana{number}@sol.example",
        "salesperson_code": "OM",
        "city": "Jaca",
    }


class ServedBook:
    """A book that is served, with so many contacts; `omar`'s device has `password`."""

    def __init__(self, folder, count):
        self.product, self.folder, self.count = Product(folder), folder, count
        self.product.run("init")
        more = {"UNISONO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "unisono.config.settings"}
        made = subprocess.run(
            [sys.executable, "-c", _CALL.format(count=count)],
            env={**self.product.environment, **more},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        self.password = made.stdout.strip().splitlines()[-1]
        self.product.token = self.product.run("token", "create", "admin").stdout.strip()
        self.product.serve("--no-worker", "--alone")
        self.url = f"http://127.0.0.1:{self.product.port}/"
        self.mine = f"{self.url}carddav/books/omar/mine/"

    def contacts(self, query=""):
        """Contacts as the API tells them."""
        return self.product.call("GET", f"/contacts?{query}")["items"]


def program(name):
    """The path of a program; where there is none, the test is left out, but for CI."""
    own = FOLDER / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{name} is not here: .ci/run installs it")
    if found is None:
        pytest.skip(f"{name} is not here (make clients)")
    return found


def run(*command, folder, **more):
    """Run a program with its home in a folder; return what it said. It must succeed."""
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": f"{folder}/.config"}
    home |= {"XDG_CACHE_HOME": f"{folder}/.cache", "XDG_DATA_HOME": f"{folder}/.local"}
    done = subprocess.run(
        command, env={**os.environ, **home}, capture_output=True, text=True, timeout=600, **more
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def cards_in(folder):
    """The cards that a program keeps as files, by their names."""
    return {path.name: path for path in Path(folder).glob("*.vcf")}
