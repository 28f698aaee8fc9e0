"""`unisono check` and long undos, as a person runs them."""

import pytest
from django.db import connection

from tests.cli.running import unisono


@pytest.fixture
def act(admin, tmp_path):
    """A book with 700 customers, imported; the act of the import."""
    rows = "".join(f"K{n},Muñoz {n} SL,915550{n:03d},Ana Gil\n" for n in range(700))
    (tmp_path / "a.csv").write_text(f"no,name,phone_no,contact_name\n{rows}", encoding="utf-8")
    done = unisono("import", str(tmp_path / "a.csv"), "--as", "customers")
    assert "700 created" in done.stdout, done.stderr
    return done.stdout.rsplit("undo ", 1)[1].strip()


def by_hand(statement):
    """Somebody writes to the database directly."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def asked(statement):
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_drift_is_told_and_repaired(act):
    assert unisono("check").stdout == "Everything is in order.\n"
    by_hand("UPDATE customers_customer SET phone_no = '600111222' WHERE no = 'K7'")

    done = unisono("check")

    assert done.exit_code == 1
    assert all(word in done.stdout for word in ("K7", "600111222", "915550007"))
    assert "check --repair" in done.stderr
    done = unisono("check", "--repair")
    assert (done.exit_code, "Repaired: 2 of 2" in done.stdout) == (0, True), done.stderr
    assert asked("SELECT phone_no, version FROM customers_customer WHERE no = 'K7'") == [
        ("915550007", 2)
    ]
    assert unisono("check").exit_code == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index by itself")
def test_lost_triggers_keep_serve_from_starting_but_not_the_check(act):
    by_hand("DROP TRIGGER contacts_contact_search_insert")

    assert "init" in unisono("web").stderr
    assert unisono("check", "--repair").exit_code == 0
    assert unisono("check").exit_code == 0


def test_a_long_import_is_undone_as_a_job(act):
    done = unisono("undo", act)

    assert (done.exit_code, done.stdout[:11]) == (0, "Undone (act"), done.stderr
    counts = (
        "SELECT (SELECT count(*) FROM customers_customer), (SELECT count(*) FROM contacts_contact)"
    )
    assert asked(counts) == [(0, 0)]
    assert asked("SELECT state, done = total FROM jobs_job") == [("done", True)]


def test_what_changed_since_is_listed_and_nothing_is_undone(act, tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("no,phone_no\nK7,600111222\n", encoding="utf-8")
    unisono("import", str(path), "--as", "customers")

    done = unisono("undo", act)

    assert done.exit_code == 1
    assert "K7: " in done.stderr
    assert asked("SELECT count(*) FROM customers_customer") == [(700,)]
    assert unisono("undo", act, "--skip-conflicts").exit_code == 0
    assert asked("SELECT no FROM customers_customer") == [("K7",)]
