"""What the stories of phones have in common."""

import pytest

from unisono.copies import membership


@pytest.fixture(autouse=True)
def _told_at_once(request, monkeypatch):
    """A test is one open transaction, which PostgreSQL's feed waits for; those that commit wait for
    nothing.
    """
    if "committed" not in request.fixturenames:
        monkeypatch.setattr(membership, "settled", lambda: "")
