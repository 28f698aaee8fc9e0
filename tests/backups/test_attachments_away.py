"""Attachments that cannot be had: one that is gone is told; while all are away, nothing is made."""

import pytest

from tests.making import company
from unisono.interactions import kept_files
from unisono.interactions.entry_values import File
from unisono.usecases.backups import backing_up
from unisono.usecases.interactions import entries


@pytest.fixture
def plan(committed, ines, own_folder):
    """The digest of a file that is attached to the log; committed, since a backup begins anew."""
    file = File("plano.txt", "text/plain", b"plano")
    entries.log_interaction(
        company(ines), {"template_code": "MEETING", "description": "Visita"}, [file], actor=ines
    )
    return kept_files.digest_of(b"plano")


def test_one_that_is_gone_or_damaged_is_told_and_the_rest_is_there(plan, own_folder):
    path = own_folder / "attachments" / kept_files.name_of(plan)
    path.write_bytes(b"another")
    damaged = backing_up.back_up(own_folder / "1.backup", actor=None)
    path.unlink()
    gone = backing_up.back_up(own_folder / "2.backup", actor=None)

    assert (damaged.missing, gone.missing) == ([plan], [plan])
    assert backing_up.verify(own_folder / "2.backup").rows == gone.rows


def test_where_their_place_is_away_the_backup_fails_and_leaves_nothing(
    plan, own_folder, monkeypatch
):
    def away(_digest):
        raise OSError("The bucket cannot be used: timed out")

    monkeypatch.setattr(kept_files, "content_of", away)

    with pytest.raises(OSError, match="cannot be used"):
        backing_up.back_up(own_folder / "1.backup", actor=None)

    assert not list(own_folder.glob("*backup*"))
