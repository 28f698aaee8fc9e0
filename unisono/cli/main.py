"""`unisono`: starting the product, users and tokens, import, undo, the demo.

Every command ends with 0, or with one clear sentence on standard error and 1 (2 for a wrong call).
"""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from unisono.common.errors import Invalid, Refused


def with_product(command: Callable[..., Any]) -> Callable[..., Any]:
    """Start Django for a command, and turn a refusal into one sentence."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        start()
        try:
            return command(*args, **kwargs)
        except Invalid as refusal:
            raise click.ClickException("; ".join(f"{e.field}: {e.message}" for e in refusal.errors)) from refusal
        except Refused as refusal:
            raise click.ClickException(refusal.message) from refusal

    return run


def start() -> None:
    """Start Django with the data folder that was chosen."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as error:
        raise click.ClickException(str(error)) from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The folder that holds everything (or UNISONO_DATA; ./data).")
@click.version_option(package_name="unisono")
def cli(data: Path | None) -> None:
    """Contacts, customers, vendors and bank accounts, kept equal.

    \b
    Example:
      unisono --data ./data init
      unisono --data ./data serve --port 8000
    """
    if data is not None:
        os.environ["UNISONO_DATA"] = str(data)


def main() -> None:
    """Run the command."""
    from unisono.cli import data, people, server

    for command in (server.init, server.serve, people.user, people.token, data.import_, data.undo, data.demo):
        cli.add_command(command)
    cli()
