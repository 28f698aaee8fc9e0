"""`unisono`: starting the product, users and tokens, import, undo, the demo.

Every command ends with 0, or with one clear sentence on standard error and 1 (2 for a wrong call).
"""

import os
from pathlib import Path

import click

from unisono.cli import (
    backups,
    check,
    demo,
    doctor,
    init,
    post_codes,
    schedules,
    server,
    users,
    worker,
)
from unisono.cli import data as data_commands
from unisono.common import private_files


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds everything (or UNISONO_DATA; ./data).",
)
@click.version_option(package_name="unisono")
def cli(data: Path | None) -> None:
    """Contacts, customers, vendors and bank accounts, kept equal.

    \b
    Example:
      unisono --data ./data init
      unisono --data ./data serve --port 8000
    """
    private_files.keep_private()
    if data is not None:
        os.environ["UNISONO_DATA"] = str(data)


for _command in (
    init.init,
    server.serve,
    server.web,
    worker.worker,
    users.user,
    users.token,
    data_commands.import_,
    data_commands.undo,
    check.check,
    demo.demo,
    backups.backup,
    backups.verify,
    backups.restore,
    post_codes.post_codes,
    schedules.schedule,
    doctor.doctor,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command."""
    cli()
