"""Asks a Tryton that runs in a process of its own, with a database of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.tryton.environment import PYTHON

_WORKER = Path(__file__).parent / "inside" / "worker.py"


class TrytonError(Exception):
    """Tryton could not do what it was asked."""


class Tryton:
    """A Tryton with parties, which does acts (inside/acts.py) on demand and tells how long they
    took.
    """

    def __init__(self, python: str, environment: dict[str, str], parties: int) -> None:
        self._process = subprocess.Popen(
            [python, str(_WORKER)],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.filled_in = self.ask("fill", parties)["seconds"]

    def seconds(self, act: str, times: int) -> float:
        """Do an act so many times ("create", "batch", "edit", "list", "search"); return how long it
        took in all.
        """
        return float(self.ask(act, times)["seconds"])

    def ask(self, *command: object) -> dict[str, Any]:
        """Send a command; return the answer. Raises TrytonError."""
        question, answers = self._process.stdin, self._process.stdout
        print(*command, file=question, flush=True)
        line = answers.readline() if answers else ""
        answer: dict[str, Any] = json.loads(line) if line else {"error": "it ended"}
        if "error" in answer:
            raise TrytonError(f"{' '.join(map(str, command))}: {answer['error']}")
        return answer


def start(database: str, parties: int, folder: Path) -> Tryton | None:
    """Return a Tryton with so many parties, on the PostgreSQL server of this process or on SQLite
    in the folder.

    None where Tryton is not installed, or cannot start (which is said).
    """
    python = os.environ.get(PYTHON)
    if not python:
        return None
    try:
        tryton = Tryton(python, _environment(database, folder), parties)
    except (OSError, TrytonError) as error:
        print(f"  Tryton does not start: {error}", file=sys.stderr)
        return None
    print(f"  Tryton: {parties:,} parties made in {tryton.filled_in:.0f} s", file=sys.stderr)
    return tryton


def _environment(database: str, folder: Path) -> dict[str, str]:
    if database == "postgresql":
        return {
            "TRYTOND_DATABASE__URI": os.environ["UNISONO_DATABASE_URL"].replace("/postgres?", "/?")
        }
    path = folder / "tryton"
    path.mkdir()
    return {"TRYTOND_DATABASE__URI": "sqlite://", "TRYTOND_DATABASE__PATH": str(path)}
