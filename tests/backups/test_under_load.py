"""Backups that are made while people work, and processes that are killed in the middle of making,
restoring and `init`: what was acknowledged before is there, and nothing is half done that is not
finished or refused.
"""

import os
import random
import time

import pytest

from tests.postgresql import TestServer
from tests.stories.chaos import Batches, Creator, Editor
from tests.stories.killing import Process, Product, wait_for

# How many kills of each command; `make nightly PART=backups` tries more.
KILLS = int(os.environ.get("UNISONO_BACKUP_KILLS") or ("1" if os.environ.get("CI") else "0"))
CUSTOMERS = 1500

pytestmark = pytest.mark.skipif(not KILLS, reason="in CI and in `make nightly PART=backups`")


@pytest.fixture
def places(tmp_path):
    """places(name, on_postgresql): a place for a book, with a database of its own."""
    made, servers = [], []

    def there(name, on_postgresql):
        folder = tmp_path / name
        folder.mkdir()
        if on_postgresql:
            servers.append(TestServer())
        made.append(Product(folder, servers[-1].url if on_postgresql else None))
        return made[-1]

    yield there
    for product in made:
        product.end()
    for server in servers:
        server.end()


@pytest.fixture
def product(places):
    """The product on the kind of database of this run, with customers."""
    product = places("here", bool(os.environ.get("UNISONO_DATABASE_URL")))
    product.install(CUSTOMERS)
    return product


def killed(product, choice, longest, *arguments):
    """Start a command and kill it within so many seconds; tell whether it had ended."""
    process = product.start(*arguments)
    time.sleep(choice.uniform(0, longest))
    had_ended = process.poll() is not None
    Process(process.pid).kill()
    process.wait(10)
    return had_ended


def test_a_backup_under_load_has_all_that_was_acknowledged_before(product, places, tmp_path):
    product.serve("--workers", "2")
    product.call("POST", "/contacts", {"name": "Editada", "no": "E0"})
    editor, creators = Editor(product, 1, "E0"), [Creator(product, n) for n in range(2)]
    clients = [editor, *creators, Batches(product, 9)]
    for client in clients:
        client.start()
    wait_for(lambda: all(client.done > 3 for client in [editor, *creators]))

    before = [dict(each.contacts) for each in creators], [dict(each.customers) for each in creators]
    path = tmp_path / "busy.backup"
    product.run("backup", str(path))
    after = editor.done
    for client in clients:
        client.stopping.set()
    for client in clients:
        client.join(120)
    assert [client.failed for client in clients] == [None] * len(clients)
    assert after > 3

    for number, on_postgresql in enumerate((False, True)):
        there = places(f"there{number}", on_postgresql)
        there.run("verify", str(path))
        there.run("restore", str(path))
        assert there.run("check").stdout.strip() == "Everything is in order."
        names = dict(there.rows("SELECT no, name FROM contacts_contact"))
        linked = dict(
            there.rows(
                "SELECT c.no, k.no FROM links_link l JOIN customers_customer c "
                "ON c.id = l.customer_id JOIN contacts_contact k ON k.id = l.contact_id"
            )
        )
        for contacts, customers in zip(*before, strict=True):
            assert contacts.items() <= names.items()
            assert customers.items() <= linked.items()


def test_whatever_is_killed_leaves_nothing_half_done(product, places, tmp_path):
    chance = int(os.environ.get("CHAOS_SEED") or time.time_ns() % 1_000_000)
    choice, folder = random.Random(chance), tmp_path / "backups"
    folder.mkdir()
    try:
        for number in range(KILLS):
            path = folder / f"{number}.backup"
            killed(product, choice, 1.2, "backup", str(path))
            if path.exists():
                product.run("verify", str(path))
        product.run("backup", str(folder / "last.backup"))
        there = places("there", bool(os.environ.get("UNISONO_DATABASE_URL")))
        for _number in range(KILLS):
            killed(there, choice, 3.0, "init")
        there.run("init")
        for _number in range(KILLS):
            killed(there, choice, 4.0, "restore", "--replace", str(folder / "last.backup"))
            there.run("init")  # either book is whole
            assert there.rows("SELECT count(*) FROM customers_customer")[0][0] in (0, CUSTOMERS)
            assert there.run("check").stdout.strip() == "Everything is in order."
        there.run("restore", "--replace", str(folder / "last.backup"))
        assert there.rows("SELECT count(*) FROM customers_customer") == [(CUSTOMERS,)]
    except BaseException as error:
        error.add_note(f"CHAOS_SEED={chance}")
        raise
