"""Passwords for commands: typed at a prompt, from a file or standard input; a word of the command
itself is seen by everybody on the machine.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TextIO

import click


def takes_password(
    name: str = "password", help_: str = "A new password."
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command a password as the parameter `name`, None where none was given, by one of the
    options --NAME-file, --ask-NAME and --NAME.
    """
    option = name.replace("_", "-")
    file_name, ask_name = f"{name}_file", f"ask_{name}"

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*args: Any, **kwargs: Any) -> Any:
            given = (kwargs.pop(name), kwargs.pop(file_name), kwargs.pop(ask_name))
            return command(*args, **kwargs, **{name: _chosen(option, *given)})

        for decorator in (
            click.option(
                f"--{option}",
                name,
                help="The same as a word of the command, which other users of this machine can "
                "see: for trials.",
            ),
            click.option(f"--ask-{option}", ask_name, is_flag=True, help="Ask for it, unseen."),
            click.option(
                f"--{option}-file",
                file_name,
                type=click.File(encoding="utf-8"),
                help=f"{help_} The first line of this file; - is standard input.",
            ),
        ):
            run = decorator(run)
        return run

    return decorate


def _chosen(option: str, typed: str | None, file: TextIO | None, ask: bool) -> str | None:
    if sum((typed is not None, file is not None, ask)) > 1:
        raise click.UsageError(f"Choose one of --{option}-file, --ask-{option} and --{option}.")
    if file is not None:
        return file.readline().rstrip("\r\n")
    if ask:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return typed
