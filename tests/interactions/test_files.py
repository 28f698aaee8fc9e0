"""Attachments: kept once under what they are, given back byte for byte or not at all."""

import pytest

from unisono.interactions import kept_files

pytestmark = pytest.mark.pure


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"


def test_what_was_kept_comes_back_and_stands_once(tmp_path):
    first, again = kept_files.keep(b"quote"), kept_files.keep(b"quote")

    assert first == again
    assert kept_files.content_of(first) == b"quote"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first]
    assert oct(kept_files.path_of(first).stat().st_mode)[-3:] == "600"


def test_a_file_that_was_changed_or_lost_is_not_given():
    digest = kept_files.keep(b"quote")
    kept_files.path_of(digest).write_bytes(b"another quote")

    with pytest.raises(OSError, match="damaged"):
        kept_files.content_of(digest)
    kept_files.path_of(digest).unlink()
    with pytest.raises(OSError, match="No such file"):
        kept_files.content_of(digest)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "g" * 64, "A" * 64, "a" * 63])
def test_what_is_no_digest_leads_nowhere(name):
    with pytest.raises(ValueError, match=name or "^$"):
        kept_files.path_of(name)


def test_a_disk_that_is_full_leaves_nothing_half_done(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        kept_files.keep(b"quote")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
