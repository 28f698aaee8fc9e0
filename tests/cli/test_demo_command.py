"""The command `unisono demo`, on a book that has nothing yet."""

import pytest
from click.testing import CliRunner

from unisono.cli.demo import demo, is_empty
from unisono.usecases.users import users


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A data folder that looks like a book's; the database of the tests is elsewhere."""
    (tmp_path / "unisono.sqlite3").touch()
    monkeypatch.setenv("UNISONO_DATA", str(tmp_path))


def test_the_command_loads_once_and_then_says_that_there_is_data(folder, db):
    users.create_user("admin", "administrator", actor=None)

    first, second = (CliRunner().invoke(demo) for _time in range(2))

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith(
        "The demo is loaded: 33 companies, 66 people, 23 customers, 14 vendors,"
    )
    assert second.output == "There is data already; the demo was not loaded.\n"


def test_without_an_administrator_the_command_says_so_and_loads_nothing(folder, db):
    answer = CliRunner().invoke(demo)

    assert (answer.exit_code, answer.output) == (1, "Error: There is no user admin.\n")
    assert is_empty()


def test_the_help_has_an_example(db):
    assert "unisono --data ./data demo" in CliRunner().invoke(demo, ["--help"]).output
