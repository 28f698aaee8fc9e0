"""People at their browsers."""

import pytest
from django.test import Client

from unisono.usecases.users import users

PASSWORD = "gato y violín"


@pytest.fixture
def omar_has_a_password(db):
    """omar can sign in by name and by e-mail."""
    return users.change_user("omar", password=PASSWORD, email="Omar@Example.com", actor=None)


@pytest.fixture
def visitor(omar_has_a_password):
    """A browser that nobody is signed in with."""
    return Client()
