"""The database that this process measures on."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.tryton.client import Tryton, start


@dataclass
class Prepared:
    """A filled database ("sqlite" or "postgresql"), who may change it, and a folder that goes with
    it.
    """

    database: str
    parties: int
    actor: Any
    folder: Path

    @cached_property
    def tryton(self) -> Tryton | None:
        """Return Tryton with as many parties, made when it is first asked for; None where it is not
        installed.
        """
        return start(self.database, self.parties, self.folder)


_now: list[Prepared] = []


def prepare(database: str, parties: int, actor: Any) -> Prepared:
    """Say what the measurements of this process run on; see databases.py for its environment."""
    _now[:] = [Prepared(database, parties, actor, Path(os.environ["UNISONO_DATA"]))]
    return _now[0]


def prepared() -> Prepared:
    """Return what the measurements of this process run on."""
    return _now[0]
