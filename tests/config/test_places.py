"""Where the book and its attachments are, by their settings."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from unisono.config.attachments import attachments_storage
from unisono.config.database import database_settings

pytestmark = pytest.mark.pure


def test_a_book_is_in_the_data_folder_unless_something_else_is_said(tmp_path):
    assert database_settings("", tmp_path)["NAME"] == str(tmp_path / "unisono.sqlite3")
    assert database_settings("sqlite:////srv/other.sqlite3", tmp_path)["NAME"] == (
        "/srv/other.sqlite3"
    )


def test_an_address_may_have_several_hosts_and_goes_to_the_one_that_takes_writes(tmp_path):
    url = "postgresql://unisono:a%40b@db1:5432,db2:5433/book?sslmode=require"

    found = database_settings(url, tmp_path)

    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db1,db2", "5432,5433", "book")
    assert (found["USER"], found["PASSWORD"]) == ("unisono", "a@b")
    assert found["OPTIONS"] == {
        "sslmode": "require",
        "connect_timeout": 5,
        "target_session_attrs": "read-write",
    }
    assert found["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:secret@db/book?nonsense=1",
        "postgresql://u:secr%zzet@db/book",
        "postgresql://u:se@secret@db/book",
        "postgresql://u:secret@db",
        "mysql://u:secret@db/book",
        "secret",
    ],
)
def test_what_is_no_address_of_a_database_is_told_without_its_password(tmp_path, url):
    with pytest.raises(ImproperlyConfigured) as told:
        database_settings(url, tmp_path)

    assert "UNISONO_DATABASE_URL" in str(told.value)
    assert "secr" not in str(told.value) + str(told.value.__cause__)


def test_attachments_are_where_all_machines_see_them_once_the_database_is_a_server():
    assert attachments_storage("", is_postgresql=True) == attachments_storage("database", False)
    assert attachments_storage("", is_postgresql=False)["OPTIONS"] == {}


def test_a_bucket_is_named_with_its_folder_endpoint_and_region():
    url = "s3://files/unisono/a?endpoint=https://s3.example.com&region=eu-west-1"
    options = attachments_storage(url, True)["OPTIONS"]

    assert (options["bucket_name"], options["location"]) == ("files", "unisono/a")
    assert options["endpoint_url"] == "https://s3.example.com"
    assert (options["region_name"], options["addressing_style"]) == ("eu-west-1", "path")


@pytest.mark.parametrize(
    "text",
    [
        "files",
        "./files",
        "s3://",
        "s3://b?colour=1",
        "s3://[b",
        "s3://KEY:SECRET@b",
        "s3://b?endpoint=minio:9000",
        "s3://b?endpoint=",
        "ftp://b/c",
    ],
)
def test_any_other_place_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="UNISONO_ATTACHMENTS"):
        attachments_storage(text, False)
