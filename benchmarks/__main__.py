"""Measures the product against bare drivers and Tryton, and writes docs/benchmarks.md with its
pictures.

    python -m benchmarks [--sizes 10000,100000] [--databases sqlite,postgresql] [--only NAME …]
    [--rounds 5]

Each database of each size is thrown away afterwards and has a process of its own (inside.py).
Nothing is asserted: a missed goal is said in the document. The exit code is 1 only where a
measurement broke.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.charts import picture
from benchmarks.databases import DATABASES, throw_away
from benchmarks.document import document, section
from benchmarks.inside import ANSWERS
from benchmarks.machine import machine
from benchmarks.registry import MEASUREMENTS
from benchmarks.tryton.environment import PYTHON, install

_SIZES = "10000,100000"
_FULL = f"{_SIZES},1000000"
_DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Measure what is asked for, and write the document anew after each database."""
    options = _options()
    path = options.docs / "benchmarks" / "figures.json"
    known, names = figures.load(path), set()
    if options.rewrite:
        _write(options.docs, known)
        return
    started, broken = time.perf_counter(), False
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers end and folders go
    os.environ[PYTHON] = "" if options.no_tryton else install()
    for parties in options.sizes:
        for database in options.databases:
            answers, ended_well = _measured(database, parties, options)
            broken = broken or not ended_well
            names.update(answer["name"] for answer in answers)
            figures.add(known, database, parties, answers)
            figures.save(path, known)
            _write(options.docs, figures.load(path))
    print(
        "\n\n".join(
            section(one) for one in figures.measurements(figures.load(path)) if one.name in names
        )
    )
    print(f"Measured in {(time.perf_counter() - started) / 60:.1f} minutes", file=sys.stderr)
    sys.exit(1 if broken else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=(__doc__ or "").split("\n", 1)[0]
    )
    sizes = _FULL if os.environ.get("BENCH") == "full" else _SIZES
    parser.add_argument(
        "--sizes", type=_numbers, default=sizes, help="of parties; BENCH=full: a million, too"
    )
    parser.add_argument("--databases", type=_words, default=",".join(DATABASES))
    parser.add_argument(
        "--only",
        action="append",
        choices=MEASUREMENTS,
        default=[],
        help="may be given several times",
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--no-tryton", action="store_true", help="compare with the bare drivers only"
    )
    parser.add_argument(
        "--rewrite", action="store_true", help="write the document from the figures that are there"
    )
    parser.add_argument("--docs", type=Path, default=_DOCS, help="the folder that is written to")
    options = parser.parse_args()
    if (
        min(options.sizes) < 100
        or options.rounds < 1
        or not set(options.databases) <= set(DATABASES)
    ):
        parser.error(
            "it takes 100 parties and one round at least; databases are sqlite and postgresql"
        )
    return options


def _numbers(text: str) -> list[int]:
    return sorted(int(part) for part in text.split(","))


def _words(text: str) -> list[str]:
    return text.split(",")


def _measured(
    database: str, parties: int, options: argparse.Namespace
) -> tuple[list[dict[str, Any]], bool]:
    """Return the answers of a process that measures on a database of its own, and whether it ended
    well.
    """
    command = [
        sys.executable,
        "-m",
        "benchmarks.inside",
        "--database",
        database,
        "--parties",
        str(parties),
    ]
    command += [
        "--rounds",
        str(options.rounds),
        *(part for name in options.only for part in ("--only", name)),
    ]
    with throw_away(database) as environment:
        ended = subprocess.run(command, env=environment, check=False)
        path = Path(environment["UNISONO_DATA"]) / ANSWERS
        lines = path.read_text().splitlines() if path.exists() else []
    on = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine()}
    return [{**json.loads(line), **on} for line in lines], ended.returncode == 0


def _write(docs: Path, known: dict[str, Any]) -> None:
    """Write the document and a picture per measurement."""
    measured = list(figures.measurements(known))
    (docs / "benchmarks.md").write_text(document(measured, figures.conditions(known)))
    for one in measured:
        (docs / "benchmarks" / f"{one.name}.svg").write_text(picture(one))


if __name__ == "__main__":
    main()
