"""Backups that are damaged, come late, or meet a book: refused in one sentence, and nothing is half
done.
"""

import json
import os
import time
import zipfile

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import get_user_model

from tests.stories.killing import Product
from unisono.backups.manifest import BadBackup
from unisono.backups.reading import opened

pytestmark = pytest.mark.pure
# Several books and servers each, two minutes together.
LONG = pytest.mark.skipif(
    not os.environ.get("UNISONO_BACKUP_KILLS"), reason="in `make nightly PART=backups`"
)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book of the demo, and a backup of it: (its product, the backup)."""
    folder = tmp_path_factory.mktemp("book")
    product = Product(folder)
    product.run("init")
    product.run("demo")
    product.run("backup", str(folder / "book.backup"))
    yield product, folder / "book.backup"
    product.end()


@pytest.fixture
def elsewhere(tmp_path):
    """An empty place."""
    product = Product(tmp_path)
    yield product
    product.end()


def refused(product, *arguments):
    """The one sentence that a command says no with."""
    with pytest.raises(AssertionError) as failure:
        product.run(*arguments)
    said = str(failure.value)
    assert "Traceback" not in said
    return said


def rewritten(source, target, change):
    """A backup with its members changed by `change(name, content)`; None leaves one out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def in_manifest(**values):
    def change(name, content):
        if name != "manifest.json":
            return content
        return json.dumps({**json.loads(content), **values}).encode()

    return change


CONTACTS = "tables/contacts_contact"
DAMAGE = {
    "a row is gone": lambda n, c: c[: c.rindex(b"\n", 0, -1) + 1] if n == CONTACTS else c,
    "a letter is another": lambda n, c: c.replace(b"CT000001", b"CT999999") if n == CONTACTS else c,
    "a table is gone": lambda n, c: None if n == CONTACTS else c,
    "an attachment is another": lambda n, c: b"x" if n.startswith("files/") else c,
    "there is no manifest": lambda n, c: None if n == "manifest.json" else c,
    "the manifest is none": lambda n, c: b"[]" if n == "manifest.json" else c,
    "it is of a newer format": in_manifest(format=99),
    "it has a strange table": in_manifest(tables={"x; --": {"sha256": "", "size": 0, "rows": 0}}),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_refused(book, tmp_path, damage):
    bad = rewritten(book[1], tmp_path / "bad.backup", DAMAGE[damage])

    with pytest.raises(BadBackup), opened(bad) as backup:
        backup.verify()


def test_what_comes_from_a_newer_version_is_refused_and_leaves_an_empty_place(
    book, elsewhere, tmp_path
):
    schema = in_manifest(schema={"links": ["9999_from_the_future"]})
    bad = rewritten(book[1], tmp_path / "bad.backup", schema)

    assert "made by a newer version" in refused(elsewhere, "restore", str(bad))
    assert not (tmp_path / "unisono.sqlite3").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"a,b\n1,2\n"])
def test_what_is_no_backup_is_told_so(tmp_path, content):
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(BadBackup, match="no backup"), opened(tmp_path / "x"):
        pass


@LONG
def test_the_log_of_a_book_that_was_removed_by_hand_is_not_played_into_the_restored_one(
    book, elsewhere, tmp_path
):
    elsewhere.run("init")
    elsewhere.serve("--workers", "1")
    elsewhere.token = elsewhere.run("token", "create", "admin").stdout.strip()
    for number in range(20):
        elsewhere.call("POST", "/contacts", {"name": f"Sol {number}"})
    elsewhere.children("web"), elsewhere.children("worker")
    elsewhere.end_server()
    (tmp_path / "unisono.sqlite3").unlink()
    assert (tmp_path / "unisono.sqlite3-wal").stat().st_size

    elsewhere.run("restore", str(book[1]))

    assert elsewhere.rows("SELECT count(*) FROM contacts_contact") == [(99,)]
    assert elsewhere.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_second_step_that_another_key_sealed_takes_no_code(db, ines, settings):
    user = get_user_model().objects.get(username="ines")
    made = TOTP.activate(user, generate_totp_secret())
    settings.SECRET_KEY = "another"

    now = int(time.time()) // 30
    codes = [format_hotp_value(hotp_value("", now + step)) for step in (-1, 0, 1)]
    assert not any(made.validate_code(code) for code in codes)


