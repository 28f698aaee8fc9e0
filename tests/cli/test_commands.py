"""The command `unisono`: every refusal one clear sentence, every command with its help; what it
prints and leaves.
"""

import pytest

from tests.cli.running import unisono

pytestmark = pytest.mark.usefixtures("admin")


def test_init_may_run_again_and_keeps_what_is_there():
    unisono("user", "create", "eva", "--role", "sales")

    done = unisono("init")

    assert (done.exit_code, done.stdout.strip()) == (0, "The database is ready.")
    assert "eva\tsales" in unisono("user", "list").stdout


def test_a_token_is_printed_and_nothing_else():
    done = unisono("token", "create", "admin")

    assert done.exit_code == 0
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
def test_an_error_is_one_clear_sentence(arguments, sentence):
    done = unisono(*arguments)

    assert done.exit_code == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_who_leaves_is_locked_out_but_not_the_last_administrator():
    unisono("user", "create", "eva", "--role", "sales")
    unisono("user", "change", "ines", "--role", "sales")

    assert (
        unisono("user", "change", "eva", "--role", "finance", "--disable").stdout
        == "eva\tfinance (disabled)\n"
    )
    assert "admin\tadministrator" in unisono("user", "list").stdout
    assert unisono("token", "create", "eva").exit_code == 1
    assert "last administrator" in unisono("user", "change", "admin", "--disable").stderr


COMMANDS = [
    "",
    "init",
    "serve",
    "user create",
    "user list",
    "user change",
    "token create",
    "import",
    "undo",
    "demo",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    done = unisono(*command.split(), "--help")

    assert done.exit_code == 0
    assert "Example:" in done.stdout


def test_an_import_is_reported_and_undone(tmp_path):
    file = tmp_path / "clientes.csv"
    file.write_text(
        "codigo,nombre,telefono,favorito\nX1,Sol,915550101,rojo\nX2,Luna,CASA,azul\n",
        encoding="utf-8",
    )

    done = unisono("import", str(file), "--as", "customers")

    assert done.exit_code == 1
    assert "Not imported: favorito" in done.stdout
    assert "row 3, telefono: refused" in done.stdout
    assert "1 created, 0 updated, 0 unchanged, 1 refused." in done.stdout
    act = done.stdout.split(" undo ")[1].split()[0]
    assert "Undone" in unisono("undo", act).stdout
    assert "nothing to undo" in unisono("undo", act).stdout


def test_a_user_s_e_mail_is_set_listed_and_changed():
    assert (
        unisono(
            "user", "create", "rosa", "--role", "sales", "--email", "Rosa@Example.com"
        ).exit_code
        == 0
    )
    assert "rosa\tsales\trosa@example.com\n" in unisono("user", "list").stdout

    assert unisono("user", "change", "rosa", "--email", "", "--forget-second-factor").exit_code == 0
    assert "rosa\tsales\n" in unisono("user", "list").stdout
    assert "email" in unisono("user", "change", "rosa", "--email", "rosa").stderr
