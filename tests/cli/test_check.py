"""`unisono check` and long undos, as a person runs them."""

import sqlite3

import pytest

from tests.cli.test_commands import unisono


@pytest.fixture
def book(tmp_path):
    """A book of its own with 700 customers, imported; the act of the import."""
    folder = tmp_path / "data"
    assert unisono(folder, "init").returncode == 0
    rows = "".join(f"K{n},Muñoz {n} SL,915550{n:03d},Ana Gil\n" for n in range(700))
    (tmp_path / "a.csv").write_text(f"no,name,phone_no,contact_name\n{rows}", encoding="utf-8")
    done = unisono(folder, "import", str(tmp_path / "a.csv"), "--as", "customers")
    assert "700 created" in done.stdout, done.stderr
    return folder, done.stdout.rsplit("undo ", 1)[1].strip()


def by_hand(folder, statement):
    """Somebody writes to the database directly; what it returns."""
    with sqlite3.connect(folder / "unisono.sqlite3") as connection:
        return connection.execute(statement).fetchall()


def test_drift_is_told_and_repaired(book):
    folder, _act = book
    assert unisono(folder, "check").stdout == "Everything is in order.\n"
    by_hand(folder, "UPDATE customers_customer SET phone_no = '600111222' WHERE no = 'K7'")

    done = unisono(folder, "check")

    assert done.returncode == 1
    assert all(word in done.stdout for word in ("K7", "600111222", "915550007"))
    assert "check --repair" in done.stderr
    done = unisono(folder, "check", "--repair")
    assert (done.returncode, "Repaired: 2 of 2" in done.stdout) == (0, True), done.stderr
    assert by_hand(folder, "SELECT phone_no, version FROM customers_customer WHERE no = 'K7'") == [("915550007", 2)]
    assert unisono(folder, "check").returncode == 0


def test_lost_triggers_keep_serve_from_starting_but_not_the_check(book):
    folder, _act = book
    by_hand(folder, "DROP TRIGGER contacts_contact_search_insert")

    assert "init" in unisono(folder, "serve", "--port", "1").stderr
    assert unisono(folder, "check", "--repair").returncode == 0
    assert unisono(folder, "check").returncode == 0


def test_a_long_import_is_undone_as_a_job(book):
    folder, act = book

    done = unisono(folder, "undo", act)

    assert (done.returncode, done.stdout[:11]) == (0, "Undone (act"), done.stderr
    counts = "SELECT (SELECT count(*) FROM customers_customer), (SELECT count(*) FROM contacts_contact)"
    assert by_hand(folder, counts) == [(0, 0)]
    assert by_hand(folder, "SELECT state, done = total FROM jobs_job") == [("done", 1)]


def test_what_changed_since_is_listed_and_nothing_is_undone(book):
    folder, act = book
    path = folder.parent / "b.csv"
    path.write_text("no,phone_no\nK7,600111222\n", encoding="utf-8")
    unisono(folder, "import", str(path), "--as", "customers")

    done = unisono(folder, "undo", act)

    assert done.returncode == 1
    assert "K7: " in done.stderr
    assert by_hand(folder, "SELECT count(*) FROM customers_customer") == [(700,)]
    assert unisono(folder, "undo", act, "--skip-conflicts").returncode == 0
    assert by_hand(folder, "SELECT no FROM customers_customer") == [("K7",)]
