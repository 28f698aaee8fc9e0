"""Starting the product for a command.

Commands import what needs Django within themselves: settings are read only when `--data` is known,
and help needs none.
"""

import atexit
import os
import shlex
import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import click

from unisono.common.errors import Invalid, Refused


def with_product(command: Callable[..., Any]) -> Callable[..., Any]:
    """Start Django for a command that works with a book, and turn a refusal into one sentence."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        if command.__name__ not in ("init", "restore", "verify"):
            require_book()
        elif command.__name__ == "verify":
            _need_no_book()
        start()
        from django.db import DatabaseError

        try:
            return command(*args, **kwargs)
        except Invalid as refusal:
            raise click.ClickException(
                "; ".join(f"{e.field}: {e.message}" for e in refusal.errors)
            ) from refusal
        except Refused as refusal:
            raise click.ClickException(refusal.message) from refusal
        except DatabaseError as error:
            raise click.ClickException(
                f"The database cannot be used: {str(error).splitlines()[0]}"
            ) from error
        except UnicodeError as error:
            raise click.ClickException("A word of the command is not valid text.") from error

    return run


def require_book() -> None:
    """End with one sentence where the folder holds no book, rather than making an empty one
    there.
    """
    folder = Path(os.environ.get("UNISONO_DATA") or "data")
    if not os.environ.get("UNISONO_DATABASE_URL") and not (folder / "unisono.sqlite3").exists():
        where = shlex.quote(str(folder))
        raise click.ClickException(
            f"There is no book in {folder}; choose its folder with --data, or make one: unisono "
            f"--data {where} init"
        )


def _need_no_book() -> None:
    """Let a command that looks at a file leave no folder and no key where there was none."""
    if not Path(os.environ.get("UNISONO_DATA") or "data").exists():
        os.environ["UNISONO_DATA"] = mkdtemp(prefix="unisono-")
        atexit.register(shutil.rmtree, os.environ["UNISONO_DATA"], ignore_errors=True)


def command_line(words: str) -> str:
    """Return a command as it can be typed here: with the data folder that was chosen."""
    folder = os.environ.get("UNISONO_DATA")
    return f"unisono --data {shlex.quote(folder)} {words}" if folder else f"unisono {words}"


def start() -> None:
    """Start Django with the data folder that was chosen."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unisono.config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
