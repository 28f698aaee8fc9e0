"""Who gives commands."""

import pytest

from tests.audit.changeable import make_changeable
from unisono.audit import append_only
from unisono.usecases.users import users


@pytest.fixture(autouse=True)
def _audit_that_stays(db):
    """Commands refuse a book whose audit could be changed; tests empty theirs."""
    append_only.install()
    yield
    make_changeable()


@pytest.fixture
def admin(db):
    """The administrator whom `init` makes, and in whose name commands act."""
    return users.create_user("admin", "administrator", actor=None)
