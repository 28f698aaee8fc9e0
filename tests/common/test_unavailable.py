"""What is away for a while is told as such, to programs and to people, with when to come again; the
log has one line.
"""

import errno
import logging

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from unisono.common import unavailable
from unisono.common.errors import Overloaded


def from_psycopg(error):
    wrapped = OperationalError(str(error))
    wrapped.__cause__ = error
    return wrapped


AWAY = {
    "sqlite: no file": OperationalError("unable to open database file"),
    "sqlite: locked": OperationalError("database is locked"),
    "sqlite: broken disk": OperationalError("disk I/O error"),
    "postgresql: no server": from_psycopg(psycopg.OperationalError("connection refused")),
    "postgresql: it shuts down": from_psycopg(psycopg.errors.AdminShutdown("going")),
    "postgresql: closed": InterfaceError("connection already closed"),
}
FULL = {
    "sqlite": OperationalError("database or disk is full"),
    "postgresql": from_psycopg(psycopg.errors.DiskFull("no space")),
    "file": OSError(errno.ENOSPC, "No space left on device"),
}
DEFECTS = [
    OperationalError("no such table: x"),
    from_psycopg(psycopg.errors.UndefinedTable("relation does not exist")),
    OSError(errno.EACCES, "Permission denied"),
    ValueError("a defect"),
]


@pytest.fixture
def broken(db, monkeypatch, caplog):
    """broken(error): what a program and a person are told when every look at a token, or at the
    database's sign of life, raises it.
    """

    def answers(error):
        def fail(*_args, **_kwargs):
            raise error

        unavailable._said.clear()
        monkeypatch.setattr("unisono.usecases.users.opening._found", fail)
        monkeypatch.setattr("unisono.web.views.health.connection.cursor", fail)
        client = Client(raise_request_exception=False)
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            told = [
                client.get("/api/v1/contacts", headers={"Authorization": "Bearer x"}),
                client.get("/healthz"),
                client.get("/healthz", headers={"Accept-Language": "es"}),
            ]
        monkeypatch.undo()
        return told

    return answers


@pytest.mark.parametrize("error", AWAY.values(), ids=AWAY)
def test_a_database_that_is_away_is_told_in_one_line(broken, caplog, error):
    program, person, persona = broken(error)

    assert [answer.status_code for answer in (program, person, persona)] == [503] * 3
    assert {answer["Retry-After"] for answer in (program, person, persona)} == {"5"}
    assert program.json()["type"].endswith("/unavailable")
    assert "No disponible en este momento" in persona.content.decode()
    (line,) = caplog.records
    assert line.exc_info is None
    assert "The database is away" in line.getMessage()


@pytest.mark.parametrize("error", FULL.values(), ids=FULL)
def test_a_full_disk_is_told_in_one_line(broken, caplog, error):
    program, person, _persona = broken(error)

    assert (program.status_code, person.status_code) == (507, 507)
    assert program.json()["type"].endswith("/storage-full")
    assert ["The disk is full" in line.getMessage() for line in caplog.records] == [True]


@pytest.mark.parametrize("error", DEFECTS, ids=str)
def test_a_defect_stays_one_with_its_trace(broken, caplog, error):
    assert [answer.status_code for answer in broken(error)] == [500] * 3
    assert any(line.exc_info for line in caplog.records)


def test_who_waited_too_long_is_turned_away_unread(db):
    client = Client(raise_request_exception=False)

    told = client.get("/api/v1/contacts", **{"unisono.waited": 10.5})
    shown = client.get("/login/", **{"unisono.waited": 10.5})

    assert (told.status_code, told.json()["type"].rpartition("/")[2]) == (503, Overloaded.code)
    assert (shown.status_code, shown["Retry-After"]) == (503, "5")
    assert client.get("/healthz", **{"unisono.waited": 9.5}).status_code == 200
