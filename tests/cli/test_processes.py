"""The command `unisono` in processes of its own: from nothing to a served book, and what keeps it
from serving.
"""

import os
import sqlite3
import subprocess
import sys
import urllib.request

import pytest

from tests.stories.killing import Product
from unisono.common.private_files import open_to_others

pytestmark = pytest.mark.pure


def unisono(folder, *arguments):
    """Run a command in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("UNISONO_", "DJANGO_"))}
    command = [sys.executable, "-m", "unisono", "--data", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def test_without_database_serving_is_refused_in_one_sentence(tmp_path):
    done = unisono(tmp_path, "serve", "--port", "1")

    assert done.returncode == 1
    assert done.stderr.strip().startswith("Error: There is no book in ")
    assert list(tmp_path.iterdir()) == []


def test_an_old_schema_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "unisono.sqlite3").touch()
    done = unisono(tmp_path, "serve", "--port", "1")

    assert done.stderr.strip() == "Error: The database is not up to date; run 'unisono init' first."


def test_a_book_is_made_served_broken_and_mended(tmp_path):
    tmp_path.chmod(0o755)
    before = os.umask(0)  # whatever the machine says, all of it is private
    product = Product(tmp_path)
    try:
        made = product.run("init", "--language", "es")
        assert "admin" in made.stdout
        product.token = product.run("token", "create", "admin").stdout.strip()
        product.serve()
        assert product.call("POST", "/contacts", {"name": "Sol", "no": "A/B"})["no"] == "A/B"
        assert product.call("GET", "/contacts/A%2FB")["name"] == "Sol"
        assert (
            b"csrfmiddlewaretoken"
            in urllib.request.urlopen(f"http://127.0.0.1:{product.port}/").read()
        )
        assert list(open_to_others(tmp_path)) == []
    finally:
        product.end()
        os.umask(before)

    with sqlite3.connect(tmp_path / "unisono.sqlite3") as book:
        book.execute("DROP TRIGGER contacts_contact_search_update")
    refused = unisono(tmp_path, "serve", "--port", "1")
    assert (
        refused.stderr.strip()
        == "Error: Search lacks contacts_contact_search_update; run 'unisono init' first."
    )
    assert unisono(tmp_path, "init").returncode == 0
    # 192.0.2.1 is nobody's address (RFC 5737): what search needs is there again, and listening
    # fails.
    assert (
        "Cannot listen" in unisono(tmp_path, "serve", "--port", "1", "--host", "192.0.2.1").stderr
    )
