"""Whatever is killed, and whenever: what was acknowledged is there, nothing is half done, no number
stands twice, and jobs end.
"""

import os
import random
import signal
import sys
import time
from contextlib import suppress
from itertools import pairwise

import pytest

from tests.postgresql import TestServer
from tests.stories.chaos import Batches, Creator, Editor, Imports, let_work
from tests.stories.killing import ENDED, Product, wait_for

# `make nightly PART=chaos` goes on for minutes; CI for a quarter of a minute on each database.
SECONDS = int(os.environ.get("UNISONO_CHAOS") or ("8" if os.environ.get("CI") else "0"))
CUSTOMERS = 1500
ENDS = {signal.SIGKILL, signal.SIGTERM}

pytestmark = pytest.mark.skipif(not SECONDS, reason="in CI and in `make nightly PART=chaos`")


@pytest.fixture
def product(tmp_path):
    """The product on the kind of database of this run, durable, served by a group of processes."""
    server = TestServer() if os.environ.get("UNISONO_DATABASE_URL") else None
    product = Product(tmp_path, server and server.url)
    try:
        product.install(CUSTOMERS)
        product.serve("--workers", "2")
        yield product
    finally:
        product.end()
        if server:
            server.end()


def blow(product, choice):
    """Kill, end or reload one of the processes; a server that is gone is started again."""
    target = choice.choice(["web", "web", "worker", "server"])
    number = choice.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
    if target == "server":
        product.tell(number)
        if number in ENDS:
            assert product.exit_code() in (0, -number)
            product.serve("--workers", "2")
        return target, number
    processes = product.children(target)
    if processes and number != signal.SIGHUP:
        with suppress(ProcessLookupError):  # the last blow was for it, too
            os.kill(choice.choice(processes).pid, number)
    return target, number


def test_what_was_acknowledged_is_there_whatever_was_killed(product):
    chance = int(os.environ.get("CHAOS_SEED") or time.time_ns() % 1_000_000)
    choice = random.Random(chance)
    for number in range(3):
        product.call("POST", "/contacts", {"name": "Editada", "no": f"E{number}"})
    editors = [Editor(product, chance + number, f"E{number}") for number in range(3)]
    creators = [Creator(product, chance + 10 + number) for number in range(2)]
    batches, imports = Batches(product, chance + 20), Imports(product, chance + 30)
    clients = [*editors, *creators, batches, imports]
    told = let_work(clients, SECONDS, choice, lambda: blow(product, choice))

    try:
        assert [client.failed for client in clients] == [None] * len(clients)
        assert all(client.done for client in [*editors, *creators]), [c.done for c in clients]
        assert_nothing_is_lost(product, editors, creators)
        for id_ in [*batches.jobs, *imports.jobs]:
            assert product.ended(id_)["state"] in ENDED
        open_ = "SELECT 1 FROM jobs_job WHERE state IN ('queued', 'running')"
        wait_for(lambda: not product.rows(open_))
        found = "SELECT name FROM contacts_contact WHERE name LIKE 'Import %'"
        assert sorted(name for (name,) in product.rows(found)) == sorted(imports.names)
        assert_numbers_stand_once(product)
        assert product.run("check").stdout.strip() == "Everything is in order."
        done = sum(each.done for each in clients)
        sys.stdout.write(f"\n{len(told)} blows, {done} acknowledged, none lost\n")
    except BaseException as error:
        error.add_note(f"CHAOS_SEED={chance} {told}\n{product.log()}")
        raise


def assert_nothing_is_lost(product, editors, creators):
    """Every value and every record that somebody was told is stored stands there."""
    phones = dict(product.rows("SELECT no, phone_no FROM contacts_contact"))
    for editor in editors:
        assert phones[editor.no] in {editor.acknowledged, *editor.sent}
    names = product.rows("SELECT no, name FROM contacts_contact WHERE name LIKE 'Chaos %'")
    mine = [(no, name) for each in creators for no, name in each.contacts.items()]
    assert set(mine) <= set(names)
    assert len({name for _no, name in names}) == len(names)  # nothing was created twice
    linked = dict(
        product.rows(
            "SELECT c.no, k.no FROM links_link l JOIN customers_customer c ON c.id = l.customer_id"
            " JOIN contacts_contact k ON k.id = l.contact_id"
        )
    )
    for creator in creators:
        assert creator.customers.items() <= linked.items()


def assert_numbers_stand_once(product):
    """No number is there twice, and each creation is told once in the history."""
    created = sorted(
        product.rows(
            "SELECT kind, record_id FROM history_change WHERE event = 'created' AND kind IN "
            "('contact', 'customer')"
        )
    )
    assert all(one != next_ for one, next_ in pairwise(created))
    for table in ("contacts_contact", "customers_customer"):
        assert product.rows(f"SELECT no_key FROM {table} GROUP BY no_key HAVING count(*) > 1") == []
