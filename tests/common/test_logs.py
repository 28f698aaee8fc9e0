"""Lines of the log: of libraries without what they name of an address, of requests with an id."""

import json
import logging
import sys

import pytest
import structlog
from django.http import HttpResponseServerError
from django.test import RequestFactory
from django.utils.log import log_response

from unisono.common.logs import Ours, logging_settings

pytestmark = pytest.mark.pure
PASSWORD = "gato-y-" + "guitarra"


@pytest.fixture
def line():
    """line(record): what the log says of it."""
    formatter = logging_settings("json", "info")["formatters"]["lines"]
    made = structlog.stdlib.ProcessorFormatter(
        processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"]
    )
    return lambda record: json.loads(made.format(record))


def test_a_defect_at_the_address_of_a_password_reset_is_told_without_its_key(line, caplog):
    request = RequestFactory().get("/account/password/reset/key/1-secret/")
    response, reason = HttpResponseServerError(), "Internal Server Error"
    try:
        raise RuntimeError("a defect")
    except RuntimeError as defect:
        log_response(
            "%s: %s", reason, request.path, response=response, request=request, exception=defect
        )

    told = line(caplog.records[-1])

    assert told["event"] == "Internal Server Error"
    assert "RuntimeError: a defect" in told["exception"]
    assert "secret" not in json.dumps(told)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("django.security.csrf", "Forbidden (CSRF cookie not set.): /account/reset/1-secret/"),
        ("waitress", "Exception while serving /account/reset/1-secret/"),
    ],
)
def test_no_line_of_a_library_names_an_address(line, name, text):
    told = line(logging.LogRecord(name, logging.WARNING, "", 0, text, (), None))

    assert "secret" not in told["event"]


def test_a_trace_has_neither_values_of_variables_nor_those_of_a_row():
    lines = logging_settings("text", "info")["formatters"]["lines"]
    made = structlog.stdlib.ProcessorFormatter(
        processors=lines["processors"], foreign_pre_chain=lines["foreign_pre_chain"]
    )

    def fails(password):
        raise RuntimeError("duplicate key\nDETAIL:  Key (email)=(ana@example.com) exists.")

    try:
        fails(PASSWORD)
    except RuntimeError:
        record = logging.LogRecord("unisono", logging.ERROR, "", 0, "Job 3", (), sys.exc_info())

    told = made.format(record)

    assert "duplicate key" in told
    assert PASSWORD not in told
    assert "ana@example.com" not in told


def test_what_a_stranger_sends_does_not_move_the_cursor_of_a_terminal():
    render = logging_settings("text", "info")["formatters"]["lines"]["processors"]
    made = structlog.stdlib.ProcessorFormatter(processors=render)

    told = made.format(logging.LogRecord("unisono", logging.INFO, "", 0, "/a\x1b[2Jb", (), None))

    assert "\x1b" not in told


def test_libraries_are_heard_from_warnings_on_and_we_always():
    def is_heard(name, level):
        return Ours().filter(logging.LogRecord(name, level, "", 0, "", (), None))

    assert is_heard("unisono.requests", logging.INFO)
    assert not is_heard("splink.internals", logging.INFO)
    assert is_heard("splink.internals", logging.WARNING)


def test_a_request_has_the_id_of_the_server_in_front_and_of_nobody_else(client, db, settings):
    given = {"X-Request-ID": "front-1", "Host": "127.0.0.1"}
    assert client.get("/account/login/", headers=given)["X-Request-ID"] != "front-1"

    settings.PROXIES = 1

    assert client.get("/account/login/", headers=given)["X-Request-ID"] == "front-1"
    forged = given | {"X-Request-ID": "a b" * 100}
    assert len(client.get("/account/login/", headers=forged)["X-Request-ID"]) == 32
