"""How much one program may ask for."""

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.client import Api
from unisono.access.models import ApiToken
from unisono.usecases.imports import staged
from unisono.usecases.users import tokens
from unisono.usecases.users.tokens import Scope


@pytest.fixture
def far_away(client, settings):
    """far_away(token): the status of a request from another machine, and when to come again."""
    settings.REQUESTS_PER_MINUTE = 6
    settings.PROCESSES = 2
    caches["memory"].clear()
    yield lambda token, address="192.0.2.7": client.get(
        "/api/v1/setup", headers={"Authorization": f"Bearer {token}"}, REMOTE_ADDR=address
    )
    caches["memory"].clear()


@pytest.fixture
def a_token(db):
    return tokens.create_token("omar", actor=None)


def test_a_token_sends_so_many_requests_a_minute_and_others_go_on(far_away, a_token):
    assert [far_away(a_token).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = far_away(a_token)
    assert refused.json()["type"].endswith("/too-many-requests")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert far_away(tokens.create_token("omar", actor=None)).status_code == 200
    assert far_away(a_token, "127.0.0.1").status_code == 200


def test_who_has_too_many_files_waiting_is_told_so(omar, settings, tmp_path):
    settings.DATA = tmp_path
    settings.MOST_WAITING_IMPORTS = 2
    for _ in range(2):
        staged.stage(SimpleUploadedFile("a.csv", b"Name\nRosa\n"), "contacts", omar)

    with pytest.raises(staged.TooManyWaiting, match="2"):
        staged.stage(SimpleUploadedFile("a.csv", b"Name\nRosa\n"), "contacts", omar)


def test_a_token_that_only_reads_and_one_that_is_over_are_told_so(db):
    reader = Api(tokens.create_token("omar", scope=Scope(may_write=False), actor=None))
    reader.ok("GET", "/contacts")
    refused = reader.refused(403, "POST", "/contacts", {"name": "Rosa"})
    assert "only read" in refused["detail"]

    ApiToken.objects.update(expires_at="2026-01-01T00:00:00Z")
    assert reader.refused(401, "GET", "/contacts")["type"].endswith("/token-expired")
