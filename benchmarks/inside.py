"""What runs in the process of one database: fills it and measures there; see __main__.py for who
starts it.
"""

import argparse
import importlib
import importlib.util
import json
import platform
import sqlite3
import sys
import time
import traceback
from dataclasses import asdict
from typing import Any

import django
from django.db import connection

from benchmarks.prepared import Prepared, prepare
from benchmarks.registry import MEASUREMENTS
from benchmarks.results import goal_for

ANSWERS = "answers.jsonl"  # in the folder that goes with the database: a line per measurement


def main() -> None:
    """Measure what was asked for and write the figures; a measurement that breaks is reported and
    left out.
    """
    options = _options()
    django.setup()
    now = _filled(options.database, options.parties)
    broken = [name for name in _present(options.only) if not _measure(name, now, options.rounds)]
    sys.exit(1 if broken else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inside")
    parser.add_argument("--database", required=True)
    parser.add_argument("--parties", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--only", action="append", default=[])
    return parser.parse_args()


def _filled(database: str, parties: int) -> Prepared:
    filling = importlib.import_module(
        "benchmarks.filling"
    )  # imports models, which wait for django.setup
    started = time.perf_counter()
    actor = filling.fill(parties)
    _say(f"{database}: {parties:,} parties made in {time.perf_counter() - started:.0f} s")
    return prepare(database, parties, actor)


def _present(only: list[str]) -> list[str]:
    """Return the measurements asked for, without those that are not there (yet)."""
    names = [name for name in MEASUREMENTS if not only or name in only]
    present = [name for name in names if importlib.util.find_spec(f"benchmarks.{name}")]
    for name in names:
        if name not in present:
            _say(f"  {name}: there is no such module; left out")
    return present


def _measure(name: str, now: Prepared, rounds: int) -> bool:
    """Run a measurement and write its figures; tell whether it ended well."""
    started = time.perf_counter()
    try:
        module = importlib.import_module(f"benchmarks.{name}")
        results = module.measure(rounds)
    except (Exception, SystemExit):
        traceback.print_exc()
        _say(f"  {name}: broke; see above")
        return False
    title, _, text = (module.__doc__ or name).partition("\n")
    goals = [asdict(goal_for(module.GOALS, result.what, now.database)) for result in results]
    figures = [
        {**asdict(result), "goal": goal} for result, goal in zip(results, goals, strict=True)
    ]
    answer = {
        "name": module.NAME,
        "title": title,
        "text": _paragraph(text),
        "versions": _versions(now),
    }
    with (now.folder / ANSWERS).open("a") as answers:
        print(json.dumps({**answer, "results": figures}), file=answers)
    _say(f"  {name}: measured in {time.perf_counter() - started:.0f} s")
    return True


def _paragraph(text: str) -> str:
    """Return the first paragraph after a docstring's first line, in one line."""
    return " ".join(text.strip().split("\n\n", 1)[0].split())


def _versions(now: Prepared) -> dict[str, Any]:
    versions = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    if now.database == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            versions["PostgreSQL"] = cursor.fetchone()[0]
    if "tryton" in vars(now) and now.tryton is not None:  # only if a measurement has asked for it
        versions["Tryton"] = now.tryton.ask("versions")["trytond"]
    return versions


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
