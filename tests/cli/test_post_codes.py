"""`unisono post-codes`."""

import pytest

from tests.cli.running import unisono

pytestmark = pytest.mark.usefixtures("admin")


@pytest.fixture
def codes(tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("CP;Población\n8001;Barcelona\n", encoding="cp1252")
    return str(file)


def test_a_table_is_loaded_listed_and_removed(codes):
    assert unisono("post-codes", "load", codes, "--country", "es").stdout == "ES\t1\n"
    assert unisono("post-codes", "list").stdout == "ES\t1\n"
    assert unisono("post-codes", "remove", "es").stdout == "ES\t-1\n"
    assert unisono("post-codes", "list").stdout == ""


def test_what_cannot_be_is_one_sentence(codes):
    assert "no column" in unisono("post-codes", "load", codes).stderr
    assert "no post codes of FR" in unisono("post-codes", "remove", "fr").stderr


@pytest.mark.parametrize("command", ["", "load", "list", "remove"])
def test_every_command_has_help_with_an_example(command):
    assert "Example:" in unisono("post-codes", *command.split(), "--help").stdout
