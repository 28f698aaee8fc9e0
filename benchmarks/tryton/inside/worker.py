"""Answers commands about a Tryton database of its own: a line on stdin, a line of JSON on stdout.

    fill 10000      → {"seconds": …}         make the database and its parties; the first command
    edit 300        → {"seconds": …}         an act of acts.py, so many times
    size            → {"bytes": …}
    versions        → {"trytond": …, …}

A command that fails is answered {"error": …}. The worker ends with its stdin.
"""

import json
import os
import sys
import time
from typing import Any

import filling
import server
from acts import ACTS


def main() -> None:
    """Answer until there are no more commands."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what Tryton prints is no answer
    for line in sys.stdin:
        try:
            answer = _answer(*line.split())
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


def _answer(command: str, number: str = "0") -> dict[str, Any]:
    if command == "fill":
        return {"seconds": _fill(int(number))}
    if command == "size":
        return {"bytes": server.size()}
    if command == "versions":
        return server.versions()
    return {"seconds": ACTS[command](int(number))}


def _fill(parties: int) -> float:
    started = time.perf_counter()
    server.make()
    filling.fill(parties)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
