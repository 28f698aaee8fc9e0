"""One edit that reaches contact, customer, vendor and bank account

A customer's phone number is changed: the product's use case, against the statements that find,
lock, read and write the same, history included (benchmarks/raw.py). Tryton writes the number of one
contact mechanism whose key is known, which reaches no other record and keeps no history.

Alone, with figures of more rounds and a profile:

    python -m benchmarks.edit [--parties 100000] [--rounds 7] [--edits 300] [--database
    sqlite|postgresql|both]
"""

import argparse
import cProfile
import platform
import pstats
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.databases import DATABASES, throw_away
from benchmarks.prepared import Prepared, prepare, prepared
from benchmarks.results import Goal, Result
from benchmarks.rounds import alternate

NAME = "edit"
GOALS = (
    Goal(raw=4, tryton=1.5, growth=1.5, database="postgresql"),
    Goal(raw=5, tryton=1.5, growth=1.5, database="sqlite"),
)
EDITS = 300
_PROFILED = 500
_WARMING_UP = 30
Edit = Callable[[str, str], object]
Work = Iterator[tuple[str, str]]


def measure(rounds: int) -> list[Result]:
    """Measure on the prepared database."""
    return [compare(prepared(), rounds, EDITS)]


def compare(now: Prepared, rounds: int, edits: int) -> Result:
    """Time the product, the raw statements and Tryton in alternating rounds; each edit is of
    another party.
    """
    from benchmarks.checking import count_statements, require_equal

    raw, product, work, tryton = _raw(now), _product(now), _work(now.parties), now.tryton
    require_equal(product, raw, *next(work))
    statements = count_statements(lambda: product(*next(work)))
    ways = {
        "raw": lambda: _microseconds(raw, work, edits),
        "product": lambda: _microseconds(product, work, edits),
    }
    if tryton is not None:
        ways["tryton"] = lambda: tryton.seconds("edit", edits) / edits * 1e6
        tryton.seconds("edit", _WARMING_UP)
    for edit in (raw, product):
        _microseconds(edit, work, _WARMING_UP)
    return Result("edit", "µs", **alternate(ways, rounds), statements=statements)


def main() -> None:
    """Measure this alone, on each database asked for."""
    options = _options()
    if options.inside:
        _inside(options)
        return
    for database in DATABASES if options.database == "both" else (options.database,):
        command = [
            sys.executable,
            "-m",
            "benchmarks.edit",
            *sys.argv[1:],
            "--inside",
            "--database",
            database,
        ]
        with throw_away(database) as environment:
            subprocess.run(command, env=environment, check=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.edit", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("--parties", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--edits", type=int, default=EDITS, help="edits per round, of the product and raw each"
    )
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument(
        "--profile", action="store_true", help=f"profile {_PROFILED} edits of the product, too"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.parties < 100 or options.rounds < 1 or options.edits < 1:
        parser.error("it takes 100 parties, one round and one edit at least")
    return options


def _inside(options: argparse.Namespace) -> None:
    """Fill the database of this process and measure there."""
    import django

    django.setup()
    from benchmarks import filling

    started = time.perf_counter()
    actor = filling.fill(options.parties)
    seconds = time.perf_counter() - started
    print(f"\n{options.database}: {options.parties:,} parties made in {seconds:.0f} s", flush=True)
    now = prepare(options.database, options.parties, actor)
    _print_table(options, compare(now, options.rounds, options.edits))
    if options.profile:
        _profile(_product(now), _work(options.parties))


def _work(parties: int) -> Work:
    """Yield customers in random order and a new phone number for each, without end."""
    from benchmarks import filling

    choice, customers = random.Random(2), filling.fully_linked(parties)
    while True:
        choice.shuffle(customers)
        yield from ((customer, filling.phone_number(choice)) for customer in customers)


def _product(now: Prepared) -> Edit:
    from unisono.usecases.records.changing import change_record

    return lambda no, phone_no: change_record(
        "customer", no, {"phone_no": phone_no}, actor=now.actor
    )


def _raw(now: Prepared) -> Edit:
    from django.conf import settings

    from benchmarks import raw

    if now.database == "sqlite":
        return raw.on_sqlite(str(settings.DATABASES["default"]["NAME"]), now.actor)
    return raw.on_postgresql(settings.DATABASE_URL, now.actor)


def _microseconds(edit: Edit, work: Work, edits: int) -> float:
    todo = [next(work) for _ in range(edits)]
    started = time.perf_counter()
    for no, phone_no in todo:
        edit(no, phone_no)
    return (time.perf_counter() - started) / edits * 1e6


def _print_table(options: argparse.Namespace, result: Result) -> None:
    from benchmarks.raw import STATEMENTS

    goal = next(goal.raw for goal in GOALS if goal.database == options.database)
    ratio = median(result.product) / median(result.raw)
    print(
        f"{_versions(options.database)}; medians of {options.rounds} rounds of {options.edits} "
        "edits"
    )
    print(f"{'':10}{'µs/edit':>10}{'edits/s':>10}{'least':>10}{'most':>10}{'statements':>12}")
    for name, times, statements in (
        ("raw", result.raw, STATEMENTS),
        ("product", result.product, result.statements),
    ):
        middle = median(times)
        print(
            f"{name:10}{middle:10.0f}{1e6 / middle:10.0f}{min(times):10.0f}{max(times):10.0f}{statements:12}"
        )
    verdict = "reached" if ratio <= goal else "MISSED"
    least = min(result.product) / min(result.raw)
    print(
        f"ratio {ratio:.2f}, goal at most {goal:.0f}: {verdict} (of the least: {least:.2f})",
        flush=True,
    )


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
