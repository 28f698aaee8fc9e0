"""Starting the product for a command."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from unisono.common.errors import Invalid, Refused


def with_product(command: Callable[..., Any]) -> Callable[..., Any]:
    """Start Django for a command, and turn a refusal into one sentence."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        start()
        from django.db import DatabaseError

        try:
            return command(*args, **kwargs)
        except Invalid as refusal:
            raise click.ClickException("; ".join(f"{e.field}: {e.message}" for e in refusal.errors)) from refusal
        except Refused as refusal:
            raise click.ClickException(refusal.message) from refusal
        except DatabaseError as error:
            raise click.ClickException(f"The database cannot be used: {str(error).splitlines()[0]}") from error
        except UnicodeError as error:
            raise click.ClickException("A word of the command is not valid text.") from error

    return run


def start() -> None:
    """Start Django with the data folder that was chosen."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
