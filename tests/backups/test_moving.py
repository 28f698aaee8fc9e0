"""A backup of one database is restored into the other, and nothing of it changes on the way."""

import json

import pytest

from tests.postgresql import TestServer
from tests.stories.killing import Product
from unisono.backups.reading import opened

pytestmark = pytest.mark.pure

# What restoring itself adds or makes anew.
OWN = {"audit_auditentry", "setup_installation"}


@pytest.fixture
def server():
    """A PostgreSQL server with nothing in it."""
    server = TestServer(durable=False)
    yield server
    server.end()


@pytest.fixture
def place(tmp_path):
    """place(name, url): a place for a book; its processes end with the test."""
    made = []

    def there(name, url=None):
        folder = tmp_path / name
        folder.mkdir()
        made.append(Product(folder, url))
        return made[-1]

    yield there
    for product in made:
        product.end()


def contents(path):
    """The rows of each table of a backup, and its attachments; objects of JSON have no order."""
    with opened(path) as backup:
        backup.verify()
        tables = {
            name: [
                [cell_of(text) for text in line.split("\t")]
                for line in b"".join(backup.table(name)).decode().splitlines()
            ]
            for name in backup.manifest.tables.keys() - OWN
        }
        return tables, set(backup.manifest.files)


def cell_of(text):
    try:
        return json.loads(text.replace("\\\\", "\\"))
    except ValueError:
        return text


def test_a_book_moves_up_to_postgresql_and_back(tmp_path, place, server):
    small, large, again = place("small"), place("large", server.url), place("again")
    small.run("init")
    small.run("demo")
    first, second, third = (tmp_path / f"{name}.backup" for name in ("first", "second", "third"))

    small.run("backup", str(first))
    told = large.run("restore", str(first)).stdout
    assert "The backup has no key" in told
    assert "Everything is in order." in large.run("check").stdout
    large.run("backup", str(second))
    again.run("restore", str(second))
    assert "Everything is in order." in again.run("check").stdout
    again.run("backup", str(third))

    assert contents(first) == contents(second) == contents(third)
    for product in (large, again):
        product.token = product.run("token", "create", "admin").stdout.strip()
        product.serve("--workers", "1")
        no = product.call("POST", "/contacts", {"name": "Ñandú Exótico"})["no"]
        found = product.call("GET", "/contacts?q=%C3%B1and%C3%BA")["items"]
        assert no in [each["no"] for each in found]
        changes = product.call("GET", "/changes?limit=500")["items"]
        assert any(record["no"] == no for each in changes for record in each["records"])
