"""The real product in processes of its own, and the cast at their browsers."""

import os
import signal
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.browser import chromium
from tests.browser.books import Books
from tests.browser.somebody import at_work

LONGEST = 300  # seconds that a test may take
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Take the machine's Chromium."""
    return {**browser_type_launch_args, **chromium.launch_arguments()}


@pytest.fixture(scope="session")
def books(tmp_path_factory):
    """The books of this run, made once for all who test side by side; on a server of databases,
    each for itself.
    """
    own = tmp_path_factory.getbasetemp()
    is_shared = "PYTEST_XDIST_WORKER" in os.environ and not os.environ.get("UNISONO_DATABASE_URL")
    books = Books((own.parent if is_shared else own) / "books")
    yield books
    books.end()


@pytest.fixture
def book():
    """Which book the product of a test has; modules say otherwise."""
    return "demo"


@pytest.fixture
def product(books, book):
    """The product on a fresh copy of the book."""
    with books.opened(book) as office:
        yield office


@pytest.fixture
def person(product, browser):
    """person(name, language): somebody signed in, who fails the test at its end where anything went
    wrong.
    """
    with ExitStack() as stack:

        def somebody(name, language="en", at="/jobs/"):
            return stack.enter_context(at_work(browser, product, name, language, at))

        yield somebody


@pytest.fixture(autouse=True)
def _in_time():
    """A test that hangs ends with an error."""

    def too_late(_signal, _frame):
        raise TimeoutError(f"This test takes longer than {LONGEST} seconds.")

    before = signal.signal(signal.SIGALRM, too_late)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
