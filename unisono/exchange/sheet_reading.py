"""The lines of a spreadsheet's sheet: values only, nothing is run, and nothing unpacks beyond its
bounds.
"""

import json
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from unisono.exchange import sheet_child
from unisono.exchange.reading import Lines, Number, Unreadable
from unisono.exchange.sheet_bounds import refuse_too_large


def sheet_lines(path: Path, sheet: str = "") -> Lines:
    """Return the lines of a sheet, the first one unless named; raises Unreadable. Formulas give
    their stored values.

    A process of its own reads it: whatever its reader makes of a file that was made to hurt, this
    one goes on.
    """
    with path.open("rb") as file:
        is_packed = file.read(2) == b"PK"
    if is_packed:  # what our look at the zip cannot read, the reader of sheets does not get
        refuse_too_large(path)
    said = _said(path, sheet)
    head = next(said)
    if "error" in head:
        said.close()
        raise Unreadable(
            _("The file is not a valid xlsx file: %(reason)s.") % {"reason": head["error"]}
        )
    about = {"kind": "xlsx", "sheet": head["name"], "sheets": head["names"]}
    return Lines(map(_texts, said), about, first=1 + head["start"])


def _said(path: Path, sheet: str) -> Generator[Any, None, None]:
    """Return what the other process says, as it comes; raise Unreadable where it ended before its
    end.
    """
    command = [sys.executable, sheet_child.__file__, str(path), sheet]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii"
    ) as child:
        try:
            assert child.stdout is not None
            for line in child.stdout:
                yield json.loads(line)
            if child.wait() != 0:
                limits = {
                    "memory": sheet_child.MOST_MEMORY // 1024 // 1024,
                    "seconds": sheet_child.MOST_SECONDS,
                }
                message = _(
                    "The sheet cannot be read with %(memory)s MB of memory in %(seconds)s seconds."
                )
                raise Unreadable(message % limits)
        finally:
            child.kill()


def _texts(row: Sequence[str | list[str]]) -> list[str]:
    return [cell if isinstance(cell, str) else Number(cell[0]) for cell in row]
