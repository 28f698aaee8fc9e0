"""The server ends in order, whatever it does: what runs is answered, and nobody is cut off.

It serves as a group of processes, or alone where connections cannot be handed over.
"""

import os
import signal
from pathlib import Path

import pytest

from tests.serving.clients import Busy, Change, locked
from tests.stories.killing import Product, wait_for

pytestmark = pytest.mark.pure
GROUP = ("--workers", "2")
# `make nightly PART=serving` tries the other ways, too.
WAYS = {"group": GROUP}
SIGNALS = [signal.SIGTERM]
if os.environ.get("UNISONO_EVERY_WAY"):
    WAYS |= {"one": ("--workers", "1"), "alone": ("--alone",)}
    SIGNALS += [signal.SIGINT]
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A book with the contact C1."""
    product = Product(tmp_path_factory.mktemp("book"))
    product.run("init")
    product.token = product.run("token", "create", "admin").stdout.strip()
    yield product
    product.end()


@pytest.fixture
def product(installed):
    """The same book, served by nobody yet."""
    yield installed
    installed.end_server()


def with_contact(product, no):
    """Write a contact into the served book."""
    product.call("POST", "/contacts", {"name": "Hotel Sol", "no": no})


@every_way
@pytest.mark.parametrize("number", SIGNALS)
def test_nobody_who_asks_meanwhile_is_cut_off(product, way, number):
    product.serve("--no-worker", *way)

    with Busy(product) as clients:
        assert product.stop(number) == 0

    assert (clients.cut, clients.answered > 20) == ([], True)


@every_way
def test_what_runs_is_stored_and_answered_and_a_second_signal_waits_for_nothing(product, way):
    product.serve("--no-worker", *way)
    no = f"C{len(way)}{way[-1]}"
    with_contact(product, no)

    with locked(product):
        running = Change(product, no, "600111222")
        wait_for(lambda: running.is_sent)
        product.tell(signal.SIGTERM)
        assert running.status is None  # nobody gets the lock
    running.join(30)
    assert (running.status, product.exit_code()) == (200, 0)

    product.serve("--no-worker", *way)
    assert product.call("GET", f"/contacts/{no}")["phone_no"] == "600111222"
    with locked(product):
        running = Change(product, no, "600111333")
        wait_for(lambda: running.is_sent)
        product.tell(signal.SIGTERM)
        wait_for(lambda: _is_gone_when_told_again(product))
        assert product.exit_code() == 128 + signal.SIGTERM
    running.join(30)
    assert running.status != 200


def _is_gone_when_told_again(product):
    # Two that come at the same moment are one to the system.
    gone = product.server.is_gone()
    if not gone:
        product.tell(signal.SIGTERM)
    return gone


@pytest.mark.skipif(
    len(SIGNALS) == 1 and not os.environ.get("CI"), reason="in CI, and `make nightly PART=serving`"
)
def test_new_code_is_served_without_cutting_anybody_off(product):
    product.serve(*GROUP)
    before = {process.pid for process in product.children("web")}

    with Busy(product, 3) as clients:
        product.tell(signal.SIGHUP)
        wait_for(lambda: not before & {process.pid for process in product.children("web")})
        seen = clients.answered
        wait_for(lambda: clients.answered > seen + 20)

    assert (clients.cut, len(product.children("web"))) == ([], 2)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM][: len(SIGNALS)])
def test_a_web_process_that_dies_is_started_again(product, number):
    product.serve("--no-worker", *GROUP)
    first, second = wait_for(lambda: _two(product))

    os.kill(first.pid, number)
    wait_for(lambda: not Path(f"/proc/{first.pid}").exists())  # with all of its threads
    with Busy(product) as clients:
        after = wait_for(lambda: _two(product))
    assert second.pid in {each.pid for each in after}
    assert (clients.cut, first.pid in {each.pid for each in after}) == ([], False)


def _two(product):
    found = product.children("web")
    return found if len(found) == 2 else None


def test_all_end_when_the_one_that_listens_is_killed(product):
    product.serve(*GROUP)
    children = [*wait_for(lambda: _two(product)), wait_for(product.worker)]

    product.server.kill()

    wait_for(lambda: all(child.is_gone() for child in children))
