"""Requests that cannot be are answered as such, to programs and to people: never by a defect, never
by a look at what they ask for [6.6].
"""

import pytest
from django.test import Client

WITHOUT_BOUNDARY = [
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=ñ",
]
ADDRESSES = ["/api/v1/imports", "/api/v1/contacts", "/import/", "/accounts/login/", "/contacts/"]


@pytest.fixture
def stranger(db):
    """Somebody without a token, whose defects would show."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("content_type", WITHOUT_BOUNDARY)
@pytest.mark.parametrize("address", ADDRESSES)
def test_parts_without_a_boundary_cannot_be_read(stranger, address, content_type):
    answer = stranger.generic("POST", address, b"--oak\r\n", content_type=content_type)

    assert answer.status_code == 400
    assert "boundary" in answer.content.decode()


def test_so_it_is_for_somebody_who_may_import(api):
    told = api.refused(
        400, "POST", "/imports", raw=b"--oak\r\n", content_type="multipart/form-data"
    )

    assert told["type"].endswith("malformed")


@pytest.mark.parametrize("address", ["/api/v1/contacts", "/contacts/", "/healthz"])
@pytest.mark.parametrize("port", ["99999", "65536", "0"])
def test_a_port_that_no_machine_has_is_refused(stranger, address, port):
    assert stranger.get(address, HTTP_HOST=f"localhost:{port}").status_code == 400
    assert stranger.get(address, HTTP_HOST="localhost:65535").status_code != 400


@pytest.mark.parametrize("address", ["/api/v1/contacts", "/api/v1/contacts?x=1", "/healthz?x=1"])
def test_nothing_is_traced(stranger, address):
    assert stranger.generic("TRACE", address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/api/v1/contacts", "/accounts/login/", "/nowhere", "/static/web/app.css"]
)
def test_every_answer_says_what_no_page_of_ours_needs(stranger, address):
    answer = stranger.get(address)

    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
