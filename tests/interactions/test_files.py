"""Attachments: kept once under what they are, given back byte for byte or not at all, wherever they
are kept.
"""

import pytest
from moto import mock_aws

from unisono.config.attachments import attachments_storage
from unisono.interactions import kept_files, storages
from unisono.interactions.models import KeptFile
from unisono.usecases.setup.attachments import move_attachments

PLACES = ["the data folder", "a folder of all machines", "database", "s3://files/unisono"]


@pytest.fixture
def place(request, settings, own_folder, db):
    """place(name): let attachments be kept there from now on."""

    def use(name):
        text = {"the data folder": "", PLACES[1]: str(own_folder / "shared")}.get(name, name)
        settings.STORAGES = {**settings.STORAGES, "attachments": attachments_storage(text, False)}
        if text.startswith("s3"):
            request.getfixturevalue("bucket")

    return use


@pytest.fixture
def bucket(monkeypatch):
    """A bucket named files, of nobody's."""
    import boto3

    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "only-for-tests")
    with mock_aws():
        bucket = boto3.resource("s3", region_name="us-east-1").Bucket("files")
        bucket.create()
        yield bucket


@pytest.mark.parametrize("name", PLACES)
def test_what_was_kept_comes_back_until_it_is_forgotten(place, name):
    place(name)
    first, again = kept_files.keep(b"quote"), kept_files.keep(b"quote")

    assert first == again
    assert kept_files.content_of(first) == b"quote"
    kept_files.forget(first)
    kept_files.forget(first)
    with pytest.raises(OSError, match=first):
        kept_files.content_of(first)


def test_a_folder_has_it_once_for_its_owner_alone(place, own_folder):
    place("the data folder")
    first, _again = kept_files.keep(b"quote"), kept_files.keep(b"quote")

    (path,) = [path for path in own_folder.rglob("*") if path.is_file()]
    assert path.name == first
    assert oct(path.stat().st_mode)[-3:] == "600"


def test_a_file_that_was_changed_is_not_given(place, own_folder):
    place("the data folder")
    digest = kept_files.keep(b"quote")
    (own_folder / "attachments" / kept_files.name_of(digest)).write_bytes(b"another quote")

    with pytest.raises(OSError, match="damaged"):
        kept_files.content_of(digest)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "g" * 64, "A" * 64, "a" * 63])
def test_what_is_no_digest_leads_nowhere(name):
    with pytest.raises(ValueError, match=name or "^$"):
        kept_files.name_of(name)


def test_a_disk_that_is_full_leaves_nothing_half_done(place, own_folder, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    place("the data folder")
    monkeypatch.setattr(storages.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        kept_files.keep(b"quote")

    assert [path for path in own_folder.rglob("*") if path.is_file()] == []


def test_a_bucket_that_is_not_there_is_told_as_a_disk_that_is_not(place, bucket):
    place("s3://another")

    with pytest.raises(OSError, match="cannot be used"):
        kept_files.keep(b"quote")


def test_attachments_stay_where_the_setting_names_the_same_folder_by_another_name(
    place, settings, own_folder
):
    place("the data folder")
    quote = kept_files.keep(b"quote")
    (own_folder / "link").symlink_to(own_folder / "attachments")
    by_link = attachments_storage(str(own_folder / "link"), False)
    settings.STORAGES = {**settings.STORAGES, "attachments": by_link}

    assert move_attachments() == 0

    assert kept_files.content_of(quote) == b"quote"


def test_attachments_follow_their_setting_from_the_data_folder_and_the_database(
    place, own_folder, bucket
):
    place("the data folder")
    quote = kept_files.keep(b"quote")
    place("database")
    assert move_attachments() == 1
    assert not [path for path in (own_folder / "attachments").rglob("*") if path.is_file()]
    assert (kept_files.content_of(quote), move_attachments()) == (b"quote", 0)

    place("s3://files/unisono")
    assert move_attachments() == 1
    assert [each.key for each in bucket.objects.all()] == [f"unisono/{kept_files.name_of(quote)}"]
    assert (kept_files.content_of(quote), KeptFile.objects.count()) == (b"quote", 0)
