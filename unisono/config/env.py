"""Reads the environment; each error names the variable that is wrong."""

import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from unisono.common import private_files


def text(name: str, default: str = "") -> str:
    """Return the variable's text, or the default where it is not set."""
    return os.environ.get(name, default)


def secret_text(name: str) -> str:
    """Return a secret: the variable, or the first line of the file that NAME_FILE names, which
    other users of the machine cannot read as they can an environment. Raises ImproperlyConfigured
    for a file that cannot be read.
    """
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {path}") from error
    return lines[0] if lines else ""


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; raise ImproperlyConfigured for anything that is neither."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return default


def number(name: str, default: int, least: int = 0) -> int:
    """Return a whole number; raise ImproperlyConfigured for anything else, or one below the
    least.
    """
    value = os.environ.get(name, "").strip()
    if value and (not value.isascii() or not value.isdecimal() or int(value) < least):
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {value!r}.")
    return int(value) if value else default


def choice(name: str, choices: Collection[str], default: str) -> str:
    """Return one of several words; raise ImproperlyConfigured for any other."""
    value = os.environ.get(name, "").strip().lower() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def list_(name: str, default: str = "") -> list[str]:
    """Return a comma separated variable as a list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def data_folder() -> Path:
    """Return the folder that holds all of the embedded default (`UNISONO_DATA`), made if it is
    missing.
    """
    folder = Path(text("UNISONO_DATA", "data")).expanduser().resolve()
    folder.mkdir(mode=private_files.FOLDER, parents=True, exist_ok=True)
    return folder


def secret(folder: Path) -> str:
    """Return `UNISONO_SECRET_KEY`, or the key kept in the data folder, made once and readable by
    its owner only.
    """
    if given := text("UNISONO_SECRET_KEY"):
        return given
    path = folder / "secret_key"
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii")
    unfinished = folder / f".secret_key.{secrets.token_hex(4)}"
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    # Whole from the beginning, and the first one's where two begin at a time.
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    except OSError:  # a disk without hard links
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")
