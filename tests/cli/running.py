"""The command `unisono` in this process, on the book of the tests: as a person runs it, but for the
start of Python.
"""

import os

from click.testing import CliRunner

from unisono.cli.main import cli


def unisono(*arguments):
    """Run a command to its end: `exit_code`, `stdout` and `stderr`."""
    # Where the database is was settled when the tests began; this says that there is one.
    environment = {"UNISONO_DATABASE_URL": os.environ.get("UNISONO_DATABASE_URL", "sqlite://")}
    return CliRunner().invoke(cli, arguments, env=environment)
