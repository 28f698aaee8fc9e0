"""The installation and the cast of the tests.

ines: administrator · omar: sales · petra: purchasing · felix: finance · lena: reads only
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.api.client import Api
from tests.browser import chromium
from unisono.config.attachments import attachments_storage
from unisono.exchange.opening import open_table
from unisono.exchange.staging import WorkingFile
from unisono.lists import search_index
from unisono.usecases.imports import staged
from unisono.usecases.setup import setup as setup_usecases
from unisono.usecases.users import tokens, users

CAST = {
    "ines": "administrator",
    "omar": "sales",
    "petra": "purchasing",
    "felix": "finance",
    "lena": "reader",
}

BROWSER = Path(__file__).parent / "browser"

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config):
    """Make the folder of this process's tests."""
    Path(settings.DATA).mkdir(mode=0o700, exist_ok=True)


def pytest_unconfigure(config):
    """Remove it."""
    shutil.rmtree(settings.DATA, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark the browser tests; without a browser, leave them out."""
    marked = [item for item in items if item.path.is_relative_to(BROWSER)]
    for item in marked:
        item.add_marker("browser")
    if marked and chromium.is_left_out():
        config.hook.pytest_deselected(items=marked)
        items[:] = [item for item in items if item not in marked]


def pytest_terminal_summary(terminalreporter):
    """Say what was left out, and why."""
    if chromium.is_left_out():
        terminalreporter.write_line(chromium.LEFT_OUT, yellow=True)


def install():
    """A fresh installation with the cast as its users, unless it is there already."""
    search_index.install()
    for name, role in CAST.items() if setup_usecases.install() else ():
        users.create_user(name, role, actor=None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test finds a fresh installation."""
    with django_db_blocker.unblock():
        install()


@pytest.fixture(autouse=True)
def _in_english():
    """What a request in another language left behind in this thread is none of the next test's
    business.
    """
    yield
    translation.deactivate()


@pytest.fixture
def read_here(monkeypatch):
    """Files are read by this process: what confines the reading one is tested elsewhere."""

    def stage(raw, target, about, **how):
        table = open_table(raw, **how)
        return WorkingFile.create(target, table.columns, table.rows, {**about, **table.about})

    monkeypatch.setattr(staged, "stage_confined", stage)


@pytest.fixture
def own_folder(settings, tmp_path):
    """A data folder of the test's own, with attachments where it can look."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "attachments")
    in_folder = attachments_storage("", is_postgresql=False)
    settings.STORAGES = {**settings.STORAGES, "attachments": in_folder}
    return tmp_path


@pytest.fixture
def committed(transactional_db):
    """A fresh installation whose transactions really commit: for threads. Slow, so only where it is
    needed.
    """
    install()


@pytest.fixture
def as_user(db):
    """as_user(name): somebody of the cast as an actor."""
    return lambda name: users.actor_named(name)


def _somebody(name):
    @pytest.fixture(name=name)
    def fixture(as_user):
        return as_user(name)

    return fixture


ines, omar, petra, felix, lena = (_somebody(name) for name in CAST)


@pytest.fixture
def api_of(db):
    """api_of(name): the API as somebody of the cast sees it."""
    return lambda name: Api(tokens.create_token(name, actor=None))


@pytest.fixture
def api(api_of):
    """The API as the administrator ines sees it."""
    return api_of("ines")
