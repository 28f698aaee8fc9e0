"""Who gives commands."""

import pytest

from unisono.usecases.users import users


@pytest.fixture
def admin(db):
    """The administrator whom `init` makes, and in whose name commands act."""
    return users.create_user("admin", "administrator", actor=None)
