"""The command `unisono`, as a person runs it: in a process of its own."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

import pytest


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with a fresh installation."""
    folder = tmp_path_factory.mktemp("data")
    done = unisono(folder, "init", "--language", "es")
    assert done.returncode == 0, done.stderr
    assert "admin" in done.stdout
    return folder


def unisono(folder, *arguments, **more):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("UNISONO_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "unisono", "--data", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, **more)


def test_init_may_run_again_and_keeps_what_is_there(data):
    done = unisono(data, "init")

    assert (done.returncode, done.stdout.strip()) == (0, "The database is ready.")
    assert oct((data / "secret_key").stat().st_mode)[-3:] == "600"


def test_a_token_is_printed_and_nothing_else(data):
    done = unisono(data, "token", "create", "admin")

    assert done.returncode == 0
    assert len(done.stdout.split()) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("token", "create", "nobody"), "There is no user nobody."),
        (("user", "create", "admin", "--role", "sales"), "There is a user admin already."),
        (("user", "create", "a b", "--role", "sales"), "username"),
        (("user", "create", "eva", "--role", "sales", "--password", "short"), "password"),
        (("undo", "99999"), "There is no change set 99999."),
        (("undo", "no-such-act"), "There is no act no-such-act."),
    ],
)
def test_an_error_is_one_clear_sentence(data, arguments, sentence):
    done = unisono(data, *arguments)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_without_database_serving_is_refused_in_one_sentence(tmp_path):
    done = unisono(tmp_path, "serve", "--port", "1")

    assert done.returncode == 1
    assert done.stderr.strip().startswith("Error: There is no book in ")
    assert list(tmp_path.iterdir()) == []


def test_an_old_schema_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "unisono.sqlite3").touch()
    done = unisono(tmp_path, "serve", "--port", "1")

    assert done.stderr.strip() == "Error: The database is not up to date; run 'unisono init' first."


def test_without_what_search_needs_serving_is_refused_until_init_mends_it(tmp_path):
    unisono(tmp_path, "init")
    with sqlite3.connect(tmp_path / "unisono.sqlite3") as book:
        book.execute("DROP TRIGGER contacts_contact_search_update")

    done = unisono(tmp_path, "serve", "--port", "1")

    assert done.stderr.strip() == ("Error: Search lacks contacts_contact_search_update; run 'unisono init' first.")
    assert unisono(tmp_path, "init").returncode == 0
    assert "Search lacks" not in unisono(tmp_path, "serve", "--port", "1", "--host", "192.0.2.1").stderr


def test_who_leaves_is_locked_out_but_not_the_last_administrator(data):
    unisono(data, "user", "create", "eva", "--role", "sales")

    assert (
        unisono(data, "user", "change", "eva", "--role", "finance", "--disable").stdout == "eva\tfinance (disabled)\n"
    )
    assert "admin\tadministrator" in unisono(data, "user", "list").stdout
    assert unisono(data, "token", "create", "eva").returncode == 1
    assert "last administrator" in unisono(data, "user", "change", "admin", "--disable").stderr


COMMANDS = ["", "init", "serve", "user create", "user list", "user change", "token create", "import", "undo", "demo"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(tmp_path, command):
    done = unisono(tmp_path, *command.split(), "--help")

    assert done.returncode == 0
    assert "Example:" in done.stdout


def test_an_import_is_reported_and_undone(data, tmp_path):
    file = tmp_path / "clientes.csv"
    file.write_text("codigo,nombre,telefono,favorito\nX1,Sol,915550101,rojo\nX2,Luna,CASA,azul\n", encoding="utf-8")

    done = unisono(data, "import", str(file), "--as", "customers")

    assert done.returncode == 1
    assert "Not imported: favorito" in done.stdout
    assert "row 3, telefono: refused" in done.stdout
    assert "1 created, 0 updated, 0 unchanged, 1 refused." in done.stdout
    act = done.stdout.split(" undo ")[1].split()[0]
    assert "Undone" in unisono(data, "undo", act).stdout
    assert "nothing to undo" in unisono(data, "undo", act).stdout


def test_it_serves_keeps_slashes_in_numbers_and_ends(data):
    token = unisono(data, "token", "create", "admin").stdout.strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("UNISONO_", "DJANGO_"))}
    command = [sys.executable, "-m", "unisono", "--data", str(data), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        made = _call(port, token, "POST", "/contacts", b'{"name": "Sol", "no": "A/B"}')
        assert made.status == 201
        assert _call(port, token, "GET", "/contacts/A%2FB").status == 200
        assert b"csrfmiddlewaretoken" in urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
    finally:
        server.terminate()
        server.wait(10)


def _call(port, token, method, path, body=None):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1{path}", body, headers, method=method)
    return urllib.request.urlopen(request, timeout=10)


def _wait_for(address):
    for _attempt in range(100):
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_a_user_s_e_mail_is_set_listed_and_changed(data):
    assert unisono(data, "user", "create", "rosa", "--role", "sales", "--email", "Rosa@Example.com").returncode == 0
    assert "rosa\tsales\trosa@example.com\n" in unisono(data, "user", "list").stdout

    assert unisono(data, "user", "change", "rosa", "--email", "", "--forget-second-factor").returncode == 0
    assert "rosa\tsales\n" in unisono(data, "user", "list").stdout
    assert "email" in unisono(data, "user", "change", "rosa", "--email", "rosa").stderr