def test_a_cut_file_is_refused(book, elsewhere, tmp_path):
    whole = book[1].read_bytes()
    (tmp_path / "half.backup").write_bytes(whole[: len(whole) // 2])

    assert "no backup, or it is damaged" in refused(
        elsewhere, "verify", str(tmp_path / "half.backup")
    )


@LONG
def test_a_book_is_replaced_only_when_told_to_and_when_nobody_has_it_open(book, elsewhere):
    elsewhere.run("init")
    assert "--replace" in refused(elsewhere, "restore", str(book[1]))
    elsewhere.serve("--workers", "1")
    assert "has the book open" in refused(elsewhere, "restore", "--replace", str(book[1]))
    elsewhere.stop()

    timelines = set()
    for _again in range(2):
        elsewhere.run("restore", "--replace", str(book[1]))
        timelines |= {row for (row,) in elsewhere.rows("SELECT timeline FROM setup_installation")}

    assert len(timelines - {""}) == 2  # who follows the feed begins anew, each time
    assert elsewhere.rows("SELECT count(*) FROM contacts_contact") == [(99,)]
    assert "Everything is in order." in elsewhere.run("check").stdout


def test_a_backup_is_verified_where_there_is_no_book_and_nothing_is_left_there(book, elsewhere):
    elsewhere.folder = elsewhere.folder / "nowhere"

    assert "In order" in elsewhere.run("verify", str(book[1])).stdout

    assert not elsewhere.folder.exists()


def test_an_old_backup_is_not_written_over(book):
    assert "File exists" in refused(book[0], "backup", str(book[1]))


@LONG
def test_who_was_erased_since_is_erased_again(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir(), second.mkdir()
    here, there = Product(first), Product(second)
    try:
        here.run("init")
        here.token = here.run("token", "create", "admin").stdout.strip()
        here.serve("--workers", "1")
        ana = {"name": "Ana Gil", "type": "person", "email": "ana.gil@example.com"}
        no = here.call("POST", "/contacts", ana)["no"]
        backup = first / "backups" / "monday.backup"
        backup.parent.mkdir()
        here.run("backup", str(backup))
        here.call("POST", f"/contacts/{no}/erase", {})

        told = there.run("restore", str(backup)).stdout

        assert f"Erased again, as since then: {no}." in told
        assert "Ana Gil" not in str(there.rows("SELECT * FROM contacts_contact"))
        assert "Ana Gil" not in str(there.rows('SELECT "values" FROM history_change'))
        # A second one, from that folder or that book, does not bring her back either.
        (backup.parent / "erased.json").unlink()
        there.run("restore", "--replace", str(backup))
        assert "Ana Gil" not in str(there.rows("SELECT * FROM contacts_contact"))
        # And what is erased from another book is none of this one's business.
        trial = tmp_path / "trial"
        trial.mkdir()
        other = Product(trial)
        other.run("init")
        (trial / "erased.json").write_text((second / "erased.json").read_text())
        other.token = other.run("token", "create", "admin").stdout.strip()
        other.serve("--workers", "1")
        other.call("POST", "/contacts", {**ana, "no": no})
        other.run("backup", str(trial / "trial.backup"))
        other.stop()
        told = other.run("restore", "--replace", str(trial / "trial.backup")).stdout
        other.end()
        assert "Erased again" not in told
    finally:
        here.end()
        there.end()


def test_the_key_goes_along_only_where_it_is_wanted(book, elsewhere, tmp_path):
    product, _backup = book
    path = tmp_path / "with-key.backup"
    product.run("backup", "--with-key", str(path))

    assert "everybody signs in anew" not in elsewhere.run("restore", str(path)).stdout
    key = (product.folder / "secret_key").read_bytes()
    assert (tmp_path / "secret_key").read_bytes() == key
    for name in zipfile.ZipFile(book[1]).namelist():
        assert key not in zipfile.ZipFile(book[1]).read(name)


def test_a_second_step_is_sealed_in_the_database(db, ines):
    secret = generate_totp_secret()
    made = TOTP.activate(get_user_model().objects.get(username="ines"), secret)

    made.instance.refresh_from_db()
    assert secret not in str(made.instance.data)
    assert made.instance.data["secret"].startswith("sealed:")


@LONG
def test_a_number_that_was_given_once_is_not_given_to_another_record(elsewhere, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    restored = Product(there)
    try:
        for product in (elsewhere, restored):
            if product is elsewhere:
                product.run("init")
            product.token = product.run("token", "create", "admin").stdout.strip()
            product.serve("--workers", "1")
            no = product.call("POST", "/contacts", {"name": "Sol"})["no"]
            if product is elsewhere:
                product.call("DELETE", f"/contacts/{no}")
                product.run("backup", str(tmp_path / "one.backup"))
                restored.run("restore", str(tmp_path / "one.backup"))
        changes = restored.call("GET", f"/contacts/{no}/changes")["items"]
        assert [each["event"] for each in changes] == ["created"]
    finally:
        restored.end()
