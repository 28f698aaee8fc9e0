"""The list of erased people beside the backups: nobody leaves it, and books do not mix."""

import json
from datetime import UTC, datetime

import pytest

from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.privacy.erased_list import NAME, Erased, read_lists, write_list
from unisono.usecases.setup.keys import take_key

THEN = datetime(2026, 1, 1, tzinfo=UTC)
OTHERS = Erased("another book", "CT000001", THEN)


@pytest.fixture
def book(db):
    """A book from which a person was erased."""
    take_key()
    put_on_record(Action.ERASED, None, "CT000009")


def test_who_is_on_the_list_stays_on_it_also_of_other_books(book, tmp_path):
    write_list([tmp_path], [OTHERS])
    write_list([tmp_path])

    assert {(each.no, each.book == OTHERS.book) for each in read_lists([tmp_path])} == {
        ("CT000001", True),
        ("CT000009", False),
    }
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_list_that_is_damaged_is_left_alone_and_told(book, tmp_path):
    (tmp_path / NAME).write_text('[["CT', encoding="utf-8")
    write_list([tmp_path, tmp_path / "nowhere"])

    assert (tmp_path / NAME).read_text(encoding="utf-8") == '[["CT'
    with pytest.raises(ValueError, match=""):
        read_lists([tmp_path])
    (tmp_path / NAME).write_text(json.dumps([[1, 2]]), encoding="utf-8")
    with pytest.raises((ValueError, TypeError)):
        read_lists([tmp_path])
