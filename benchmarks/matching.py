"""How well, and how fast, duplicates are found: python -m benchmarks.matching [--left-out] [--train]
[--big]

Precision, recall and F1 of pairs at the normal threshold on books with known truth, most of which
others made (`../shared/data/matching`, where it is there), with what somebody who knows Splink gets
on the same columns (`expert.py` there), and on pairs by hand. With --left-out, each book is judged
by a model that never saw it: the figure that counts. With --train, the coarse look and the model
are made anew (`unisono/duplicates/coarse.json`, `model.json`), and the pictures of docs/matching.md
with them. Both need scikit-learn. With --big: seconds and memory of a whole run over a million
contacts' values.
"""

import argparse
import json
import os
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from benchmarks.matching_data import coarse_training, training  # noqa: E402
from benchmarks.matching_data.books import (  # noqa: E402
    MADE,
    OWN_PAIRS,
    REAL,
    SHARED,
    TWINS,
    books_here,
    hard_pairs,
)
from benchmarks.matching_data.curves import Scored, calibration_error, draw  # noqa: E402
from benchmarks.matching_data.firms import firms  # noqa: E402
from benchmarks.matching_data.meetings import (  # noqa: E402
    Meetings,
    meetings_by_hand,
    meetings_of,
    quality,
)
from unisono.duplicates import coarse  # noqa: E402
from unisono.duplicates.all_pairs import pairs_within  # noqa: E402
from unisono.duplicates.scoring import MODEL, evidence_by, model_of, points_of  # noqa: E402
from unisono.links.search_columns import search_columns  # noqa: E402

THRESHOLD = 60
# Which of its ways use the columns that the product has; for people the other has more.
_EXPERTS = {"restaurants": "ab", "fodors_zagats": "ab", "senzing": "ab"}


def meetings() -> dict[str, Meetings]:
    """Return the pairs that meet of every book that is here."""
    return {name: meetings_of(entries) for name, entries in books_here()}


def points(model: dict, some: Meetings) -> list[int]:
    """Return the points of pairs by a model."""
    grown, known = model_of(model), {}
    for numbers in some.alike:
        if numbers not in known:
            known[numbers] = points_of(evidence_by(grown, numbers))
    return [known[numbers] for numbers in some.alike]


def told(name: str, scored: list[int], some: Meetings, more: str = "") -> None:
    """Print what is found of a book."""
    now = quality(scored, some, THRESHOLD)
    best = max((quality(scored, some, least).f1, least) for least in range(2, 100, 2))
    goal = f"{REAL[name]:>6}" if name in REAL else " " * 6
    print(
        f"{name:16} {now.precision:>9.3f} {now.recall:>7.3f} {now.f1:>7.3f} {goal} "
        f"{best[0]:>7.3f} at {best[1]:<3} {more}",
        flush=True,
    )


def expert(name: str) -> str:
    """Return the best F1 that an hour with Splink gives on the same columns, "" where it cannot be
    had.
    """
    found = []
    for variant in _EXPERTS.get(name, "a"):
        command = [sys.executable, "expert.py", name, variant]
        done = subprocess.run(command, cwd=SHARED, capture_output=True, text=True, check=False)
        found += re.findall(r"best pairs F1 ([0-9.]+)", done.stdout)
    return f"expert {max(map(float, found)):.3f}" if found else ""


def left_out(books: dict[str, Meetings]) -> None:
    """Print what is found of each book by a model that never saw it, nor its twin."""
    pairs = training.made_pairs()
    for name, some in books.items():
        hidden = {name, TWINS.get(name), *(one for one, two in TWINS.items() if two == name)}
        seen = {other: each for other, each in books.items() if other not in hidden}
        told(name, points(training.train({**seen, training.NEIGHBOURS: pairs}), some), some)


def by_hand(model: dict) -> None:
    """Print what is found of the pairs by hand."""
    for name, path in (("hard pairs", SHARED / "hard_pairs.csv"), ("our own pairs", OWN_PAIRS)):
        if path.exists():
            some = meetings_by_hand(hard_pairs(path))
            told(name, points(model, some), some)


def print_calibration(books: dict[str, Scored]) -> None:
    """Print how many points scores are off, of each book and of all."""
    if books:
        off = (f"{name} {calibration_error([each]):.1f}" for name, each in books.items())
        whole = calibration_error(books.values())
        print(f"points by which scores are off: all {whole:.1f} ·", " · ".join(off))


def big(count: int) -> None:
    """Print seconds and the most memory of a run over so many records, which are made while they
    are read.
    """

    def entries() -> Iterable[tuple[int, dict[str, str]]]:
        for start in range(0, count, 50_000):
            for each in firms(50_000, 1000 + start):
                # As the product keeps them: telephones are in E.164 in the text for searching.
                yield start + each.no, {**each.values, **search_columns({"no": "1", **each.values})}

    with (
        tempfile.TemporaryFile() as file
    ):  # kept apart, so that neither their making nor their memory is counted
        for each in entries():
            pickle.dump(each, file)
        file.seek(0)
        began = time.perf_counter()
        found = sum(
            1 for _pair in pairs_within((pickle.load(file) for _each in range(count)), THRESHOLD)
        )
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} records: {found:,} pairs in {seconds:.1f} s (their making apart), "
        f"{peak:,.0f} MB at most"
    )


def main() -> None:
    """Measure, or train."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--train", action="store_true")
    asked.add_argument("--left-out", action="store_true")
    asked.add_argument("--big", type=int, nargs="?", const=1_000_000, default=0)
    given = asked.parse_args()
    if given.train:
        numbers = coarse_training.train(coarse_training.taught())
        coarse.MODEL.write_text(coarse_training.dumped(numbers), encoding="utf-8")
        coarse.forget()
    books = meetings()
    print(f"{'book':16} {'precision':>9} {'recall':>7} {'F1':>7} {'goal':>6} {'best F1':>7}")
    if given.left_out:
        left_out(books)
        return
    if given.train:
        model = training.train({**books, training.NEIGHBOURS: training.made_pairs()})
        MODEL.write_text(training.dumped(model), encoding="utf-8")
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    scored = {name: points(model, some) for name, some in books.items()}
    for name, some in books.items():
        told(name, scored[name], some, "" if name in MADE else expert(name))
    by_hand(model)
    print_calibration({name: (scored[name], books[name]) for name in REAL if name in books})
    if given.train:
        draw({name: (scored[name], books[name]) for name in REAL if name in books})
    if given.big:
        big(given.big)


if __name__ == "__main__":
    sys.exit(main())
